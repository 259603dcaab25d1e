package espalier.training;

/** What a training begins with. */
public enum Beginning {
    /** A network that was fitted to such pictures before. */
    FITTED,
    /** A network that was fitted to others: its last layer is new. */
    NEW_HEAD,
    /** Random weights. */
    NEW
}
