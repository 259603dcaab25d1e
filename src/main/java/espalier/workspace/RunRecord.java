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
 * @param milestones that were reached, the unpruned network first
 * @param iterations that are over
 */
public record RunRecord(Recipe recipe, RunStatus status, String message, List<MilestoneRecord> milestones,
        List<IterationRecord> iterations) {

    /** Copies what could change; what a file lacks is empty, but for the recipe. */
    public RunRecord {
        if (recipe == null) {
            throw new Problem("A run has no recipe.");
        }
        status = status == null ? RunStatus.INTERRUPTED : status;
        message = message == null ? "" : message;
        milestones = milestones == null ? List.of() : List.copyOf(milestones);
        iterations = iterations == null ? List.of() : List.copyOf(iterations);
    }

    static RunRecord start(Recipe recipe) {
        return new RunRecord(recipe, RunStatus.RUNNING, "", List.of(), List.of());
    }

    RunRecord with(MilestoneRecord milestone) {
        return new RunRecord(recipe, status, message, append(milestones, milestone), iterations);
    }

    RunRecord with(IterationRecord iteration) {
        return new RunRecord(recipe, status, message, milestones, append(iterations, iteration));
    }

    RunRecord with(RunStatus newStatus, String newMessage) {
        return new RunRecord(recipe, newStatus, newMessage, milestones, iterations);
    }

    private static <T> List<T> append(List<T> list, T element) {
        List<T> all = new ArrayList<>(list);
        all.add(element);
        return all;
    }
}
