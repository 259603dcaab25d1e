package espalier.workspace;

import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code run.json} says of a run.
 *
 * @param recipe     that repeats it
 * @param status     how it stands
 * @param message    one sentence for a person on how it ended; empty while it runs
 * @param parent     the fingerprint of the network that it began with; empty where that is not known
 * @param milestones that were reached, the unpruned network first
 * @param iterations that are over
 * @param checkpoint from where it can be resumed; null before the first iteration and when all rates are reached, see
 *                       {@link RunFolder#checkpoint}
 */
public record RunRecord(Recipe recipe, RunStatus status, String message, String parent,
        List<MilestoneRecord> milestones, List<IterationRecord> iterations, CheckpointRecord checkpoint) {

    /** Copies what could change; what a file lacks is empty, but for the recipe. */
    public RunRecord {
        if (recipe == null) {
            throw new Problem("A run has no recipe.");
        }
        status = status == null ? RunStatus.INTERRUPTED : status;
        message = message == null ? "" : message;
        parent = parent == null ? "" : parent;
        milestones = milestones == null ? List.of() : List.copyOf(milestones);
        iterations = iterations == null ? List.of() : List.copyOf(iterations);
    }

    static RunRecord start(Recipe recipe) {
        return new RunRecord(recipe, RunStatus.RUNNING, "", "", List.of(), List.of(), null);
    }

    /** Under way again from the checkpoint, or from the beginning: what came after it will come again. */
    RunRecord again() {
        int last = checkpoint == null ? 0 : checkpoint.iteration();
        return new RunRecord(recipe, RunStatus.RUNNING, "", parent, checkpoint == null ? List.of() : milestones,
                iterations.stream().filter(iteration -> iteration.iteration() <= last).toList(), checkpoint);
    }

    RunRecord with(MilestoneRecord milestone) {
        return new RunRecord(recipe, status, message, parent, append(milestones, milestone), iterations, checkpoint);
    }

    RunRecord withParent(String fingerprint) {
        return new RunRecord(recipe, status, message, fingerprint, milestones, iterations, checkpoint);
    }

    RunRecord with(IterationRecord iteration) {
        return new RunRecord(recipe, status, message, parent, milestones, append(iterations, iteration), checkpoint);
    }

    RunRecord with(CheckpointRecord newCheckpoint) {
        return new RunRecord(recipe, status, message, parent, milestones, iterations, newCheckpoint);
    }

    RunRecord with(RunStatus newStatus, String newMessage) {
        return new RunRecord(recipe, newStatus, newMessage, parent, milestones, iterations, checkpoint);
    }

    private static <T> List<T> append(List<T> list, T element) {
        List<T> all = new ArrayList<>(list);
        all.add(element);
        return all;
    }
}
