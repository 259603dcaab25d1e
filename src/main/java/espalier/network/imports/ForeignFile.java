package espalier.network.imports;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What kind of file a person opened as a network, told by its first bytes and what is in it. */
public enum ForeignFile {
    /** A network of this program's own. */
    OWN(""),
    /** A DL4J model without this program's description. */
    DL4J(""),
    /** HDF5, which Keras writes. */
    KERAS(""),
    /** ONNX, which PyTorch and others export. */
    ONNX(""),
    /** Keras 3's own format. */
    KERAS_3(""),
    /** PyTorch. */
    PYTORCH("is a PyTorch file, which only PyTorch can read. Export the network there with torch.onnx.export(model, picture, \"network.onnx\") "
            + "and open that."),
    /** TensorFlow's. */
    TENSORFLOW("is a TensorFlow file, which Espalier cannot read. Load it with Keras and save it as .keras."),
    /** Anything else. */
    UNKNOWN("is not a network that Espalier can read. Choose a .zip that Espalier or DeepLearning4J wrote, a Keras model in a .keras or .h5 "
            + "file, or an ONNX model in an .onnx file.");

    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private final String words;

    ForeignFile(String words) {
        this.words = words;
    }

    /** Why it cannot be opened, and what can be done; for those kinds that cannot. */
    public String refusal(Path file) {
        return file + " " + (words.isEmpty() ? "is a network of Espalier's own: open it as it is." : words);
    }

    /** Whether it can be imported. */
    public boolean importable() {
        return this == DL4J || this == KERAS || this == KERAS_3 || this == ONNX;
    }

    /**
     * Looks at a file.
     *
     * @throws Problem where it is missing, a folder, or cannot be read
     */
    public static ForeignFile of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new Problem((Files.isDirectory(file) ? file + " is a folder" : "There is no file " + file)
                    + ". Give the path of a network's file.");
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(HDF5.length);
            if (Arrays.equals(start, HDF5)) {
                return KERAS;
            }
            if (start.length > 1 && start[0] == 'P' && start[1] == 'K') {
                return zip(file);
            }
        } catch (IOException e) {
            throw new Problem(
                    file + " cannot be read: " + AtomicFiles.reason(e) + ". Check the file and its permissions.", e);
        }
        return name.endsWith(".onnx") ? ONNX
                : name.endsWith(".pb") || name.endsWith(".tflite") || name.endsWith(".ckpt") ? TENSORFLOW
                        : name.endsWith(".pt") || name.endsWith(".pth") ? PYTORCH
                                : name.endsWith(".keras") ? KERAS_3 : UNKNOWN;
    }

    private static ForeignFile zip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.getEntry("configuration.json") != null && zip.getEntry("coefficients.bin") != null) {
                return zip.getEntry("espalier.json") == null ? DL4J : OWN;
            }
            if (zip.getEntry("model.weights.h5") != null) {
                return KERAS_3;
            }
            return zip.stream().anyMatch(entry -> entry.getName().endsWith("data.pkl")) ? PYTORCH : UNKNOWN;
        } catch (ZipException e) {
            throw new Problem(
                    file + " is cut off: it begins as a zip and does not end as one. Take another copy of the file.",
                    e);
        }
    }
}
