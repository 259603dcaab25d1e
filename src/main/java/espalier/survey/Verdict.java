package espalier.survey;

import espalier.explain.measures.MapMeasure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts into one sentence what comparisons of explanations come to. */
final class Verdict {

    private final List<MeasuredNetwork> networks;
    private final List<Map<MapMeasure, PairedComparison>> differences;

    Verdict(List<MeasuredNetwork> networks, List<Map<MapMeasure, PairedComparison>> differences) {
        this.networks = networks;
        this.differences = differences;
    }

    String sentence() {
        List<String> rates = networks.stream().skip(1).filter(MeasuredNetwork::isMild).map(MeasuredNetwork::name)
                .toList();
        if (rates.isEmpty()) {
            return "There is no mildly pruned network yet, of a rate up to ×4, whose explanations could be compared with the unpruned "
                    + "one's.";
        }
        long tests = differences.stream().flatMap(each -> each.values().stream())
                .filter(difference -> !Double.isNaN(difference.corrected())).count();
        if (tests == 0) {
            return "Whether a mild rate improves explanations cannot be told from these measures: choose one of faithfulness, or of "
                    + "localisation where the objects are known.";
        }
        return finding(String.join(" and ", rates), found(true), found(false)) + " ("
                + networks.get(0).explanations().size() + " pictures, each compared with itself; " + tests
                + (tests == 1 ? " comparison" : " comparisons with Holm's correction") + ", 5 % level).";
    }

    /** What is beyond chance, and better or worse: the networks by measure. */
    private Map<MapMeasure, List<Integer>> found(boolean better) {
        Map<MapMeasure, List<Integer>> found = new EnumMap<>(MapMeasure.class);
        for (int n = 1; n < networks.size(); n++) {
            for (Map.Entry<MapMeasure, PairedComparison> entry : differences.get(n).entrySet()) {
                if (entry.getValue().isBeyondChance() && entry.getValue().isBetter(entry.getKey()) == better) {
                    found.computeIfAbsent(entry.getKey(), measure -> new ArrayList<>()).add(n);
                }
            }
        }
        return found;
    }

    private String finding(String rates, Map<MapMeasure, List<Integer>> better, Map<MapMeasure, List<Integer>> worse) {
        if (better.isEmpty() && worse.isEmpty()) {
            return "At " + rates + " no measure of explanation differs from the unpruned network's by more than chance";
        }
        if (worse.isEmpty()) {
            return "A mild rate improves explanation here, beyond chance: better in " + told(better);
        }
        if (better.isEmpty()) {
            return "A mild rate does not improve explanation here: nothing is better beyond chance, and worse is "
                    + told(worse);
        }
        return "A mild rate improves some of explanation here and harms some, beyond chance: better in " + told(better)
                + "; worse in " + told(worse);
    }

    private String told(Map<MapMeasure, List<Integer>> found) {
        boolean intervals = found.values().stream().mapToInt(List::size).sum() <= 2;
        return found.entrySet().stream()
                .map(entry -> "“" + entry.getKey().title() + "” "
                        + entry.getValue().stream()
                                .map(n -> told(networks.get(n), differences.get(n).get(entry.getKey()), intervals))
                                .collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", "));
    }

    private static String told(MeasuredNetwork network, PairedComparison difference, boolean interval) {
        MeanInterval mean = difference.mean();
        return "at " + network.name() + " (" + signed(mean.mean())
                + (interval ? ", 95 % interval " + signed(mean.low()) + " to " + signed(mean.high()) : "") + ")";
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value).replace('-', '−');
    }
}
