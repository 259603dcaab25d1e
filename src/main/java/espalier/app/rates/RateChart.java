package espalier.app.rates;

import espalier.app.OpenNetwork;
import espalier.app.TrajectorySurvey;
import espalier.app.controls.ChartData;
import espalier.app.controls.ChartData.Axis;
import espalier.app.controls.ChartData.Look;
import espalier.app.controls.ChartData.Mark;
import espalier.app.controls.ChartData.Point;
import espalier.app.controls.ChartData.Scale;
import espalier.app.controls.ChartData.Series;
import espalier.basics.Figures;
import espalier.explain.measures.MapMeasure;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.survey.MeanInterval;
import espalier.survey.PairedComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What charts show of a survey of explanations. */
public final class RateChart {

    /** What is likelier by chance than this is not worth a mark. */
    private static final double GUESS = 0.5;

    private RateChart() {}

    /** How the accuracy after a step is drawn in all charts, so that it is known again. */
    public static Look look(PruningStep step) {
        return switch (step) {
            case CUT -> Look.CROSS;
            case COMPENSATED -> Look.HOLLOW;
            case FINE_TUNED -> Look.FULL;
        };
    }

    /** The axis of rates, which says what they are of. */
    public static Axis axis(RateOf rateOf) {
        return new Axis("Rate: " + rateOf.beforeAfter(), Scale.LOG2, rate -> "×" + Figures.plain(rate), 1, Double.NaN);
    }

    /** What the rates of a trajectory are of. */
    private static RateOf rateOf(List<OpenNetwork> trajectory) {
        return trajectory.stream().filter(network -> !network.isUnpruned()).findFirst().map(OpenNetwork::rateOf)
                .orElse(RateOf.PARAMETERS);
    }

    /**
     * A measure against rate, with 95 % intervals; nothing is compared with itself.
     *
     * @return empty while nothing is known
     */
    public static Optional<ChartData> of(TrajectorySurvey survey, List<OpenNetwork> trajectory, MapMeasure measure) {
        List<Point> points = new ArrayList<>();
        for (OpenNetwork network : trajectory) {
            survey.mean(network.id(), measure)
                    .filter(mean -> mean.count() > 0 && !(measure.comparesToUnpruned() && network.isUnpruned()))
                    .ifPresent(mean -> points.add(new Point(network.id(), network.achievedRate(), mean.mean(),
                            mean.low(), mean.high(), told(survey, network, measure, mean))));
        }
        Axis axis = new Axis(
                measure.title() + (measure.comparesToUnpruned() ? " with unpruned" : "")
                        + (measure.higherIsBetter() ? ""
                                : " (lower is " + (measure.comparesToUnpruned() ? "closer)" : "better)")),
                Scale.LINEAR, value -> Figures.fixed(value, 2).replace('-', '−'), Double.NaN, Double.NaN);
        return points.isEmpty() ? Optional.empty() : Optional
                .of(new ChartData(axis(rateOf(trajectory)), axis, List.of(new Series("shown now", 0, true, points))));
    }

    private static String told(TrajectorySurvey survey, OpenNetwork network, MapMeasure measure, MeanInterval mean) {
        String left = mean.left() == 0 ? "" : String.format(Locale.ROOT, "; %d undefined ones left out", mean.left());
        return String.format(Locale.ROOT, "%s: %.3f, 95 %% interval %.3f to %.3f%nmean of %d maps%s%s",
                network.rateTitle(), mean.mean(), mean.low(), mean.high(), mean.count(), left,
                survey.resultProperty().get().flatMap(known -> known.difference(network.id(), measure))
                        .map(difference -> "\n" + told(difference)).orElse(""))
                .replace("-", "−");
    }

    /** A difference to the unpruned network and how sure it is, in words. */
    static String told(PairedComparison difference) {
        boolean mild = !Double.isNaN(difference.corrected());
        double p = mild ? difference.corrected() : difference.p();
        return String.format(Locale.ROOT, "%+.3f to unpruned (95 %% interval %+.3f to %+.3f), %s%s",
                difference.mean().mean(), difference.mean().low(), difference.mean().high(), probability(p),
                mild ? " after Holm's correction" : "");
    }

    private static String probability(double p) {
        return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.2g", p);
    }

    /** The sweet spot, and in its words how sure it is; empty where nothing speaks for one, or nothing is known. */
    public static Optional<Mark> sweetSpot(TrajectorySurvey survey) {
        return survey.resultProperty().get().flatMap(
                known -> known.spot().gain().filter(gain -> gain.difference().corrected() < GUESS).map(gain -> {
                    boolean sure = gain.difference().isBeyondChance();
                    return new Mark(known.ids().get(gain.network()),
                            (sure ? "sweet spot, " : "sweet spot? ") + probability(gain.difference().corrected()), sure,
                            (sure ? "Sweet spot: " : "Perhaps the sweet spot, but no more than chance allows: ")
                                    + known.spot().networks().get(gain.network()).name() + ".\nMost surely better in “"
                                    + gain.measure().title() + "”: " + told(gain.difference()).replace('-', '−') + ".");
                }));
    }
}
