package espalier.survey;

import espalier.explain.Explanation;
import espalier.explain.measures.MapMeasure;
import espalier.explain.measures.MeanInterval;
import java.util.List;
import java.util.Map;

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
