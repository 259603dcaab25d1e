package espalier.workspace;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.network.Network;
import espalier.pruning.PruningRun;
import espalier.pruning.PruningStep;
import espalier.pruning.RunEvent;
import espalier.workspace.RunRecord.IterationRecord;
import espalier.workspace.RunRecord.RunStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A pruning run that is written to its folder as it goes, on the run's thread, and told to somebody. Used by the window
 * and the command line alike.
 */
public final class RecordedRun {

    private final RunFolder folder;
    private final Consumer<RunEvent> listener;
    private final BooleanSupplier closing;
    private RunEvent.Pruned pruned;
    private final List<Double> losses = new ArrayList<>();
    private final Map<PruningStep, Double> steps = new EnumMap<>(PruningStep.class);
    /** Evaluated, but not written yet: with its checkpoint, or with how the run ended. */
    private Optional<IterationRecord> pending = Optional.empty();

    /**
     * Records a run that only a person stops.
     *
     * @param folder   that was begun or taken up for it
     * @param listener told of every event when it is written
     */
    public RecordedRun(RunFolder folder, Consumer<RunEvent> listener) {
        this(folder, listener, () -> false);
    }

    /**
     * Records a run that is stopped also because the program closes: it is interrupted then, so that resuming it is
     * offered at the next start; to cancel it is to end it.
     */
    public RecordedRun(RunFolder folder, Consumer<RunEvent> listener, BooleanSupplier closing) {
        this.folder = folder;
        this.listener = listener;
        this.closing = closing;
    }

    /**
     * Runs, or resumes the run where its folder has come to; on the thread that owns the network.
     *
     * @param run      of the network and the settings of the folder's recipe
     * @param original the network that the run begins with, or began with
     * @throws RuntimeException that the run throws, when it is written that it failed
     */
    public PruningRun.Trajectory run(PruningRun run, Network original, Progress progress) {
        Optional<RunEvent.Checkpoint> state = folder.state(original);
        folder.underWay();
        try {
            return state.isPresent() ? run.resume(state.get(), progress, this::record)
                    : run.run(progress, this::record);
        } catch (RuntimeException | Error e) {
            ended(e);
            throw e;
        }
    }

    /** Writes what an event tells, and passes it on. */
    void record(RunEvent event) {
        if (event instanceof RunEvent.Started started) {
            folder.saveMilestone(started.unpruned());
        } else if (event instanceof RunEvent.Pruned now) {
            pruned = now;
            losses.clear();
            steps.clear();
        } else if (event instanceof RunEvent.Estimated estimated) {
            steps.put(estimated.step(), estimated.accuracy());
        } else if (event instanceof RunEvent.FineTuned tuned) {
            losses.add(tuned.epoch().loss());
        } else if (event instanceof RunEvent.Evaluated evaluated && pruned != null) {
            pending = Optional.of(new IterationRecord(evaluated.iteration(), evaluated.achievedRate(), pruned.removed(),
                    pruned.cost().parameters(), pruned.cost().macs(), pruned.widths(),
                    losses.isEmpty() ? Double.NaN : losses.get(losses.size() - 1), evaluated.accuracy(), losses,
                    steps));
        } else if (event instanceof RunEvent.Checkpoint checkpoint) {
            folder.saveCheckpoint(checkpoint, pending);
            pending = Optional.empty();
        } else if (event instanceof RunEvent.Reached reached) {
            savePending();
            folder.saveMilestone(reached.milestone());
        } else if (event instanceof RunEvent.Stopped stopped) {
            stopped(stopped);
        }
        listener.accept(event);
    }

    private void stopped(RunEvent.Stopped event) {
        if (event.end() == RunEvent.End.CANCELLED && closing.getAsBoolean()) {
            folder.finish(RunStatus.INTERRUPTED,
                    "The window was closed in the middle of this run; what was reached before is kept.");
        } else {
            savePending();
            folder.finish(RunStatus.of(event.end()), event.message());
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
    void ended(Throwable failure) {
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
