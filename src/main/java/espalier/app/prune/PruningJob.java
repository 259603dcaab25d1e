package espalier.app.prune;

import espalier.app.EngineTask.Work;
import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.network.Network;
import espalier.pruning.PruningRun;
import espalier.pruning.PruningSettings;
import espalier.pruning.PruningStart;
import espalier.pruning.RunEvent;
import espalier.pruning.RunEvent.Milestone;
import espalier.workspace.Recipe;
import espalier.workspace.RecordedRun;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;

/**
 * A pruning run on the engine thread: written to the workspace as it goes, and told to the window as plain data.
 *
 * @param unpruned  the network to prune
 * @param data      to fine-tune and evaluate with
 * @param settings  of the run
 * @param networks  give the network
 * @param workspace that the run is recorded in
 * @param model     told on the FX thread
 * @param stopped   the folder of a run that was stopped, to resume it
 */
record PruningJob(OpenNetwork unpruned, Dataset data, PruningSettings settings, Networks networks, Workspace workspace,
        RunModel model, Optional<Path> stopped) implements Work<RunEvent.End> {

    @Override
    public RunEvent.End run(Progress progress) {
        Network whole = networks.get(unpruned);
        // Before a folder is made, as it says what cannot be done.
        PruningStart start = PruningStart.of(whole, data, settings);
        Network network = start.network();
        PruningRun run = new PruningRun(network, start.data(), start.settings());
        try (RunFolder folder = stopped.isPresent() ? workspace.resume(stopped.get()) : workspace.newRun(Recipe
                .prune(unpruned.file().toAbsolutePath().toString(), start.data().specification(), run.settings()))) {
            show(shown -> shown.folder(folder.path()));
            PruningRun.Trajectory trajectory = new RecordedRun(folder, event -> tell(event, folder, network == whole),
                    networks.engine()::isClosing).run(run, network, progress);
            trajectory.milestones().forEach(milestone -> free(milestone.network(), whole));
            free(trajectory.lastGood(), whole);
            return trajectory.end();
        }
    }

    /** @param asOpen whether the run began with the network that is open, rather than with some of its outputs */
    private void tell(RunEvent event, RunFolder folder, boolean asOpen) {
        if (event instanceof RunEvent.Started started) {
            OpenNetwork evaluated = asOpen
                    ? unpruned.withTest(started.unpruned().test(), started.unpruned().imagesPerSecond())
                    : open(started.unpruned(), "", folder);
            show(shown -> shown.started(evaluated));
        } else if (event instanceof RunEvent.Reached reached) {
            OpenNetwork open = open(reached.milestone(), settings.ranking().criterion(), folder);
            show(shown -> shown.reached(reached.iteration(), open));
        } else {
            show(shown -> shown.accept(event));
        }
    }

    private static OpenNetwork open(Milestone milestone, String criterion, RunFolder folder) {
        MilestoneRecord record = MilestoneRecord.of(milestone);
        return OpenNetwork.of(folder.networkId(record), milestone, criterion, folder.file(record));
    }

    private void show(Consumer<RunModel> change) {
        Platform.runLater(() -> change.accept(model));
    }

    /** Its buffers only; who wants a milestone again reads its file. */
    private static void free(Network network, Network original) {
        if (network != null && network != original) {
            network.close();
        }
    }
}
