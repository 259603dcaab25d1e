package espalier.explain;

import espalier.explain.SweetSpot.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts into one sentence what comparisons of explanations come to. */
final class Verdict {

    private final List<MeasuredNetwork> networks;
    private final List<Map<MapMeasure, Difference>> differences;

    Verdict(List<MeasuredNetwork> networks, List<Map<MapMeasure, Difference>> differences) {
        this.networks = networks;
        this.differences = differences;
    }

    String sentence() {
        List<String> rates = new ArrayList<>();
        List<String> better = new ArrayList<>();
        List<String> worse = new ArrayList<>();
        int tests = 0;
        for (int n = 1; n < networks.size(); n++) {
            if (networks.get(n).rate() <= SweetSpot.MILD) {
                rates.add(networks.get(n).name());
            }
            for (MapMeasure measure : MapMeasure.values()) {
                Difference difference = differences.get(n).get(measure);
                if (difference != null && !Double.isNaN(difference.corrected())) {
                    tests++;
                    if (difference.isBeyondChance()) {
                        (difference.isBetter(measure) ? better : worse).add(told(measure, networks.get(n), difference));
                    }
                }
            }
        }
        if (rates.isEmpty()) {
            return "There is no mildly pruned network yet, of a rate up to ×4, whose explanations could be compared with the unpruned "
                    + "one's.";
        }
        if (tests == 0) {
            return "Whether a mild rate improves explanations cannot be told from these measures: choose one of faithfulness, or of "
                    + "localisation where the objects are known.";
        }
        return told(String.join(" and ", rates), better, worse) + " (" + networks.get(0).explanations().size()
                + " pictures, each compared with itself; " + tests + (tests == 1 ? " comparison" : " comparisons with Holm's correction")
                + ", 5 % level).";
    }

    private static String told(String rates, List<String> better, List<String> worse) {
        if (better.isEmpty() && worse.isEmpty()) {
            return "At " + rates + " no measure of explanation differs from the unpruned network's by more than chance";
        }
        if (worse.isEmpty()) {
            return "A mild rate improves explanation here, beyond chance: better in " + String.join(", ", better);
        }
        if (better.isEmpty()) {
            return "A mild rate does not improve explanation here: nothing is better beyond chance, and worse is "
                    + String.join(", ", worse);
        }
        return "A mild rate improves explanation here in part: beyond chance, better in " + String.join(", ", better) + ", but worse in "
                + String.join(", ", worse);
    }

    private static String told(MapMeasure measure, MeasuredNetwork network, Difference difference) {
        return "“" + measure.title() + "” at " + network.name() + " (" + signed(difference.mean().mean()) + ", 95 % interval "
                + signed(difference.mean().low()) + " to " + signed(difference.mean().high()) + ")";
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value).replace('-', '−');
    }
}
