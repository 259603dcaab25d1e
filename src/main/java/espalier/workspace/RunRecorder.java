package espalier.workspace;

import espalier.basics.Problem;
import espalier.pruning.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Turns a run's events into its folder's content as they come, on the run's thread. Used by the window and the command
 * line alike.
 */
public final class RunRecorder implements Consumer<RunEvent> {

    private final RunFolder folder;
    private RunEvent.Pruned pruned;
    private final List<Double> losses = new ArrayList<>();
    /** Judged, but not written yet: with its checkpoint, or with how the run ended. */
    private Optional<IterationRecord> pending = Optional.empty();

    /** Records into {@code folder}. */
    public RunRecorder(RunFolder folder) {
        this.folder = folder;
    }

    /** Where this records. */
    public RunFolder folder() {
        return folder;
    }

    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.Started started) {
            folder.saveMilestone(started.unpruned());
        } else if (event instanceof RunEvent.Pruned now) {
            pruned = now;
            losses.clear();
        } else if (event instanceof RunEvent.FineTuned tuned) {
            losses.add(tuned.epoch().loss());
        } else if (event instanceof RunEvent.Evaluated evaluated && pruned != null) {
            pending = Optional.of(new IterationRecord(evaluated.iteration(), evaluated.achievedRate(), pruned.removed(),
                    pruned.cost().parameters(), pruned.cost().macs(), pruned.widths(),
                    losses.isEmpty() ? Double.NaN : losses.get(losses.size() - 1), evaluated.accuracy(), losses));
        } else if (event instanceof RunEvent.Checkpoint checkpoint) {
            folder.saveCheckpoint(checkpoint.state(), pending);
            pending = Optional.empty();
        } else if (event instanceof RunEvent.Reached reached) {
            savePending();
            folder.saveMilestone(reached.milestone());
        } else if (event instanceof RunEvent.Stopped stopped) {
            savePending();
            folder.finish(RunStatus.of(stopped.end()), stopped.message());
        }
    }

    private void savePending() {
        pending.ifPresent(folder::saveIteration);
        pending = Optional.empty();
    }

    /**
     * Records that the run ended with an exception rather than an event. A disk that is full takes no word of it
     * either: then the run is found as one that was interrupted, and the failure itself, with this one added, is what
     * the person is to be told.
     */
    public void ended(Throwable failure) {
        if (folder.status() != RunStatus.RUNNING) {
            return;
        }
        try {
            if (failure instanceof CancellationException) {
                folder.finish(RunStatus.CANCELLED, "The run was cancelled; what was reached before is kept.");
            } else {
                folder.finish(RunStatus.FAILED,
                        failure instanceof Problem ? failure.getMessage() : "The run failed unexpectedly ("
                                + failure.getClass().getSimpleName() + "); the log has the details.");
            }
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }
}
