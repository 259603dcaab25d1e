package espalier.pruning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import espalier.basics.Choice;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Records;
import espalier.compensation.Compensation;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.importance.Criterion;
import espalier.importance.LayerNormalisation;
import espalier.importance.Ranking.RankingScope;
import espalier.network.Network;
import espalier.pruning.Protection.ShortcutWidths;
import espalier.training.Distillation;
import espalier.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a network is pruned through rising rates, or under a threshold. {@link PruningChoices} tells each option to
 * people; files have all components of the five parts side by side.
 *
 * @param goal       how small
 * @param classes    which classes the network is for
 * @param ranking    which filters go first
 * @param protection what stays whatever the ranking says
 * @param tuning     the steps, and how the network recovers from each
 * @param seed       of everything random
 */
public record PruningSettings(@JsonUnwrapped Goal goal, @JsonUnwrapped Classes classes,
        @JsonUnwrapped FilterRanking ranking, @JsonUnwrapped Protection protection, @JsonUnwrapped Tuning tuning,
        long seed) {

    /** What ranks where single weights go: |w|, within each convolution. */
    public static final String WEIGHT_MAGNITUDE = "weight-magnitude";

    /** The one that a threshold counts by. */
    private static final String CLASS_AWARE = "class-aware";
    /** The one that left most accuracy at equal MACs: assets/results/compensation. */
    private static final String USUAL_CRITERION = "obs";
    /** Of 10 classes: the class-aware pruning paper, section IV-A. */
    private static final double USUAL_THRESHOLD = 3;
    /** Compensated at once, a rate keeps more than in many cuts that are compensated one after the other. */
    private static final double USUAL_SHARE = 1;
    /** Of the filters, with an epoch after each: the class-aware pruning paper's iteration. */
    private static final double USUAL_SHARE_UNDER_THRESHOLD = 0.1;
    private static final double USUAL_SHARE_OF_WEIGHTS = 0.5;
    private static final double USUAL_FLOOR = 0.5;
    private static final int QUICK = 4000;
    /** A threshold has no rate that thins all alike: this much of a layer's own width stays. */
    private static final double USUAL_FLOOR_UNDER_THRESHOLD = 0.1;

    /**
     * The rates of the second paper, the first paper's iteration, and enough fine-tuning for a network of a laptop's
     * size.
     */
    public static final PruningSettings STANDARD = new PruningSettings(
            new Goal(List.of(2.0, 4.0, 8.0, 32.0), PruningMode.PARAMETERS, USUAL_THRESHOLD, false),
            new Classes(ClassWeights.ALL_ALIKE, false),
            new FilterRanking(USUAL_CRITERION, 10, RankingScope.GLOBAL, LayerNormalisation.USUAL, true, false),
            new Protection(USUAL_FLOOR, Set.of(), Map.of(), Marks.NONE, ShortcutWidths.TIED),
            new Tuning(USUAL_SHARE, 1, Compensation.Mode.SEQUENTIAL, TrainingSettings.FINE_TUNE.withEpochs(0),
                    TrainingSettings.FINE_TUNE.withEpochs(2), 0, false, new Distillation(0.5, 4), true),
            1);

    /**
     * How small. What an older recipe lacks is as it was then.
     *
     * @param rates     before ÷ after of what the mode compares, each above 1, rising; not used where a threshold
     *                      decides
     * @param mode      what the run goes by
     * @param threshold the number of classes that a filter must matter to, to stay, where a threshold decides (the
     *                      paper: 3 of 10)
     * @param oneShot   whether each rate is reached from the unpruned network in one iteration; otherwise in as many as
     *                      {@link Tuning#sharePerIteration} makes, from the rate before
     */
    public record Goal(List<Double> rates, PruningMode mode, double threshold, boolean oneShot) {

        /** Checks ranges. */
        public Goal {
            rates = List.copyOf(rates);
            mode = mode == null ? PruningMode.PARAMETERS : mode;
            threshold = threshold == 0 ? USUAL_THRESHOLD : threshold;
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
            if (!(threshold > 0)) {
                throw new Problem("The threshold is " + threshold + " classes; it must be above 0, for example 3.");
            }
        }

        /** The rates with what they are of: "×2, ×4 MACs"; or the threshold: "filters under 3 classes". */
        @Override
        public String toString() {
            if (!mode.hasRates()) {
                return "filters under " + Figures.plain(threshold) + (threshold == 1 ? " class" : " classes");
            }
            String unit = mode.rateOf().unit();
            return rates.stream().map(rate -> "×" + Figures.plain(rate)).collect(Collectors.joining(", "))
                    + (unit.isEmpty() ? "" : " " + unit);
        }
    }

    /**
     * Which classes the network is for. To an older recipe all were alike.
     *
     * @param weights     how much each matters, to ranking, fine-tuning and accuracy
     * @param dropOutputs whether the outputs of classes of weight 0 are taken out before the run begins, which makes a
     *                        smaller classifier of those that matter
     */
    public record Classes(
            @JsonProperty("classWeights") @JsonInclude(value = Include.CUSTOM,
                    valueFilter = AllAlike.class) ClassWeights weights,
            @JsonInclude(Include.NON_DEFAULT) boolean dropOutputs) {

        /** Equals weights that files leave out, as files did before there were any. */
        private static final class AllAlike {

            @Override
            public boolean equals(Object other) {
                return ClassWeights.ALL_ALIKE.equals(other);
            }

            @Override
            public int hashCode() {
                return ClassWeights.ALL_ALIKE.hashCode();
            }
        }

        /** Fills in. */
        public Classes {
            weights = weights == null ? ClassWeights.ALL_ALIKE : weights;
            if (dropOutputs && !weights.leavesOut()) {
                throw new Problem(
                        "No class has the weight 0, so there are no outputs to drop. Say which classes matter, "
                                + "for example only cat and dog: cat,dog.");
            }
        }
    }

    /**
     * Which filters go first. What an older recipe lacks is as it was then.
     *
     * @param criterion        the name of a {@link Criterion}; {@value PruningSettings#WEIGHT_MAGNITUDE} where single
     *                             weights go
     * @param picturesPerClass by which filters are scored
     * @param scope            whether filters of different layers compete
     * @param normalisation    how layers are made comparable
     * @param fastWidths       whether of filters that matter alike those go first that leave a layer a width that runs
     *                             fast
     * @param byCost           whether those go first whose importance is least for what they save of the size that the
     *                             mode compares; not used where each layer is ranked by itself or a threshold decides
     */
    public record FilterRanking(String criterion, int picturesPerClass, RankingScope scope,
            LayerNormalisation normalisation, boolean fastWidths,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean byCost) {

        /** Fills in. */
        public FilterRanking {
            scope = scope == null ? RankingScope.GLOBAL : scope;
            normalisation = normalisation == null ? LayerNormalisation.USUAL : normalisation;
        }
    }

    /** Checks that the criterion is one for the mode. */
    public PruningSettings {
        classes = classes == null ? new Classes(ClassWeights.ALL_ALIKE, false) : classes;
        String criterion = ranking.criterion();
        if (criterion.equals(WEIGHT_MAGNITUDE) == goal.mode().removesFilters()) {
            throw new Problem(goal.mode().removesFilters()
                    ? "\"" + WEIGHT_MAGNITUDE + "\" ranks single weights, not filters. Choose the mode \""
                            + PruningMode.UNSTRUCTURED.key() + "\", or another criterion."
                    : "Where single weights go, they go by their magnitude; the criterion \"" + criterion
                            + "\" ranks filters. Leave the criterion out.");
        }
        if (goal.mode() == PruningMode.THRESHOLD && !criterion.equals(CLASS_AWARE)) {
            throw new Problem("A threshold counts classes, which only the criterion \"" + CLASS_AWARE + "\" does; \""
                    + criterion + "\" does not. Choose that criterion, or a mode that goes by a rate.");
        }
    }

    /**
     * A short form for small networks and pictures, such as the bundled sample: all four rates in about a minute.
     */
    public static PruningSettings quick() {
        return STANDARD.withFineTuning(STANDARD.tuning.fineTuning().withPicturesPerEpoch(QUICK),
                STANDARD.tuning.recovery().withPicturesPerEpoch(QUICK));
    }

    /**
     * The same with another value of an option.
     *
     * @param choice one of {@link PruningChoices}
     * @throws Problem where it is out of range or does not go with the others
     */
    public <T> PruningSettings with(Choice<PruningSettings, T> choice, T value) {
        return choice.set().apply(this, value);
    }

    /**
     * The same with the learning rates that suit a network and as many steps as there are, where they were left to
     * that.
     */
    public PruningSettings suiting(Network network, Dataset data) {
        return new PruningSettings(goal, classes, ranking, protection, tuning.suiting(network, data, classes.weights),
                seed);
    }

    /** The same with other fine-tuning, after each iteration and at each rate. */
    public PruningSettings withFineTuning(TrainingSettings afterIteration, TrainingSettings atRate) {
        return Records.with(Records.with(this, "tuning.fineTuning", afterIteration), "tuning.recovery", atRate);
    }

    /** The same with another seed, of fine-tuning too. */
    public PruningSettings withSeed(long other) {
        return new PruningSettings(goal, classes, ranking, protection, tuning, other)
                .withFineTuning(tuning.fineTuning().withSeed(other), tuning.recovery().withSeed(other));
    }

    /** The same with decisions on single filters. */
    public PruningSettings withMarks(Marks other) {
        return Records.with(this, "protection.marks", other);
    }

    /** The same in another mode, with the criterion, the share and the floor that are usual there. */
    public PruningSettings withMode(PruningMode other) {
        // Their papers' iterations: what an epoch has mended is looked at again.
        boolean looksAgain = (other == PruningMode.THRESHOLD || other == PruningMode.UNSTRUCTURED)
                && tuning.fineTuning().epochs() == 0;
        String criterion = other == PruningMode.UNSTRUCTURED ? WEIGHT_MAGNITUDE : other == PruningMode.THRESHOLD
                ? CLASS_AWARE : ranking.criterion.equals(WEIGHT_MAGNITUDE) ? USUAL_CRITERION : ranking.criterion;
        return new PruningSettings(Records.with(goal, "mode", other), classes,
                Records.with(ranking, "criterion", criterion),
                Records.with(protection, "floor",
                        other == PruningMode.THRESHOLD ? USUAL_FLOOR_UNDER_THRESHOLD : USUAL_FLOOR),
                Records.with(
                        Records.with(tuning, "sharePerIteration",
                                other == PruningMode.UNSTRUCTURED ? USUAL_SHARE_OF_WEIGHTS
                                        : other == PruningMode.THRESHOLD ? USUAL_SHARE_UNDER_THRESHOLD : USUAL_SHARE),
                        "fineTuning", looksAgain ? tuning.fineTuning().withEpochs(1) : tuning.fineTuning()),
                seed);
    }

    /** What a criterion is asked for by these settings. */
    public Criterion.Request request(long ownSeed) {
        return new Criterion.Request(ranking.picturesPerClass, classes.weights, ownSeed);
    }

    /** The seed of everything random in an iteration of a run, which count from 1. */
    long iterationSeed(int iteration) {
        return seed * 1_009 + iteration;
    }

    /** What the rates compare. */
    public RateOf rateOf() {
        return goal.mode.rateOf();
    }

    /** For people to read: in the window, in a network's past. */
    @Override
    public String toString() {
        PruningMode mode = goal.mode;
        List<String> parts = new ArrayList<>();
        parts.add(mode.hasRates()
                ? ranking.criterion + " through " + goal
                        + (mode == PruningMode.PARAMETERS ? "" : " (" + rateOf().beforeAfter() + ")")
                : ranking.criterion + ", " + goal);
        if (!classes.weights.allAlike()) {
            parts.add("classes " + classes.weights + (classes.dropOutputs ? ", the outputs of others dropped" : ""));
        }
        parts.add(
                goal.oneShot ? "each in one shot" : String.format(Locale.ROOT, "at most %.0f %% of the %s an iteration",
                        100 * tuning.sharePerIteration(), mode.removesFilters() ? "filters" : "weights that are left"));
        if (mode.removesFilters()) {
            parts.add(String.format(Locale.ROOT, "floor %.0f %%", 100 * protection.floor()));
            parts.add("by " + ranking.picturesPerClass + " pictures of each class");
            if (ranking.fastWidths) {
                parts.add("of filters that matter alike those first that leave widths that run fast");
            }
            if (ranking.byCost) {
                parts.add("those first that matter least for what they save");
            }
            if (ranking.scope == RankingScope.LOCAL) {
                parts.add("each layer by itself");
            }
            if (ranking.normalisation != LayerNormalisation.USUAL) {
                parts.add("layers scaled by " + ranking.normalisation.name().toLowerCase(Locale.ROOT));
            }
        }
        if (tuning.compensation() != Compensation.Mode.NONE && mode.removesFilters()) {
            parts.add(
                    "what reads removed filters fitted anew, " + tuning.compensation().name().toLowerCase(Locale.ROOT));
        }
        parts.add(String.format(Locale.ROOT, "tolerance %.0f %%", 100 * tuning.tolerance()));
        if (!protection.protectedLayers().isEmpty()) {
            parts.add("nothing taken of " + String.join(", ", protection.protectedLayers()));
        }
        protection.leastFilters().forEach((layer, least) -> parts.add("at least " + least + " filters in " + layer));
        parts.add("seed " + seed);
        parts.addAll(tuning.words());
        if (protection.shortcutWidths() != ShortcutWidths.TIED) {
            parts.add(protection.shortcutWidths().toString());
        }
        Marks marks = protection.marks();
        if (marks.count() > 0) {
            parts.add(marks.keep().size() + " filters kept and " + marks.remove().size() + " removed by hand");
        }
        return String.join("; ", parts);
    }
}
