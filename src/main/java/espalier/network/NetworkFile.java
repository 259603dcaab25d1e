package espalier.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.engine.Backend;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/** Reads and writes networks as DL4J's model zip with one more entry, {@value #DESCRIPTION}, which DL4J passes over. */
final class NetworkFile {

    static final String DESCRIPTION = "espalier.json";
    private static final String STRUCTURE = "configuration.json";
    private static final String PARAMETERS = "coefficients.bin";
    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private NetworkFile() {}

    /** A graph whose description {@link #description} could read. */
    static ComputationGraph graph(Path file) {
        Backend.start();
        try {
            return read(file);
        } catch (IOException | RuntimeException e) {
            throw new Problem(file + " cannot be read as a network: its parameters or its structure are damaged. Take "
                    + "another copy of the file.", e);
        }
    }

    /** As DL4J's own reader does, which for a moment takes three times the parameters' memory. */
    private static ComputationGraph read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream structure = zip.getInputStream(zip.getEntry(STRUCTURE));
                DataInputStream parameters = new DataInputStream(
                        new BufferedInputStream(zip.getInputStream(zip.getEntry(PARAMETERS))))) {
            ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration
                    .fromJson(new String(structure.readAllBytes(), StandardCharsets.UTF_8)));
            graph.init(Nd4j.read(parameters), false);
            return graph;
        }
    }

    static Description description(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new Problem((Files.isDirectory(file) ? file + " is a folder" : "There is no file " + file)
                    + ". Give the path of a network's .zip.");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry(STRUCTURE) == null || zip.getEntry(PARAMETERS) == null) {
                throw new Problem(file + " is a zip, but not a network: it lacks " + STRUCTURE + " or " + PARAMETERS
                        + ". Choose a .zip that Espalier or DeepLearning4J wrote.");
            }
            ZipEntry entry = zip.getEntry(DESCRIPTION);
            if (entry == null) {
                throw new Problem(
                        file + " is a DeepLearning4J model without Espalier's description (picture size, class "
                                + "names, normalisation), so it is not known what to feed it. Import it first: "
                                + "espalier import, or Open in the window.");
            }
            return JSON.readValue(zip.getInputStream(entry), Description.class);
        } catch (JsonProcessingException e) {
            throw new Problem(file + " has a damaged description (" + DESCRIPTION + "). Take another copy of the file.",
                    e);
        } catch (ZipException e) {
            throw new Problem(file
                    + " is not a network, or is cut off: it cannot be opened as a zip. Choose a .zip that "
                    + "Espalier wrote, or take another copy; networks of other programs are imported first: espalier import.",
                    e);
        } catch (IOException e) {
            throw new Problem(
                    file + " cannot be read: " + AtomicFiles.reason(e) + ". Check the file and its permissions.", e);
        }
    }

    static void write(ComputationGraph graph, Description description, Path file) {
        AtomicFiles.write(file, out -> write(graph, description, out));
    }

    /** The entries of DL4J's own writer, without a copy of all in memory, and the description. */
    private static void write(ComputationGraph graph, Description description, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        put(zip, STRUCTURE, graph.getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
        zip.putNextEntry(new ZipEntry(PARAMETERS));
        DataOutputStream parameters = new DataOutputStream(new BufferedOutputStream(zip));
        Nd4j.write(graph.params(), parameters);
        parameters.flush();
        zip.closeEntry();
        put(zip, DESCRIPTION, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(description));
        zip.finish();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
