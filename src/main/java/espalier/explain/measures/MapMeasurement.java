package espalier.explain.measures;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.PictureSize;
import espalier.explain.Explanation;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes measures of a network's maps, of all kinds, for every part of the program in the same way. */
public final class MapMeasurement {

    private MapMeasurement() {}

    /**
     * Measures maps. Each picture is looked at by itself, so the numbers are the same whatever other pictures there
     * are.
     *
     * @param pictures     as the network takes them
     * @param explanations the network's own, one for each picture
     * @param reference    the maps that similarity is measured to, one for each picture
     * @param objects      for each picture {@code [height × width]}, where the object is, if that is known
     * @return for each picture all the measures; NaN where one is not defined
     */
    public static List<Map<MapMeasure, Double>> of(Network network, Batch pictures, List<Explanation> explanations,
            List<Explanation> reference, List<Optional<boolean[]>> objects, Set<MapMeasure> measures,
            Progress progress) {
        Set<MapMeasure> byTrial = EnumSet.noneOf(MapMeasure.class);
        measures.stream().filter(measure -> measure.kind() == MapMeasure.Kind.FAITHFULNESS).forEach(byTrial::add);
        List<Map<MapMeasure, Double>> tried = byTrial.isEmpty() ? List.of()
                : Faithfulness.measure(network, pictures, explanations, byTrial, progress);
        PictureSize size = network.description().inputSize();
        List<Map<MapMeasure, Double>> result = new ArrayList<>();
        for (int i = 0; i < explanations.size(); i++) {
            progress.checkpoint();
            MapMeasure.Subject subject = new MapMeasure.Subject(explanations.get(i).map(), reference.get(i).map(),
                    objects.get(i), size.height(), size.width());
            Map<MapMeasure, Double> values = new EnumMap<>(MapMeasure.class);
            for (MapMeasure measure : measures) {
                values.put(measure,
                        byTrial.contains(measure) ? tried.get(i).get(measure) : Double.valueOf(measure.of(subject)));
            }
            result.add(values);
        }
        return result;
    }
}
