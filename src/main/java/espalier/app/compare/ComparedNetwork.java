package espalier.app.compare;

import espalier.app.OpenNetwork;
import espalier.basics.Figures;
import espalier.network.Cost;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A network in the comparison.
 *
 * @param id              the same for the same network, in whichever run it stands
 * @param run             the run's name for a person; {@link #SHOWN} for what the window shows now
 * @param criterion       by which it was pruned; empty for an unpruned network
 * @param rate            that was asked for; 1 for an unpruned network
 * @param achievedRate    before ÷ after of what {@code rateOf} names
 * @param rateOf          what both rates compare
 * @param cost            parameters, multiply-accumulates and convolution weights
 * @param accuracy        on the test pictures, 0 to 1; NaN while it is not known
 * @param perClass        the same by class; empty while it is not known
 * @param imagesPerSecond measured; NaN while it is not known
 * @param file            the network's zip
 * @param steps           the accuracy on the same pictures after each step of the last iteration on the way to this
 *                            network; empty where it is not known
 */
public record ComparedNetwork(String id, String run, String criterion, double rate, double achievedRate, RateOf rateOf,
        Cost cost, double accuracy, double[] perClass, double imagesPerSecond, Path file,
        Map<PruningStep, Double> steps) {

    /** The name of the run that the window shows. */
    public static final String SHOWN = "shown now";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());

    /** A network of the trajectory that the window shows. */
    public static ComparedNetwork of(OpenNetwork open) {
        return new ComparedNetwork(open.id(), SHOWN, open.criterion(), open.rate(), open.achievedRate(), open.rateOf(),
                open.cost(), open.test().map(test -> test.accuracy()).orElse(Double.NaN),
                open.test().map(test -> test.perClass()).orElse(new double[0]), open.imagesPerSecond(), open.file(),
                open.steps());
    }

    /** A network of a run in the workspace. */
    public static ComparedNetwork of(RunFolder run, MilestoneRecord milestone) {
        return new ComparedNetwork(run.id() + "/" + milestone.file(), name(run),
                milestone.rate() == 1 ? "" : run.recipe().settings().ranking().criterion(), milestone.rate(),
                milestone.achievedRate(), milestone.rateOf(), milestone.cost(), milestone.accuracy(),
                milestone.perClass(), milestone.imagesPerSecond(), run.file(milestone), milestone.steps());
    }

    /** The same network under another id. */
    ComparedNetwork withId(String other) {
        return new ComparedNetwork(other, run, criterion, rate, achievedRate, rateOf, cost, accuracy, perClass,
                imagesPerSecond, file, steps);
    }

    /** The accuracy on the test pictures after a step, 0 to 1; NaN where it is not known or there was no such step. */
    public double accuracy(PruningStep step) {
        return steps.getOrDefault(step, Double.NaN);
    }

    /** The step after which the network was kept; empty where it is not known. */
    Optional<PruningStep> lastStep() {
        return steps.keySet().stream().max(Comparator.naturalOrder());
    }

    /** {@link #accuracy(PruningStep)} where the network had a step after it; else NaN. */
    double accuracyBeforeLast(PruningStep step) {
        return lastStep().filter(last -> step.compareTo(last) < 0).map(last -> accuracy(step)).orElse(Double.NaN);
    }

    /** Trained parameters. */
    public long parameters() {
        return cost.parameters();
    }

    /** Multiply-accumulates for one picture. */
    public long macs() {
        return cost.macs();
    }

    /** The rate as it came out, with its unit: "×2.01", "×2.01 MACs". */
    String achievedTitle() {
        return (Figures.rate(achievedRate) + " " + rateOf.unit()).strip();
    }

    /** Whether nothing was taken out. */
    public boolean isUnpruned() {
        return rate == 1;
    }

    /** Whether another is the same unpruned network, as far as numbers tell. */
    boolean isSameUnpruned(ComparedNetwork other) {
        return isUnpruned() && other.isUnpruned() && parameters() == other.parameters() && macs() == other.macs()
                && accuracy == other.accuracy;
    }

    /** "class-aware ×4", "unpruned". */
    public String title() {
        return isUnpruned() ? "unpruned" : criterion + " " + rateOf.text(rate);
    }

    private static String name(RunFolder run) {
        if (!run.label().name().isEmpty()) {
            return run.label().name();
        }
        String when;
        try {
            when = DAY.format(Instant.parse(run.recipe().date()));
        } catch (DateTimeParseException e) {
            when = run.id();
        }
        return run.recipe().settings().ranking().criterion() + ", " + run.recipe().data() + ", " + when;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ComparedNetwork that && id.equals(that.id) && run.equals(that.run)
                && accuracy == that.accuracy && imagesPerSecond == that.imagesPerSecond;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
