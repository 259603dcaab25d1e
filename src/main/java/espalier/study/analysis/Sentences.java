package espalier.study.analysis;

import espalier.basics.Figures;
import espalier.basics.RankCorrelation;
import espalier.study.Question;
import espalier.study.Question.Experiment;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What results come to, for people who know no statistics; with the figures for those who do. */
final class Sentences {

    private static final double LEVEL = 0.05;
    /** More measures than this are counted. */
    private static final int NAMED = 3;

    private Sentences() {}

    /**
     * What people prefer.
     *
     * @param pHolm the corrected probability of the χ² test
     * @param pairs over which it is corrected
     * @param both  the interval of the first's share, where answers hang together
     */
    static String of(PreferenceCounts counts, double pHolm, int pairs, Interval both) {
        String title = Character.toUpperCase(counts.display().title().charAt(0)) + counts.display().title().substring(1)
                + ", " + network(counts.first()) + " against " + network(counts.second()) + ": ";
        if (counts.decided() == 0) {
            return title + "nobody preferred one of them.";
        }
        boolean first = counts.firstPreferred() >= counts.secondPreferred();
        Share share = counts.firstShare();
        boolean beyond = pHolm < LEVEL;
        return title + (beyond ? network(first ? counts.first() : counts.second()) + " is preferred" : "no preference")
                + " beyond chance" + (beyond ? "" : " is seen") + " (" + Figures.count(counts.firstPreferred()) + " to "
                + Figures.count(counts.secondPreferred()) + ", " + Figures.percent(share.share()) + " for "
                + network(counts.first()) + ", " + p(pHolm) + corrected(pairs) + "); " + Figures.count(counts.equal())
                + " of " + Figures.count(counts.answers()) + " answers were “equally”."
                + together(beyond, both, 0.5, "");
    }

    /**
     * Whether classes are recognised better from the first; as {@link #of(PreferenceCounts, double, int, Interval)}.
     */
    static String of(RecognitionCounts first, RecognitionCounts second, double pHolm, int comparisons, Interval both) {
        boolean beyond = pHolm < LEVEL;
        double difference = first.correctShare().share() - second.correctShare().share();
        return "From maps of " + network(first.rate()) + " the class is recognised in "
                + Figures.percent(first.correctShare().share()) + " of answers, from those of " + network(second.rate())
                + " in " + Figures.percent(second.correctShare().share()) + ": "
                + (beyond ? difference > 0 ? "better beyond chance" : "worse beyond chance"
                        : "no difference beyond chance")
                + " (" + p(pHolm) + corrected(comparisons) + ")." + together(beyond, both, 0, " points");
    }

    /**
     * Which measures of maps predict what people answer.
     *
     * @param predictions of one experiment, corrected together
     */
    static String of(List<Prediction> predictions) {
        String what = predictions.get(0).experiment() == Experiment.PREFERENCE ? "which map people prefer"
                : "from which maps people recognise the class";
        List<Prediction> known = predictions.stream().filter(each -> !Double.isNaN(each.pHolm())).toList();
        if (known.isEmpty()) {
            return "There are too few answers yet to tell which measure predicts " + what + ".";
        }
        List<Prediction> sure = known.stream().filter(each -> each.pHolm() < LEVEL)
                .sorted(Comparator.comparingDouble(each -> -Math.abs(each.rho()))).toList();
        String tested = " (" + known.size() + (known.size() == 1 ? " measure" : " measures with Holm's correction")
                + ", " + known.get(0).pictures() + " pictures).";
        if (sure.isEmpty()) {
            return "No measure of the maps predicts " + what + ", beyond chance" + tested;
        }
        List<Prediction> with = sure.stream().filter(each -> each.rho() > 0).toList();
        List<Prediction> against = sure.stream().filter(each -> each.rho() < 0).toList();
        return (with.isEmpty() ? "No measure goes along with " + what + " beyond chance"
                : "Beyond chance, " + what + " goes along with " + told(with))
                + (against.isEmpty() ? "" : "; against it " + (against.size() == 1 ? "goes " : "go ") + told(against))
                + tested;
    }

    /** The strongest with their figures; the others are counted. */
    private static String told(List<Prediction> predictions) {
        int more = predictions.size() - NAMED;
        return predictions.stream().limit(NAMED).map(Sentences::told).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String told(Prediction prediction) {
        return "“" + prediction.title() + "” (ρ = " + RankCorrelation.text(prediction.rho()) + ", 95 % interval "
                + RankCorrelation.text(prediction.interval().low()) + " to "
                + RankCorrelation.text(prediction.interval().high()) + ")";
    }

    private static String together(boolean beyond, Interval both, double none, String unit) {
        if (!both.isKnown()) {
            return "";
        }
        boolean stands = !both.holds(none);
        String range = unit.isEmpty() ? Figures.fixed(100 * both.low(), 1) + " to " + Figures.percent(both.high())
                : Figures.points(both.low()) + " to " + Figures.points(both.high()) + unit;
        return " As answers of one participant and of one picture hang together, the 95 % interval is " + range + ", "
                + (stands
                        ? beyond ? "which bears it out." : "which would leave chance out, but not with the correction."
                        : beyond ? "so that this many answers of these participants do not bear it out."
                                : "which says the same.");
    }

    private static String corrected(int tests) {
        return tests < 2 ? "" : " with Holm's correction over " + tests;
    }

    /** "×2", "the unpruned network". */
    static String network(double rate) {
        return rate == 1 ? "the unpruned network" : Question.network(rate);
    }

    /** "p = 0.0023", "p < 0.0001". */
    static String p(double p) {
        return Double.isNaN(p) ? "p unknown" : p < 1e-4 ? "p < 0.0001" : "p = " + Figures.probability(p);
    }
}
