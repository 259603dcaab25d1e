package espalier.basics;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what others add to the program: classes that a jar names in {@code META-INF/services}, from the class path and
 * from all jars of one folder. The folder is the one that {@code --plugins} names, or the system property
 * {@code espalier.plugins}, or {@code .espalier/plugins} in the home folder. ({@code java -jar} takes no class path, so
 * a folder it is.)
 */
public final class Plugins {

    /** The system property that names the folder. */
    public static final String PROPERTY = "espalier.plugins";

    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private static ClassLoader loader;
    private static Path folder;
    /** In sentences, the jars that are none: a class loader passes over them without a word. */
    private static List<String> unreadable = List.of();

    private Plugins() {}

    /**
     * Looks in a folder from now on.
     *
     * @throws Problem when there is no such folder, or it cannot be read
     */
    public static synchronized void use(Path pluginFolder) {
        if (!Files.isDirectory(pluginFolder)) {
            throw new Problem(
                    "There is no folder " + pluginFolder + " with plug-ins. Give the folder that holds their jars.");
        }
        if (!pluginFolder.equals(folder)) {
            loader = loader(pluginFolder);
            folder = pluginFolder;
        }
    }

    /**
     * All implementations of an interface, in the order in which they are found; those that fail are in
     * {@code failures}.
     */
    public static synchronized <S> List<S> load(Class<S> type, List<String> failures) {
        if (loader == null) {
            Path usual = usualFolder();
            loader = Files.isDirectory(usual) ? loader(usual) : Plugins.class.getClassLoader();
            folder = usual;
        }
        failures.addAll(unreadable);
        List<S> found = new ArrayList<>();
        Iterator<S> services = ServiceLoader.load(type, loader).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    return found;
                }
                found.add(services.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.error("A plug-in cannot be loaded", e);
                failures.add("A plug-in in " + folder + " cannot be loaded: " + e.getMessage() + ".");
            }
        }
    }

    private static Path usualFolder() {
        String named = System.getProperty(PROPERTY);
        return named != null ? Path.of(named) : Path.of(System.getProperty("user.home"), ".espalier", "plugins");
    }

    private static ClassLoader loader(Path pluginFolder) {
        try (Stream<Path> files = Files.list(pluginFolder)) {
            List<URL> jars = new ArrayList<>();
            List<String> damaged = new ArrayList<>();
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                try {
                    new JarFile(jar.toFile()).close();
                    jars.add(url(jar));
                } catch (IOException e) {
                    LOG.error("The plug-in {} cannot be opened", jar, e);
                    damaged.add("The plug-in " + jar
                            + " is damaged: it cannot be opened as a jar. Take another copy of it.");
                }
            }
            unreadable = List.copyOf(damaged);
            return new URLClassLoader("plug-ins", jars.toArray(URL[]::new), Plugins.class.getClassLoader());
        } catch (IOException e) {
            throw new Problem("The folder " + pluginFolder + " with plug-ins cannot be read: " + AtomicFiles.reason(e)
                    + ". Check its permissions.", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
