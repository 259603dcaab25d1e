package espalier.survey;

import espalier.basics.Holm;
import espalier.explain.measures.MapMeasure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether mild pruning improves explanations here, and whether that is beyond chance. Each network is compared with the
 * unpruned one, the first, picture by picture: the mean of the differences with its bootstrap interval (Efron 1979),
 * and a test by random signs of the differences (Fisher's randomisation test for pairs, two-sided). As several measures
 * at several rates are looked at, the mild rates' probabilities are corrected together by Holm's method (Holm 1979):
 * the chance that any difference is called real where there is none stays at 5 %. Measures of similarity are shown but
 * not tested: they say that maps change, not that they become better.
 *
 * @param networks    what was measured, the unpruned first
 * @param differences for each network and measure, how it differs from the unpruned; nothing for the unpruned
 * @param sentence    what it comes to
 */
public record SweetSpot(List<MeasuredNetwork> networks, List<Map<MapMeasure, PairedComparison>> differences,
        String sentence) {

    /**
     * What speaks most surely for a network.
     *
     * @param network its place among the networks
     */
    public record Gain(int network, MapMeasure measure, PairedComparison difference) {}

    /**
     * Of the mild rates' differences for the better the one that is least likely by chance: the sweet spot, if there is
     * one. A network that is worse in anything, beyond chance, is none.
     *
     * @return empty where nothing is only better; {@link PairedComparison#isBeyondChance} says whether it is more than
     *         a guess
     */
    public Optional<Gain> gain() {
        List<Gain> better = new ArrayList<>();
        for (int n = 0; n < networks.size(); n++) {
            int network = n;
            boolean worse = differences.get(n).entrySet().stream()
                    .anyMatch(entry -> entry.getValue().isBeyondChance() && !entry.getValue().isBetter(entry.getKey()));
            differences.get(n).forEach((measure, difference) -> {
                if (!worse && !Double.isNaN(difference.corrected()) && difference.isBetter(measure)) {
                    better.add(new Gain(network, measure, difference));
                }
            });
        }
        return better.stream().min(Comparator.comparingDouble((Gain gain) -> gain.difference.p())
                .thenComparing(Gain::measure).thenComparing(Gain::network));
    }

    private record Tested(Map<MapMeasure, PairedComparison> differences, MapMeasure measure, double p) {}

    /**
     * Compares.
     *
     * @param networks the unpruned first; all measured over the same pictures
     * @param seed     of resampling: the same seed gives the same numbers
     */
    public static SweetSpot of(List<MeasuredNetwork> networks, long seed) {
        List<Tested> tested = new ArrayList<>();
        List<Map<MapMeasure, PairedComparison>> differences = new ArrayList<>();
        for (int n = 0; n < networks.size(); n++) {
            differences.add(new EnumMap<>(MapMeasure.class));
            for (MapMeasure measure : n == 0 ? List.<MapMeasure>of() : List.copyOf(networks.get(n).values().keySet())) {
                if (measure.kind() == MapMeasure.Kind.SIMILARITY) {
                    continue;
                }
                PairedComparison difference = PairedComparison
                        .of(pairs(networks.get(0).values().get(measure), networks.get(n).values().get(measure)), seed);
                differences.get(n).put(measure, difference);
                if (networks.get(n).isMild() && difference.mean().count() > 0) {
                    tested.add(new Tested(differences.get(n), measure, difference.p()));
                }
            }
        }
        double[] corrected = Holm.corrected(tested.stream().mapToDouble(Tested::p).toArray());
        for (int i = 0; i < corrected.length; i++) {
            double probability = corrected[i];
            tested.get(i).differences.computeIfPresent(tested.get(i).measure,
                    (measure, difference) -> difference.corrected(probability));
        }
        List<Map<MapMeasure, PairedComparison>> fixed = differences.stream().map(Map::copyOf).toList();
        return new SweetSpot(List.copyOf(networks), fixed, new Verdict(networks, fixed).sentence());
    }

    private static double[] pairs(double[] unpruned, double[] pruned) {
        double[] differences = new double[pruned.length];
        Arrays.setAll(differences, i -> pruned[i] - unpruned[i]);
        return differences;
    }
}
