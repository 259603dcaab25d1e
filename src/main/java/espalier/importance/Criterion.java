package espalier.importance;

import espalier.basics.Progress;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.network.Network;

/**
 * A way to rank filters by how much they matter. To add one, implement this in a public class with a public constructor
 * without parameters, name the class in a file {@code META-INF/services/espalier.importance.Criterion}
 * ({@link java.util.ServiceLoader}), and put the jar with both where {@link espalier.basics.Plugins} looks. The
 * criteria that come with the program are added the same way.
 */
public interface Criterion {

    /**
     * What a ranking is to go by.
     *
     * @param picturesPerClass how many training pictures of each class may be looked at
     * @param classes          how much each class matters: {@link ClassWeights#of} gives the factor of each class, 1
     *                             where all are alike
     * @param seed             of anything random
     */
    record Request(int picturesPerClass, ClassWeights classes, long seed) {

        /** All classes alike. */
        public Request(int picturesPerClass, long seed) {
            this(picturesPerClass, ClassWeights.ALL_ALIKE, seed);
        }
    }

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

    /** Whether the ranking depends on how much each class matters; one by the network's weights alone does not. */
    default boolean weighsClasses() {
        return false;
    }

    /**
     * Ranks all filters of a network's convolutions ({@link Network#convolutions}). On the thread that owns the
     * network; does not change it.
     *
     * @param data     whose training pictures may be looked at
     * @param request  what the ranking is to go by
     * @param progress told how far it is; asked between batches whether to go on
     * @return more for filters that matter more, 0 or more; {@link Ranking#of(java.util.Map)} makes it
     * @throws espalier.basics.Problem where the network or the data lacks what it needs, or the weights name a class
     *                                     that there is not
     */
    Ranking rank(Network network, Dataset data, Request request, Progress progress);
}
