package espalier.app.controls;

/** What becomes of a heatmap's column. */
public enum ColumnMark {
    /** Nothing to say. */
    PLAIN,
    /** It will go: hatched. */
    GOES,
    /** Somebody decided that it goes: hatched, with a cross. */
    MUST_GO,
    /** Somebody decided that it stays: with a dot. */
    MUST_STAY;

    /** Whether it is hatched. */
    public boolean isHatched() {
        return this == GOES || this == MUST_GO;
    }
}
