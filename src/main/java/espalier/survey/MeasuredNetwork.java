package espalier.survey;

import espalier.explain.Explanation;
import espalier.explain.measures.MapMeasure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was measured of a network's maps.
 *
 * @param name         for a person: "unpruned", "×2"
 * @param rate         1 for the unpruned
 * @param layer        that maps were taken from
 * @param explanations for each picture
 * @param values       for each measure {@code [pictures]}; NaN where it is not defined, such as for an empty map
 */
public record MeasuredNetwork(String name, double rate, String layer, List<Explanation> explanations,
        Map<MapMeasure, double[]> values) {

    /** Rates up to this are mild: "Less is More" finds gains at about 2 and losses from 8 on. */
    private static final double MILD = 4.5;

    /** Whether little was pruned, or nothing. */
    public boolean isMild() {
        return rate <= MILD;
    }

    /** The same with some measures only. */
    MeasuredNetwork restrictedTo(Set<MapMeasure> measures) {
        Map<MapMeasure, double[]> some = new EnumMap<>(values);
        some.keySet().retainAll(measures);
        return new MeasuredNetwork(name, rate, layer, explanations, some);
    }

    /** How many maps are empty: nothing speaks for the class. */
    public int emptyMaps() {
        return (int) explanations.stream().filter(explanation -> explanation.map().isEmpty()).count();
    }

    /**
     * How often the network is right on these pictures, 0 to 1.
     *
     * @param labels the true class of each
     */
    public double accuracy(int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += explanations.get(i).predicted() == labels[i] ? 1 : 0;
        }
        return right / (double) labels.length;
    }

    /** The mean of a measure with its 95 % bootstrap interval. */
    public MeanInterval mean(MapMeasure measure, long seed) {
        return MeanInterval.bootstrap(values.get(measure), seed);
    }
}
