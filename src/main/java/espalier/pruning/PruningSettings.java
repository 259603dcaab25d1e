package espalier.pruning;

import espalier.basics.Problem;
import espalier.training.TrainingSettings;
import java.util.List;
import java.util.Locale;

/**
 * How a network is pruned through rising rates.
 *
 * @param rates             parameters before ÷ after, each above 1, rising
 * @param criterion         the name of a {@link Criterion}
 * @param sharePerIteration the most of the filters that one iteration removes, 0 to 1 (class-aware pruning paper: 0.1)
 * @param floor             the least width of a convolution at each rate, as a share of the width that it would have if all were
 *                          thinned alike (its filters ÷ √rate), 0 to 1; one filter always stays. Without it a global ranking can
 *                          leave one layer so thin that nothing passes
 * @param tolerance         how much validation accuracy may be lost, 0 to 1, before the run stops and returns to the last good
 *                          network; 1 to go through all rates whatever is lost
 * @param fineTuning        after each iteration
 * @param recovery          after the iteration that reaches a rate, instead of {@code fineTuning}
 * @param picturesPerClass  by which filters are scored
 * @param seed              of everything random
 * @param marks             filters of the unpruned network that stay or go whatever the criterion says
 * @param shortcutWidths    what happens to filters whose outputs are added
 */
public record PruningSettings(List<Double> rates, String criterion, double sharePerIteration, double floor,
        double tolerance, TrainingSettings fineTuning, TrainingSettings recovery, int picturesPerClass, long seed,
        Marks marks, ShortcutWidths shortcutWidths) {

    /** The rates of the second paper, the first paper's iteration, and enough fine-tuning for a network of a laptop's size. */
    public static final PruningSettings STANDARD = new PruningSettings(List.of(2.0, 4.0, 8.0, 32.0), "class-aware", 0.1,
            0.5, 1, TrainingSettings.FINE_TUNE,
            TrainingSettings.FINE_TUNE.withEpochs(2).withSchedule(TrainingSettings.Schedule.COSINE, 0.05), 10, 1,
            Marks.NONE, ShortcutWidths.TIED);

    /** Checks ranges. */
    public PruningSettings {
        rates = List.copyOf(rates);
        marks = marks == null ? Marks.NONE : marks;
        shortcutWidths = shortcutWidths == null ? ShortcutWidths.TIED : shortcutWidths;
        if (rates.isEmpty()) {
            throw new Problem("No rate is given. Name at least one, for example 2.");
        }
        double last = 1;
        for (double rate : rates) {
            if (!(rate > last)) {
                throw new Problem("The rates " + rates + " must rise, each above 1, for example 2, 4, 8, 32.");
            }
            last = rate;
        }
        if (!(sharePerIteration > 0 && sharePerIteration <= 1)) {
            throw new Problem("The share of filters per iteration is " + sharePerIteration
                    + "; it must be above 0 and at most 1, for example 0.1.");
        }
        if (!(tolerance >= 0 && tolerance <= 1) || !(floor >= 0 && floor <= 1)) {
            throw new Problem("The tolerance " + tolerance + " and the floor " + floor + " must be between 0 and 1.");
        }
    }

    /** A short form for small networks and pictures, such as the bundled sample: all four rates in about two minutes. */
    public static PruningSettings quick() {
        TrainingSettings once = TrainingSettings.FINE_TUNE.withPicturesPerEpoch(4000)
                .withSchedule(TrainingSettings.Schedule.COSINE, 0.03);
        return new PruningSettings(STANDARD.rates, STANDARD.criterion, 0.1, 0.5, 1, once,
                once.withPicturesPerEpoch(8000).withSchedule(TrainingSettings.Schedule.COSINE, 0.05), 10, 1, Marks.NONE,
                ShortcutWidths.TIED);
    }

    /** The same with another criterion. */
    public PruningSettings withCriterion(String other) {
        return new PruningSettings(rates, other, sharePerIteration, floor, tolerance, fineTuning, recovery,
                picturesPerClass, seed, marks, shortcutWidths);
    }

    /** The same with other rates. */
    public PruningSettings withRates(List<Double> other) {
        return new PruningSettings(other, criterion, sharePerIteration, floor, tolerance, fineTuning, recovery,
                picturesPerClass, seed, marks, shortcutWidths);
    }

    /** The same with another tolerance. */
    public PruningSettings withTolerance(double other) {
        return new PruningSettings(rates, criterion, sharePerIteration, floor, other, fineTuning, recovery,
                picturesPerClass, seed, marks, shortcutWidths);
    }

    /** The same with other fine-tuning, after each iteration and at each rate. */
    public PruningSettings withFineTuning(TrainingSettings afterIteration, TrainingSettings atRate) {
        return new PruningSettings(rates, criterion, sharePerIteration, floor, tolerance, afterIteration, atRate,
                picturesPerClass, seed, marks, shortcutWidths);
    }

    /** The same with another seed. */
    public PruningSettings withSeed(long other) {
        return new PruningSettings(rates, criterion, sharePerIteration, floor, tolerance, fineTuning.withSeed(other),
                recovery.withSeed(other), picturesPerClass, other, marks, shortcutWidths);
    }

    /** The same with decisions on single filters. */
    public PruningSettings withMarks(Marks other) {
        return new PruningSettings(rates, criterion, sharePerIteration, floor, tolerance, fineTuning, recovery,
                picturesPerClass, seed, other, shortcutWidths);
    }

    /** The same with other manners towards shortcuts. */
    public PruningSettings withShortcutWidths(ShortcutWidths other) {
        return new PruningSettings(rates, criterion, sharePerIteration, floor, tolerance, fineTuning, recovery,
                picturesPerClass, seed, marks, other);
    }

    /** For people to read: in the window, in a network's past. */
    @Override
    public String toString() {
        String through = String.join(", ", rates.stream().map(rate -> "×" + Rates.text(rate)).toList());
        return criterion + " through " + through + String.format(Locale.ROOT, "; at most %.0f %% of the filters an iteration, floor "
                + "%.0f %%, tolerance %.0f %%; by %d pictures of each class; seed %d; after an iteration ", 100 * sharePerIteration,
                100 * floor, 100 * tolerance, picturesPerClass, seed) + fineTuning + "; at a rate " + recovery + (shortcutWidths == ShortcutWidths.TIED ? "" : "; " + shortcutWidths) + (marks.count() == 0 ? ""
                : "; " + marks.keep().size() + " filters kept and " + marks.remove().size() + " removed by hand");
    }
}
