package espalier.pruning;

/**
 * What happens to filters whose outputs a shortcut adds to others', as in residual networks: those widths must stay
 * equal.
 */
public enum ShortcutWidths {

    /**
     * Filters whose outputs are added are one group, and go together: the step beyond the class-aware pruning paper.
     */
    TIED("shortcut widths pruned as tied groups"),

    /**
     * Filters whose outputs are added stay. In a residual network of basic blocks only the first convolution of each
     * block is pruned then, as in the class-aware pruning paper.
     */
    UNTOUCHED("shortcut widths left as they are");

    private final String words;

    ShortcutWidths(String words) {
        this.words = words;
    }

    /** For people to read. */
    @Override
    public String toString() {
        return words;
    }
}
