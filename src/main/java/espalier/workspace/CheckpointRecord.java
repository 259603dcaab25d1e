package espalier.workspace;

import espalier.pruning.Marks;
import espalier.pruning.RunState;

/**
 * From where a run can be resumed, as it is written down: a {@link RunState} whose network is in a file of the run's
 * folder.
 *
 * @param iteration        the last that is over, from 1
 * @param rate             that the run was on its way to
 * @param reached          whether the network is as near to that rate as it gets
 * @param achievedRate     before ÷ after of what the run's mode compares
 * @param validationBefore the unpruned network's accuracy on the validation pictures, 0 to 1
 * @param marks            on the filters of this network
 * @param file             the name of the network's file
 */
public record CheckpointRecord(int iteration, double rate, boolean reached, double achievedRate,
        double validationBefore, Marks marks, String file) {

    /** What an older file lacks is empty. */
    public CheckpointRecord {
        marks = marks == null ? Marks.NONE : marks;
    }

    static CheckpointRecord of(RunState state, double achievedRate) {
        return new CheckpointRecord(state.iteration(), state.rate(), state.reached(), achievedRate,
                state.validationBefore(), state.marks(), "iteration-" + state.iteration() + ".zip");
    }
}
