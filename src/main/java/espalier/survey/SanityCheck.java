package espalier.survey;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.MapLayers;
import espalier.explain.measures.MapMeasure;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sanity check by weight randomisation (Adebayo et al. 2018, "Sanity checks for saliency maps", section 3): what a
 * layer has learnt is replaced by random weights, and the new maps are compared with the trained network's, for the
 * class that this predicts. A method whose maps hardly change shows the picture's edges rather than what the network
 * has learnt. Caution: it finds methods that are blind, and does not prove that others are right; maps of small layers
 * are alike by chance; where a random network says nothing for the class its map is empty and left out.
 */
public final class SanityCheck {

    /** Which layers are random at a step. */
    public enum Mode {
        /** Those from the last down to this one. */
        CASCADING,
        /** This one alone. */
        INDEPENDENT
    }

    /**
     * Some layers random.
     *
     * @param layer    the lowest of them, or the only one; with its batch norm
     * @param likeness to the trained network's maps, mean over the pictures
     */
    public record Step(String layer, Map<MapMeasure, MeanInterval> likeness) {}

    private SanityCheck() {}

    /**
     * Checks a method on a network, which stays as it is.
     *
     * @param settings method, layer, and measures of {@link MapMeasure.Kind#SIMILARITY}
     * @param seed     of the random weights and of the intervals
     * @return a step for each layer with weights, from the last to the first
     */
    public static List<Step> of(Network network, SurveyPictures pictures, RateSurvey.Settings settings, Mode mode,
            long seed, Progress progress) {
        Batch batch = pictures.batch(network.description());
        String layer = settings.layer().orElseGet(() -> MapLayers.usual(network));
        int[] classes = new int[pictures.size()];
        Arrays.fill(classes, Explanations.PREDICTED);
        List<List<String>> groups = layers(network);
        Progress first = progress.part(0, 1.0 / (groups.size() + 1));
        List<Explanation> trained = Explanations.explain(network, batch, settings.method(), layer, classes, first);
        Arrays.setAll(classes, i -> trained.get(i).explained());
        float[] parameters = network.parameters();
        List<Step> steps = new ArrayList<>();
        try (Network random = network.copy()) {
            for (int i = 0; i < groups.size(); i++) {
                progress.checkpoint();
                if (mode == Mode.INDEPENDENT) {
                    random.setParameters(parameters);
                }
                random.reinitialise(groups.get(i), seed + i);
                List<Explanation> found = Explanations.explain(random, batch, settings.method(), layer, classes,
                        progress.part((i + 1.0) / (groups.size() + 1), (i + 2.0) / (groups.size() + 1)));
                steps.add(
                        new Step(groups.get(i).get(0), likeness(trained, found, pictures, settings.measures(), seed)));
            }
        }
        return steps;
    }

    /** The layers with weights, the last first, each with the batch norm that reads it. */
    private static List<List<String>> layers(Network network) {
        List<List<String>> groups = new ArrayList<>();
        for (LayerInfo layer : network.layers()) {
            boolean norm = layer.kind() == LayerKind.BATCH_NORM;
            if (norm && groups.stream().anyMatch(group -> group.contains(layer.inputs().get(0)))) {
                groups.stream().filter(group -> group.contains(layer.inputs().get(0))).findFirst().orElseThrow()
                        .add(layer.name());
            } else if (norm || layer.parameters() > 0) {
                groups.add(0, new ArrayList<>(List.of(layer.name())));
            }
        }
        return groups;
    }

    private static Map<MapMeasure, MeanInterval> likeness(List<Explanation> trained, List<Explanation> random,
            SurveyPictures pictures, Set<MapMeasure> measures, long seed) {
        List<MapMeasure.Subject> subjects = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            subjects.add(new MapMeasure.Subject(random.get(i).map(), trained.get(i).map(), pictures.objects().get(i),
                    pictures.pictures().get(i).height(), pictures.pictures().get(i).width()));
        }
        Map<MapMeasure, MeanInterval> result = new EnumMap<>(MapMeasure.class);
        for (MapMeasure measure : measures) {
            result.put(measure, MeanInterval.bootstrap(subjects.stream().mapToDouble(measure::of).toArray(), seed));
        }
        return result;
    }
}
