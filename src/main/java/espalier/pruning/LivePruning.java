package espalier.pruning;

import espalier.basics.Progress;
import espalier.basics.Records;
import espalier.compensation.Compensation;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.PictureSubset;
import espalier.data.Pictures;
import espalier.data.Seeds;
import espalier.engine.Precision;
import espalier.importance.Criteria;
import espalier.importance.Filter;
import espalier.importance.Ranking;
import espalier.network.Network;
import espalier.training.Evaluation;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Prunes a network at once, as often as somebody likes: filters are cut out, what reads them is fitted anew to what was
 * gathered once of the unpruned network, and what comes out is evaluated on more and more validation pictures, without
 * fine-tuning. A run of one shot with the same settings makes the very same network before it fine-tunes.
 *
 * <p>On the thread that owns the networks.
 */
public final class LivePruning {

    /** On which there is a first answer: its 95 % interval is about two points to either side. */
    public static final int FIRST_PICTURES = 500;
    /** Multiply-accumulates of the unpruned network at one go: about half a second of a laptop. */
    private static final double AT_ONCE = 5e10;
    /** Fewer tell nothing. */
    private static final int LEAST_PICTURES = 20;

    private final Network unpruned;
    private final Compensation compensation;
    private final Pictures validation;
    private final double[] weights;
    /** The unpruned network's, by the number of pictures. */
    private final NavigableMap<Integer, Estimate> known = new TreeMap<>();

    private LivePruning(Network unpruned, Compensation compensation, Pictures validation, double[] weights) {
        this.unpruned = unpruned;
        this.compensation = compensation;
        this.validation = validation;
        this.weights = weights;
    }

    /**
     * Looks at the unpruned network once: what its layers give, and how it does on the first validation pictures.
     *
     * @param settings say which classes matter, and have the seed
     * @throws espalier.basics.Problem when the data does not fit the network, or has no pictures for this
     */
    public static LivePruning of(Network unpruned, Dataset data, PruningSettings settings, Progress progress) {
        unpruned.requireFits(data);
        double[] weights = settings.classes().weights().of(data.classNames());
        Pictures all = data.part(Part.VALIDATION);
        Pictures shuffled = new PictureSubset(List.of(all), shuffled(all.size(), settings.seed()));
        LivePruning live = new LivePruning(unpruned, Compensation.of(unpruned, data, settings.classes().weights(),
                settings.iterationSeed(1), progress.part(0, .7)), shuffled, weights);
        live.unpruned(live.atOnce(), progress.part(.7, 1));
        return live;
    }

    /** Folders have one class after another: the first pictures are to be like all. */
    private static int[] shuffled(int count, long seed) {
        SplittableRandom random = Seeds.random(seed);
        int[] order = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int value = order[i];
            order[i] = order[j];
            order[j] = value;
        }
        return order;
    }

    /**
     * Without some groups, compensated.
     *
     * @param groups  of the unpruned network
     * @param removed ids of those that go, such as {@link Forecast#removed}
     */
    public Network without(FilterGroups groups, Set<Integer> removed, Compensation.Mode mode, Progress progress) {
        return groups.without(unpruned, removed, compensation, mode, progress);
    }

    /** What is to be expected of the network of {@link #without}, which is gone afterwards. */
    public Estimate estimate(FilterGroups groups, Set<Integer> removed, Compensation.Mode mode, int pictures,
            Progress progress) {
        try (Network smaller = without(groups, removed, mode, progress.part(0, .5))) {
            return evaluate(smaller, Optional.empty(), pictures, progress.part(.5, 1));
        }
    }

    /**
     * Settings with which a run makes this very network: at its own rate, in one shot, with every filter marked to stay
     * or to go. How it is fine-tuned stays as it is.
     *
     * @param settings of parameters, MACs or weights of convolutions
     * @param groups   of the unpruned network
     * @param removed  ids of those that go, one or more
     */
    public static PruningSettings repeating(PruningSettings settings, FilterGroups groups, Set<Integer> removed) {
        RateOf rateOf = settings.rateOf();
        double achieved = rateOf.of(groups.costWithout(Set.of())) / (double) rateOf.of(groups.costWithout(removed));
        // Rounded up: a run stops as soon as it is down to its rate, and here all that are marked are to go.
        double rate = Math.max(1.01, Math.ceil(100 * achieved) / 100);
        Set<Filter> keep = new HashSet<>();
        Set<Filter> remove = new HashSet<>();
        groups.all().forEach(group -> (removed.contains(group.id()) ? remove : keep).addAll(group.filters()));
        PruningSettings.Goal goal = settings.goal();
        return new PruningSettings(new PruningSettings.Goal(List.of(rate), goal.mode(), goal.threshold(), true),
                settings.classes(), settings.ranking(),
                new Protection(0, Set.of(), Map.of(), new Marks(keep, remove), settings.protection().shortcutWidths()),
                settings.tuning(), settings.seed());
    }

    /** As many pictures are evaluated at one go: {@value #FIRST_PICTURES}, and fewer by large networks. */
    public int atOnce() {
        return (int) Math.max(LEAST_PICTURES, Math.min(FIRST_PICTURES, AT_ONCE / unpruned.cost().macs()));
    }

    /** The number of validation pictures: more there are not. */
    public int pictures() {
        return validation.size();
    }

    /**
     * The unpruned network on the first so many validation pictures.
     *
     * @param pictures as many, or all where there are not so many
     */
    public Estimate unpruned(int pictures, Progress progress) {
        int asked = Math.min(pictures, validation.size());
        if (!known.containsKey(asked)) {
            Optional<Estimate> before = Optional.ofNullable(known.lowerEntry(asked)).map(Map.Entry::getValue);
            known.put(asked, evaluate(unpruned, before, asked, progress));
        }
        return known.get(asked);
    }

    /**
     * Evaluates a network on the first so many validation pictures.
     *
     * @param before   what it gave on fewer of them, which are not looked at again
     * @param pictures as many, or all where there are not so many
     * @throws espalier.basics.Problem when there are no validation pictures
     */
    public Estimate evaluate(Network network, Optional<Estimate> before, int pictures, Progress progress) {
        int from = before.map(Estimate::asked).orElse(0);
        int to = Math.min(pictures, validation.size());
        if (before.isPresent() && from >= to) {
            return before.get();
        }
        Pictures next = new PictureSubset(List.of(validation), IntStream.range(from, to).toArray());
        Evaluation evaluation = Evaluation.of(network, next, Precision.FASTEST, progress);
        return new Estimate(to, before.map(Estimate::evaluation).map(evaluation::and).orElse(evaluation), weights);
    }

    /** Which filters go at any rate, by one ranking. Plain data: for any thread. */
    public static final class Cuts {

        private final Map<RateOf, PruningStrategy> strategies = new EnumMap<>(RateOf.class);
        private final Map<RateOf, Double> highest = new EnumMap<>(RateOf.class);
        private final Ranking ranking;

        /**
         * On the thread that owns the network.
         *
         * @param ranking  of its filters, as the criterion gives it
         * @param settings whose mode, rates and marks are not regarded
         * @throws espalier.basics.Problem when a layer that settings name is not there
         */
        public Cuts(Network unpruned, Ranking ranking, PruningSettings settings) {
            for (RateOf of : List.of(RateOf.PARAMETERS, RateOf.MACS)) {
                PruningStrategy strategy = PruningStrategy.of(unpruned, toRates(settings, of));
                strategies.put(of, strategy);
                highest.put(of, strategy.highestRate());
            }
            PruningSettings.FilterRanking by = toRates(settings, RateOf.PARAMETERS).ranking();
            this.ranking = Criteria.comparable(Criteria.named(by.criterion()), ranking, unpruned, by.normalisation(),
                    by.scope());
        }

        /** The groups that filters are in. */
        public FilterGroups groups() {
            return strategies.get(RateOf.PARAMETERS).groups;
        }

        /** The highest rate that floor and protection allow. */
        public double highestRate(RateOf of) {
            return highest.get(of);
        }

        /**
         * What goes at a rate, or at the highest where that is lower.
         *
         * @param rate  1 or more
         * @param of    parameters or MACs
         * @param marks of filters that stay or go whatever the ranking says
         */
        public Removal at(double rate, RateOf of, Marks marks) {
            double reachable = Math.min(rate, highest.get(of));
            return reachable <= 1 ? Removal.of(groups(), Set.of())
                    : Removal.of(groups(), strategies.get(of).forecast(marks.applied(ranking), reachable).removed());
        }
    }

    /**
     * The settings for rates of parameters or MACs, with the outputs of all classes; where a threshold decided or
     * single weights went, with the criterion that is usual for filters.
     */
    public static PruningSettings toRates(PruningSettings settings, RateOf of) {
        PruningMode mode = of == RateOf.MACS ? PruningMode.MACS : PruningMode.PARAMETERS;
        PruningMode before = settings.goal().mode();
        PruningSettings whole = Records.with(settings, "classes.dropOutputs", false);
        return before.hasRates() && before.removesFilters() ? Records.with(whole, "goal.mode", mode)
                : whole.withMode(mode);
    }

    /**
     * How well a network does on some validation pictures, and how sure that is.
     *
     * @param asked   the pictures that were looked at, also those that could not be read
     * @param weights {@code [classes]}: how much each class matters, with a mean of 1
     */
    public record Estimate(int asked, Evaluation evaluation, double[] weights) {

        /** Of a 95 % interval. */
        private static final double Z = 1.959964;

        /** The share of right predictions, each counted by how much its class matters: 0 to 1. */
        public double accuracy() {
            return evaluation.accuracy(weights);
        }

        /** The lower end of the accuracy's 95 % interval (Wilson 1927). */
        public double low() {
            return centre() - margin();
        }

        /** The upper end. */
        public double high() {
            return centre() + margin();
        }

        /** Half the width of the 95 % interval. */
        public double margin() {
            double n = pictures();
            double p = accuracy();
            return Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
        }

        private double centre() {
            double n = pictures();
            return (accuracy() + Z * Z / (2 * n)) / (1 + Z * Z / n);
        }

        /**
         * As many pictures, all alike, would tell as much (Kish 1965): (Σ w)² ÷ Σ w². Where all matter alike, those
         * that there are.
         */
        private double pictures() {
            double sum = 0;
            double squares = 0;
            for (int c = 0; c < weights.length; c++) {
                double of = IntStream.of(evaluation.confusion()[c]).sum();
                sum += weights[c] * of;
                squares += weights[c] * weights[c] * of;
            }
            return sum * sum / squares;
        }
    }
}
