package espalier.workspace;

import espalier.pruning.RunEvent;

/** How a run stands. */
public enum RunStatus {
    /** It is under way. */
    RUNNING,
    /** All rates were reached. */
    COMPLETE,
    /** Accuracy fell below the tolerance; what was reached before is kept. */
    OUT_OF_TOLERANCE,
    /** No filter more brought the network nearer to its rate; what was reached before is kept. */
    OUT_OF_FILTERS,
    /** The loss became NaN or infinite; what was reached before is kept. */
    DIVERGED,
    /** Somebody cancelled it; what was reached before is kept. */
    CANCELLED,
    /** Something else went wrong; the message says what. */
    FAILED,
    /** The program ended in the middle of it; what was reached before is kept. */
    INTERRUPTED;

    /**
     * Whether a run that stands so can be resumed: it was stopped from outside. The others ended by what they came to.
     */
    public boolean canResume() {
        return this == RUNNING || this == CANCELLED || this == FAILED || this == INTERRUPTED;
    }

    /** The status of a run that ended this way. */
    public static RunStatus of(RunEvent.End end) {
        return switch (end) {
            case COMPLETE -> COMPLETE;
            case OUT_OF_TOLERANCE -> OUT_OF_TOLERANCE;
            case OUT_OF_FILTERS -> OUT_OF_FILTERS;
            case DIVERGED -> DIVERGED;
            case CANCELLED -> CANCELLED;
        };
    }
}
