package espalier.importance;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.network.Network;

/**
 * A way to rank filters by how much they matter. To add one, implement this in a public class with a public constructor
 * without parameters, name the class in a file {@code META-INF/services/espalier.importance.Criterion}
 * ({@link java.util.ServiceLoader}), and put the jar with both where {@link espalier.basics.Plugins} looks. The
 * criteria that come with the program are added the same way.
 */
public interface Criterion {

    /** How it is named on the command line and in recipes, such as {@code class-aware}; unique. */
    String name();

    /** How it is named in the window. */
    String title();

    /** What it does in a few plain words: "Filters with the smallest weights go first." */
    String summary();

    /** What it does, in a sentence or two with formula and source, for a tooltip. */
    String explanation();

    /** How its paper makes the values of different layers comparable; never {@link LayerNormalisation#USUAL}. */
    default LayerNormalisation normalisation() {
        return LayerNormalisation.NONE;
    }

    /**
     * Ranks all filters of a network's convolutions ({@link Network#convolutions}). On the thread that owns the
     * network; does not change it.
     *
     * @param data             whose training pictures may be looked at
     * @param picturesPerClass how many of each class
     * @param seed             of anything random
     * @param progress         told how far it is; asked between batches whether to go on
     * @return more for filters that matter more, 0 or more; {@link Ranking#of(java.util.Map)} makes it
     * @throws espalier.basics.Problem where the network or the data lacks what it needs
     */
    Ranking rank(Network network, Dataset data, int picturesPerClass, long seed, Progress progress);
}
