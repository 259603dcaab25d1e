package espalier.app.prune;

/** What the page can be in. */
public enum PruneState {
    /** There is no network or there are no pictures. */
    EMPTY,
    /** A run can be started; none was yet. */
    READY,
    /** A run is under way, or waits for other work. */
    RUNNING,
    /** A run is held. */
    PAUSED,
    /** A run was told to stop, and has not yet. */
    CANCELLING,
    /** The last run failed. */
    FAILED,
    /** The last run ended, with all its rates or with some. */
    DONE
}
