package espalier.app.shell;

import espalier.app.Theme;
import espalier.app.lessons.LessonProgress;
import espalier.drawing.ColourMap;
import java.nio.file.Path;
import java.util.Optional;
import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import javafx.geometry.Dimension2D;
import org.slf4j.LoggerFactory;

/** What the window remembers from one time to the next. */
public final class WindowPreferences {

    private static final String THEME = "theme";
    private static final String TEXT_FACTOR = "text-factor";
    private static final String THREADS = "threads";
    private static final String CACHE_BYTES = "cache-bytes";
    private static final String WORKSPACE = "workspace";
    private static final String COLOURS = "value-colours";
    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";
    private static final String MAXIMISED = "maximised";

    /** 1.5 GiB. */
    private static final long USUAL_CACHE = 3L << 29;

    private final Preferences preferences;

    /** Remembers in these preferences. */
    WindowPreferences(Preferences preferences) {
        this.preferences = preferences;
    }

    /** Those of the person who is logged in. */
    public static WindowPreferences ofUser() {
        return new WindowPreferences(Preferences.userRoot().node("espalier"));
    }

    /** The look; light where none was chosen. */
    public Theme theme() {
        return "dark".equals(preferences.get(THEME, "light")) ? Theme.DARK : Theme.LIGHT;
    }

    /** Remembers the look. */
    public void setTheme(Theme theme) {
        preferences.put(THEME, theme == Theme.DARK ? "dark" : "light");
        flush();
    }

    /** How much larger than usual text and marks are. */
    double textFactor() {
        return preferences.getDouble(TEXT_FACTOR, 1);
    }

    /** Remembers how much larger. */
    void setTextFactor(double factor) {
        preferences.putDouble(TEXT_FACTOR, factor);
        flush();
    }

    /** The threads of an operation; 0 for as many as there are cores. */
    int threads() {
        return preferences.getInt(THREADS, 0);
    }

    /** Remembers how many threads; for the next start. */
    void setThreads(int threads) {
        preferences.putInt(THREADS, threads);
        flush();
    }

    /** The memory for what could be computed again, in bytes. */
    long cacheBytes() {
        return preferences.getLong(CACHE_BYTES, USUAL_CACHE);
    }

    /** Remembers how much memory. */
    void setCacheBytes(long bytes) {
        preferences.putLong(CACHE_BYTES, bytes);
        flush();
    }

    /** The folder of the workspace; empty for the usual one. */
    Optional<Path> workspace() {
        return Optional.of(preferences.get(WORKSPACE, "")).filter(folder -> !folder.isEmpty()).map(Path::of);
    }

    /** Remembers the folder; for the next start. */
    void setWorkspace(Path folder) {
        preferences.put(WORKSPACE, folder.toString());
        flush();
    }

    /** The colours of values in heat maps. */
    ColourMap valueColours() {
        String name = preferences.get(COLOURS, ColourMap.VIRIDIS.toString());
        return ColourMap.forValues().stream().filter(colours -> colours.toString().equals(name)).findFirst()
                .orElse(ColourMap.VIRIDIS);
    }

    /** Remembers the colours. */
    void setValueColours(ColourMap colours) {
        preferences.put(COLOURS, colours.toString());
        flush();
    }

    /** How large the window was when it closed; empty where it never did. */
    Optional<Dimension2D> size() {
        double width = preferences.getDouble(WIDTH, 0);
        return width > 0 ? Optional.of(new Dimension2D(width, preferences.getDouble(HEIGHT, 0))) : Optional.empty();
    }

    /** Whether it filled the screen then. */
    boolean maximised() {
        return preferences.getBoolean(MAXIMISED, false);
    }

    /** Remembers how large the window is, when it does not fill the screen, and whether it does. */
    void setSize(double width, double height, boolean maximised) {
        if (!maximised) {
            preferences.putDouble(WIDTH, width);
            preferences.putDouble(HEIGHT, height);
        }
        preferences.putBoolean(MAXIMISED, maximised);
        flush();
    }

    /** How far the person is in lessons. */
    LessonProgress lessons() {
        return new LessonProgress(preferences.node("lessons"));
    }

    private void flush() {
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            // Read before the log has its place, so it has no logger until there is something to say.
            LoggerFactory.getLogger(WindowPreferences.class).info("What the window remembers could not be written", e);
        }
    }
}
