package espalier.pruning;

import espalier.network.Network;
import java.util.List;

/**
 * All that a run carries from one iteration to the next. Everything random in an iteration follows from the seed and
 * the iteration's number, and its fine-tuning begins with no momentum, so a run that is resumed from here ends as it
 * would have ended without the stop.
 *
 * @param iteration        the last that is over, from 1
 * @param rate             of the settings, that the run was on its way to; 1 where a threshold decides
 * @param reached          whether the network is as near to that rate as it gets
 * @param validationBefore the unpruned network's accuracy on the validation pictures, 0 to 1, from which the tolerance
 *                             counts
 * @param network          as it is after this iteration
 * @param marks            the settings' marks, by the filters' places in this network
 * @param milestones       that were reached before this iteration or, where they are read again, after it; the unpruned
 *                             first
 */
public record RunState(int iteration, double rate, boolean reached, double validationBefore, Network network,
        Marks marks, List<Milestone> milestones) {

    /** Copies the list. */
    public RunState {
        milestones = List.copyOf(milestones);
    }
}
