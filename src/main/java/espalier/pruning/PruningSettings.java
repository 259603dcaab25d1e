package espalier.pruning;

import espalier.basics.Problem;
import espalier.importance.Criterion;
import espalier.importance.LayerNormalisation;
import espalier.importance.RankingScope;
import espalier.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How a network is pruned through rising rates, or under a threshold.
 *
 * @param rates             before ÷ after of what the mode compares, each above 1, rising; not used where a threshold
 *                              decides
 * @param criterion         the name of a {@link Criterion}; {@value #WEIGHT_MAGNITUDE} where single weights go
 * @param sharePerIteration the most that one iteration removes, 0 to 1: of the filters (class-aware pruning paper:
 *                              0.1), or where single weights go, of those that are left ("Less is More": 0.5)
 * @param floor             the least width of a convolution at each rate, as a share of the width that it would have if
 *                              all were thinned alike (its filters ÷ √rate, or ÷ rate where shortcuts keep their
 *                              widths), 0 to 1; where a threshold decides, of its own width; one filter always stays.
 *                              Without it a global ranking can leave one layer so thin that nothing passes. Not used
 *                              where single weights go
 * @param tolerance         how much validation accuracy may be lost, 0 to 1, before the run stops and returns to the
 *                              last good network; 1 to go on whatever is lost
 * @param fineTuning        after each iteration
 * @param recovery          after the iteration that reaches a rate, instead of {@code fineTuning}
 * @param picturesPerClass  by which filters are scored
 * @param seed              of everything random
 * @param marks             filters of the unpruned network that stay or go whatever the criterion says
 * @param shortcutWidths    what happens to filters whose outputs are added
 * @param mode              what the run goes by
 * @param threshold         the number of classes that a filter must matter to, to stay, where a threshold decides (the
 *                              paper: 3 of 10)
 * @param oneShot           whether each rate is reached from the unpruned network in one iteration; otherwise in as
 *                              many as {@code sharePerIteration} makes, from the rate before
 * @param scope             whether filters of different layers compete
 * @param normalisation     how layers are made comparable
 * @param protectedLayers   names of convolutions of which nothing is taken
 * @param leastFilters      by convolution, how many filters stay whatever the floor says
 * @param fastWidths        whether of filters that matter alike those go first that leave a layer a width that runs
 *                              fast
 */
public record PruningSettings(List<Double> rates, String criterion, double sharePerIteration, double floor,
        double tolerance, TrainingSettings fineTuning, TrainingSettings recovery, int picturesPerClass, long seed,
        Marks marks, ShortcutWidths shortcutWidths, PruningMode mode, double threshold, boolean oneShot,
        RankingScope scope, LayerNormalisation normalisation, Set<String> protectedLayers,
        Map<String, Integer> leastFilters, boolean fastWidths) {

    /** What ranks where single weights go: |w|, within each convolution. */
    public static final String WEIGHT_MAGNITUDE = "weight-magnitude";

    private static final String CLASS_AWARE = "class-aware";
    /** Of 10 classes: the class-aware pruning paper, section IV-A. */
    private static final double USUAL_THRESHOLD = 3;
    private static final double USUAL_SHARE = 0.1;
    private static final double USUAL_SHARE_OF_WEIGHTS = 0.5;
    private static final double USUAL_FLOOR = 0.5;
    /** A threshold has no rate that thins all alike: this much of a layer's own width stays. */
    private static final double USUAL_FLOOR_UNDER_THRESHOLD = 0.1;

    /**
     * The rates of the second paper, the first paper's iteration, and enough fine-tuning for a network of a laptop's
     * size.
     */
    public static final PruningSettings STANDARD = new PruningSettings(List.of(2.0, 4.0, 8.0, 32.0), CLASS_AWARE,
            USUAL_SHARE, USUAL_FLOOR, 1, TrainingSettings.FINE_TUNE,
            TrainingSettings.FINE_TUNE.withEpochs(2).withSchedule(TrainingSettings.Schedule.COSINE, 0.02), 10, 1,
            Marks.NONE, ShortcutWidths.TIED, PruningMode.PARAMETERS, USUAL_THRESHOLD, false, RankingScope.GLOBAL,
            LayerNormalisation.USUAL, Set.of(), Map.of(), true);

    /** Checks ranges; what an older recipe lacks is as it was then. */
    public PruningSettings {
        rates = List.copyOf(rates);
        marks = marks == null ? Marks.NONE : marks;
        shortcutWidths = shortcutWidths == null ? ShortcutWidths.TIED : shortcutWidths;
        mode = mode == null ? PruningMode.PARAMETERS : mode;
        threshold = threshold == 0 ? USUAL_THRESHOLD : threshold;
        scope = scope == null ? RankingScope.GLOBAL : scope;
        normalisation = normalisation == null ? LayerNormalisation.USUAL : normalisation;
        protectedLayers = protectedLayers == null ? Set.of()
                : Collections.unmodifiableSet(new TreeSet<>(protectedLayers));
        leastFilters = leastFilters == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(leastFilters));
        checkRates(rates, mode);
        if (!(sharePerIteration > 0 && sharePerIteration <= 1)) {
            throw new Problem("The share of filters per iteration is " + sharePerIteration
                    + "; it must be above 0 and at most 1, for example 0.1.");
        }
        if (!(tolerance >= 0 && tolerance <= 1) || !(floor >= 0 && floor <= 1)) {
            throw new Problem("The tolerance " + tolerance + " and the floor " + floor + " must be between 0 and 1.");
        }
        if (!(threshold > 0)) {
            throw new Problem("The threshold is " + threshold + " classes; it must be above 0, for example 3.");
        }
        checkCriterion(criterion, mode);
        leastFilters.forEach((layer, least) -> {
            if (least < 1) {
                throw new Problem(
                        "The least number of filters of \"" + layer + "\" is " + least + "; it must be 1 or more.");
            }
        });
    }

    private static void checkRates(List<Double> rates, PruningMode mode) {
        if (rates.isEmpty() && mode.hasRates()) {
            throw new Problem("No rate is given. Name at least one, for example 2.");
        }
        double last = 1;
        for (double rate : rates) {
            if (!(rate > last)) {
                throw new Problem("The rates " + rates + " must rise, each above 1, for example 2, 4, 8, 32.");
            }
            last = rate;
        }
    }

    private static void checkCriterion(String criterion, PruningMode mode) {
        if (criterion.equals(WEIGHT_MAGNITUDE) != (mode == PruningMode.UNSTRUCTURED)) {
            throw new Problem(mode == PruningMode.UNSTRUCTURED
                    ? "Where single weights go, they go by their magnitude; the criterion \"" + criterion
                            + "\" ranks filters. Leave the criterion out."
                    : "\"" + WEIGHT_MAGNITUDE + "\" ranks single weights, not filters. Choose the mode \""
                            + PruningMode.UNSTRUCTURED.key() + "\", or another criterion.");
        }
        if (mode == PruningMode.THRESHOLD && !criterion.equals(CLASS_AWARE)) {
            throw new Problem("A threshold counts classes, which only the criterion \"" + CLASS_AWARE + "\" does; \""
                    + criterion + "\" does not. Choose that criterion, or a mode that goes by a rate.");
        }
    }

    /**
     * A short form for small networks and pictures, such as the bundled sample: all four rates in about two minutes. So
     * few steps want larger ones.
     */
    public static PruningSettings quick() {
        return STANDARD.withFineTuning(
                STANDARD.fineTuning.withPicturesPerEpoch(4800).withSchedule(TrainingSettings.Schedule.COSINE, 0.02),
                STANDARD.recovery.withPicturesPerEpoch(8000).withSchedule(TrainingSettings.Schedule.COSINE, 0.03));
    }

    /** The same with another criterion. */
    public PruningSettings withCriterion(String other) {
        return change(all -> all.criterion = other);
    }

    /** The same with other rates. */
    public PruningSettings withRates(List<Double> other) {
        return change(all -> all.rates = other);
    }

    /** The same with another share of filters, or of weights, that an iteration removes at the most. */
    public PruningSettings withSharePerIteration(double other) {
        return change(all -> all.sharePerIteration = other);
    }

    /** The same with another floor. */
    public PruningSettings withFloor(double other) {
        return change(all -> all.floor = other);
    }

    /** The same with another tolerance. */
    public PruningSettings withTolerance(double other) {
        return change(all -> all.tolerance = other);
    }

    /** The same with other fine-tuning, after each iteration and at each rate. */
    public PruningSettings withFineTuning(TrainingSettings afterIteration, TrainingSettings atRate) {
        return change(all -> {
            all.fineTuning = afterIteration;
            all.recovery = atRate;
        });
    }

    /** The same with filters scored by another number of pictures of each class. */
    public PruningSettings withPicturesPerClass(int other) {
        return change(all -> all.picturesPerClass = other);
    }

    /** The same with another seed. */
    public PruningSettings withSeed(long other) {
        return change(all -> {
            all.fineTuning = fineTuning.withSeed(other);
            all.recovery = recovery.withSeed(other);
            all.seed = other;
        });
    }

    /** The same with decisions on single filters. */
    public PruningSettings withMarks(Marks other) {
        return change(all -> all.marks = other);
    }

    /** The same with other manners towards shortcuts. */
    public PruningSettings withShortcutWidths(ShortcutWidths other) {
        return change(all -> all.shortcutWidths = other);
    }

    /** The same in another mode, with the criterion, the share and the floor that are usual there. */
    public PruningSettings withMode(PruningMode other) {
        return change(all -> {
            all.mode = other;
            all.criterion = other == PruningMode.UNSTRUCTURED ? WEIGHT_MAGNITUDE
                    : other == PruningMode.THRESHOLD || criterion.equals(WEIGHT_MAGNITUDE) ? CLASS_AWARE : criterion;
            all.sharePerIteration = other == PruningMode.UNSTRUCTURED ? USUAL_SHARE_OF_WEIGHTS : USUAL_SHARE;
            all.floor = other == PruningMode.THRESHOLD ? USUAL_FLOOR_UNDER_THRESHOLD : USUAL_FLOOR;
        });
    }

    /** The same with another threshold, in classes. */
    public PruningSettings withThreshold(double other) {
        return change(all -> all.threshold = other);
    }

    /** The same with each rate reached in one iteration, or in many. */
    public PruningSettings withOneShot(boolean other) {
        return change(all -> all.oneShot = other);
    }

    /** The same with filters compared in another way. */
    public PruningSettings withRanking(RankingScope otherScope, LayerNormalisation otherNormalisation) {
        return change(all -> {
            all.scope = otherScope;
            all.normalisation = otherNormalisation;
        });
    }

    /** The same with other layers of which nothing, or not everything, may be taken. */
    public PruningSettings withProtection(Set<String> layers, Map<String, Integer> least) {
        return change(all -> {
            all.protectedLayers = layers;
            all.leastFilters = least;
        });
    }

    /** The same with widths that run fast preferred or not. */
    public PruningSettings withFastWidths(boolean other) {
        return change(all -> all.fastWidths = other);
    }

    /** What the rates compare. */
    public RateOf rateOf() {
        return mode.rateOf();
    }

    /** The rates with what they are of: "×2, ×4 MACs"; or the threshold: "filters under 3 classes". */
    public String goal() {
        if (!mode.hasRates()) {
            return "filters under " + Rates.text(threshold) + (threshold == 1 ? " class" : " classes");
        }
        String unit = rateOf().unit();
        return rates.stream().map(rate -> "×" + Rates.text(rate)).collect(Collectors.joining(", "))
                + (unit.isEmpty() ? "" : " " + unit);
    }

    private PruningSettings change(Consumer<Changes> change) {
        Changes all = new Changes(this);
        change.accept(all);
        return all.settings();
    }

    /** All parts of the settings, to change some of them. */
    private static final class Changes {
        private List<Double> rates;
        private String criterion;
        private double sharePerIteration;
        private double floor;
        private double tolerance;
        private TrainingSettings fineTuning;
        private TrainingSettings recovery;
        private int picturesPerClass;
        private long seed;
        private Marks marks;
        private ShortcutWidths shortcutWidths;
        private PruningMode mode;
        private double threshold;
        private boolean oneShot;
        private RankingScope scope;
        private LayerNormalisation normalisation;
        private Set<String> protectedLayers;
        private Map<String, Integer> leastFilters;
        private boolean fastWidths;

        Changes(PruningSettings from) {
            rates = from.rates;
            criterion = from.criterion;
            sharePerIteration = from.sharePerIteration;
            floor = from.floor;
            tolerance = from.tolerance;
            fineTuning = from.fineTuning;
            recovery = from.recovery;
            picturesPerClass = from.picturesPerClass;
            seed = from.seed;
            marks = from.marks;
            shortcutWidths = from.shortcutWidths;
            mode = from.mode;
            threshold = from.threshold;
            oneShot = from.oneShot;
            scope = from.scope;
            normalisation = from.normalisation;
            protectedLayers = from.protectedLayers;
            leastFilters = from.leastFilters;
            fastWidths = from.fastWidths;
        }

        PruningSettings settings() {
            return new PruningSettings(rates, criterion, sharePerIteration, floor, tolerance, fineTuning, recovery,
                    picturesPerClass, seed, marks, shortcutWidths, mode, threshold, oneShot, scope, normalisation,
                    protectedLayers, leastFilters, fastWidths);
        }
    }

    /** For people to read: in the window, in a network's past. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        parts.add(mode.hasRates()
                ? criterion + " through " + goal()
                        + (mode == PruningMode.PARAMETERS ? "" : " (" + rateOf().beforeAfter() + ")")
                : criterion + ", " + goal());
        parts.add(oneShot ? "each in one shot" : String.format(Locale.ROOT, "at most %.0f %% of the %s an iteration",
                100 * sharePerIteration, mode.removesFilters() ? "filters" : "weights that are left"));
        if (mode.removesFilters()) {
            parts.add(String.format(Locale.ROOT, "floor %.0f %%", 100 * floor));
            parts.add("by " + picturesPerClass + " pictures of each class");
            if (fastWidths) {
                parts.add("of filters that matter alike those first that leave widths that run fast");
            }
            if (scope == RankingScope.LOCAL) {
                parts.add("each layer by itself");
            }
            if (normalisation != LayerNormalisation.USUAL) {
                parts.add("layers scaled by " + normalisation.name().toLowerCase(Locale.ROOT));
            }
        }
        parts.add(String.format(Locale.ROOT, "tolerance %.0f %%", 100 * tolerance));
        if (!protectedLayers.isEmpty()) {
            parts.add("nothing taken of " + String.join(", ", protectedLayers));
        }
        leastFilters.forEach((layer, least) -> parts.add("at least " + least + " filters in " + layer));
        parts.add("seed " + seed);
        parts.add("after an iteration " + fineTuning);
        parts.add("at a rate " + recovery);
        if (shortcutWidths != ShortcutWidths.TIED) {
            parts.add(shortcutWidths.toString());
        }
        if (marks.count() > 0) {
            parts.add(marks.keep().size() + " filters kept and " + marks.remove().size() + " removed by hand");
        }
        return String.join("; ", parts);
    }
}
