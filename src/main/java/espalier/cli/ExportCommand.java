package espalier.cli;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.exports.ExportOptions;
import espalier.network.exports.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a network for other programs. */
@Command(name = "export", description = {
        "Writes a network as ONNX, for ONNX Runtime, PyTorch, TensorRT, OpenVINO and whatever else reads that.", "",
        "Its input \"picture\" is [batch, 3, height, width], red first, of any batch size. Class names and normalisation are in the "
                + "file's metadata (classes, mean, std; JSON)."},
        footer = {"  espalier export pruned/x4.zip --out x4.onnx",
                "  espalier export pruned/x4.zip --out x4.onnx --with-normalisation --probabilities"})
final class ExportCommand extends WorkCommand {

    /**
     * The result as JSON.
     *
     * @param output {@code logits} or {@code probabilities}
     * @param mean   of red, green, blue, in the scale 0 to 1, as {@code std} is
     */
    record Report(String network, String file, long bytes, String input, String output, int height, int width,
            List<String> classNames, float[] mean, float[] std, boolean withNormalisation) {}

    @Parameters(paramLabel = "NETWORK", description = "The network: a .zip that Espalier wrote.")
    private Path network;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write it, a .onnx.")
    private Path out;

    @Option(names = "--with-normalisation",
            description = "The file takes pixels 0 to 255 and normalises them itself (it takes normalised pictures).")
    private boolean withNormalisation;

    @Option(names = "--fold-batch-norms",
            description = "Multiplies batch norms into the convolutions before them: smaller, and faster where the runtime does not do so; "
                    + "for running, not for training on (they are kept).")
    private boolean fold;

    @Option(names = "--probabilities",
            description = "The output is probabilities, after the softmax (logits, before it).")
    private boolean probabilities;

    @Override
    void work() throws IOException {
        if (!out.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".onnx")) {
            throw new Problem(out + " does not end in .onnx, by which programs know such files. Give it that ending.");
        }
        checkFile(out);
        startEngine();
        try (Network read = Network.read(network)) {
            OnnxFile.write(read, new ExportOptions(withNormalisation, fold, probabilities), out);
            Description description = read.description();
            String output = probabilities ? OnnxFile.PROBABILITIES : OnnxFile.LOGITS;
            long bytes = Files.size(out);
            terminal().line(description.name() + " is now " + out + ", " + Figures.bytes(bytes));
            terminal().line("");
            terminal().line("Input   " + OnnxFile.INPUT + " [batch, 3, " + description.inputSize().height() + ", "
                    + description.inputSize().width() + "]: red, green, blue, " + (withNormalisation ? "0 to 255"
                            : "(value / 255 − mean) / deviation; " + description.normalisation()));
            terminal().line("Output  " + output + " [batch, " + description.classNames().size() + "]");
            report(new Report(network.toString(), out.toString(), bytes, OnnxFile.INPUT, output,
                    description.inputSize().height(), description.inputSize().width(), description.classNames(),
                    description.normalisation().mean(), description.normalisation().deviation(), withNormalisation));
        }
    }
}
