package espalier.workspace;

import espalier.basics.Problem;
import espalier.pruning.RunEvent;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Turns a run's events into its folder's content as they come, on the run's thread. Used by the window and the command line
 * alike.
 */
public final class RunRecorder implements Consumer<RunEvent> {

    private final RunFolder folder;
    private RunEvent.Pruned pruned;
    private double loss = Double.NaN;

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
            loss = Double.NaN;
        } else if (event instanceof RunEvent.FineTuned tuned) {
            loss = tuned.epoch().loss();
        } else if (event instanceof RunEvent.Evaluated evaluated && pruned != null) {
            folder.saveIteration(new IterationRecord(evaluated.iteration(), evaluated.achievedRate(), pruned.removed(),
                    pruned.cost().parameters(), pruned.cost().macs(), pruned.widths(), loss, evaluated.accuracy()));
        } else if (event instanceof RunEvent.Reached reached) {
            folder.saveMilestone(reached.milestone());
        } else if (event instanceof RunEvent.Stopped stopped) {
            folder.finish(RunStatus.of(stopped.end()), stopped.message());
        }
    }

    /** Records that the run ended with an exception rather than an event. */
    public void ended(Throwable failure) {
        if (folder.status() != RunStatus.RUNNING) {
            return;
        }
        if (failure instanceof CancellationException) {
            folder.finish(RunStatus.CANCELLED, "The run was cancelled; what was reached before is kept.");
        } else {
            folder.finish(RunStatus.FAILED, failure instanceof Problem ? failure.getMessage()
                    : "The run failed unexpectedly (" + failure.getClass().getSimpleName() + "); the log has the details.");
        }
    }
}
