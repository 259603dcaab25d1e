package espalier.app;

import espalier.basics.AtomicFiles;
import espalier.network.Network;
import espalier.network.exports.ExportOptions;
import espalier.network.exports.OnnxFile;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/** Saves networks where a person wants them: as they are, or as ONNX for other programs. */
public final class NetworkSaver {

    private static final String ZIP = ".zip";
    private static final String ONNX = ".onnx";

    private final Networks networks;
    private final Notices notices;

    /** @param notices hears how it went */
    public NetworkSaver(Networks networks, Notices notices) {
        this.networks = networks;
        this.notices = notices;
    }

    /** Asks where to and in which form, and saves the network there. */
    public void ask(OpenNetwork network, Window owner) {
        ExtensionFilter zip = new ExtensionFilter("Network of Espalier and DeepLearning4J (*.zip)", "*" + ZIP);
        ExtensionFilter onnx = new ExtensionFilter("ONNX, for normalised pictures (*.onnx)", "*" + ONNX);
        ExtensionFilter pixels = new ExtensionFilter("ONNX, for pixels 0 to 255 (*.onnx)", "*" + ONNX);
        FileDialogs.save(owner, "Save " + network, suggestion(network), zip, onnx, pixels).ifPresent(
                target -> save(network, named(target.file(), target.kind() == onnx || target.kind() == pixels),
                        target.kind() == pixels));
    }

    /** Not every system's dialog gives a name the ending of the form that was chosen. */
    private static Path named(Path file, boolean onnx) {
        String name = file.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        boolean asTyped = lower.endsWith(ONNX) || lower.endsWith(ZIP) && !onnx;
        return asTyped ? file : file.resolveSibling(
                (lower.endsWith(ZIP) ? name.substring(0, name.length() - ZIP.length()) : name) + (onnx ? ONNX : ZIP));
    }

    /**
     * Saves a network, away from the FX thread; whole or not at all.
     *
     * @param target            what ends in {@code .onnx} is written so, anything else as a zip
     * @param withNormalisation whether an ONNX file takes pixels 0 to 255
     */
    public CompletableFuture<Void> save(OpenNetwork network, Path target, boolean withNormalisation) {
        CompletableFuture<Void> saved = target.toString().toLowerCase(Locale.ROOT).endsWith(ONNX)
                ? written(network,
                        own -> OnnxFile.write(own, new ExportOptions(withNormalisation, false, false), target))
                : network.isLive() ? written(network, own -> own.write(target)) : CompletableFuture
                        .runAsync(() -> AtomicFiles.write(target, out -> Files.copy(network.file(), out)));
        return saved.whenComplete((done, failure) -> {
            if (failure == null) {
                notices.tell("Saved " + network + " as " + target + ".");
            } else {
                notices.report(failure);
            }
        });
    }

    private CompletableFuture<Void> written(OpenNetwork network, Consumer<Network> writer) {
        return networks.engine().ask(() -> {
            writer.accept(networks.get(network));
            return null;
        });
    }

    private static String suggestion(OpenNetwork network) {
        String name = network.description().name().replace(" " + network.rateTitle(), "")
                .replaceAll("[^\\p{L}\\p{N}]+", "-").toLowerCase(Locale.ROOT);
        return network.isUnpruned() || network.isLive() ? name + ZIP
                : name + "-" + MilestoneRecord.fileName(network.rate(), network.rateOf());
    }
}
