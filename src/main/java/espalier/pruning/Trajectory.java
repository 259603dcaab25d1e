package espalier.pruning;

import espalier.network.Network;
import java.util.List;

/**
 * What a run gave.
 *
 * @param milestones the unpruned network first, then each rate that was reached
 * @param lastGood   the network after the last iteration that was good; the last milestone where the run is complete
 */
public record Trajectory(List<Milestone> milestones, Network lastGood, RunEvent.End end, String message) {}
