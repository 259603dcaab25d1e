package espalier.training;

import espalier.basics.Figures;

/** How long a network of one's own is trained, by how many training pictures there are. */
public enum TrainingEffort {
    /** To see whether it can be learnt. */
    QUICK("Quick", 4_000, 20_000),
    /** For a network to be used. */
    NORMAL("Normal", 12_000, 120_000),
    /** For the best that these pictures give. */
    THOROUGH("Thorough", 40_000, 480_000);

    private static final int LEAST = 5;
    private static final int MOST = 100;
    private static final int MOST_ANEW = 200;

    private final String title;
    private final int withHead;
    private final int anew;

    TrainingEffort(String title, int withHead, int anew) {
        this.title = title;
        this.withHead = withHead;
        this.anew = anew;
    }

    /** What it is called in the window. */
    public String title() {
        return title;
    }

    /**
     * How many epochs it has: few pictures come more often.
     *
     * @param training how many training pictures there are, at least 1
     */
    public int epochs(Beginning beginning, int training) {
        boolean isNew = beginning == Beginning.NEW;
        long wanted = Math.round((isNew ? anew : withHead) / (double) training);
        return (int) Math.max(LEAST, Math.min(isNew ? MOST_ANEW : MOST, wanted));
    }

    /** What {@link #epochs} asks for, in words. */
    public String words(Beginning beginning, int training) {
        return epochs(beginning, training) + " epochs of " + Figures.count(training) + " pictures";
    }
}
