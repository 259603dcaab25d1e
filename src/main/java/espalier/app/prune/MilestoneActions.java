package espalier.app.prune;

import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.basics.AtomicFiles;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** What can be done with a milestone. */
final class MilestoneActions {

    private final BiConsumer<RunModel, OpenNetwork> explain;
    private final Notices notices;

    MilestoneActions(BiConsumer<RunModel, OpenNetwork> explain, Notices notices) {
        this.explain = explain;
        this.notices = notices;
    }

    /** Shows how the network explains its decisions. */
    void explain(RunModel run, OpenNetwork network) {
        explain.accept(run, network);
    }

    /** Asks where to, and copies the network's file there. */
    void saveAs(OpenNetwork network, Window owner) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save " + network);
        chooser.setInitialFileName(suggestion(network));
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("Network of DeepLearning4J", "*.zip"));
        File chosen = chooser.showSaveDialog(owner);
        if (chosen != null) {
            copy(network, chosen.toPath());
        }
    }

    /** Copies the network's file, away from the FX thread; whole or not at all. */
    CompletableFuture<Void> copy(OpenNetwork network, Path target) {
        return CompletableFuture.runAsync(() -> AtomicFiles.write(target, out -> Files.copy(network.file(), out)))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        notices.tell("Saved " + network + " as " + target + ".");
                    } else {
                        notices.report(failure);
                    }
                });
    }

    private static String suggestion(OpenNetwork network) {
        String name = network.description().name().replace(" " + network.rateTitle(), "")
                .replaceAll("[^\\p{L}\\p{N}]+", "-").toLowerCase(java.util.Locale.ROOT);
        return network.isUnpruned() ? name + ".zip"
                : name + "-" + MilestoneRecord.fileName(network.rate(), network.rateOf());
    }
}
