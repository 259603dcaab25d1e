package espalier.pruning;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.network.Network;

/** A way to rank filters by how much they matter. */
public interface Criterion {

    /** How it is named on the command line, such as {@code class-aware}. */
    String name();

    /** How it is named in the window. */
    String title();

    /** What it does, in a sentence or two with its source, for a tooltip. */
    String explanation();

    /**
     * Ranks all filters of a network's convolutions.
     *
     * @param data             whose training pictures may be looked at
     * @param picturesPerClass how many of each class
     * @param seed             of anything random
     */
    Ranking rank(Network network, Dataset data, int picturesPerClass, long seed, Progress progress);
}
