package espalier.explain.measures;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.PictureSize;
import espalier.engine.Loss;
import espalier.explain.Explanation;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much a network depends on what its maps mark: the picture is changed by the map, and the probability of the
 * explained class looked at. Removed pixels are set to 0 in the normalised picture, its mean colour, but for
 * {@link MapMeasure#ROAD}. Pixels are taken in the order of the map at the picture's size, highest first, equal ones in
 * their order in the array.
 */
public final class Faithfulness {

    /** So many values of pictures go through the network at once, and no more pictures than that. */
    private static final int BATCH = 64;

    private Faithfulness() {}

    /**
     * Measures maps of pictures.
     *
     * @param explanations the network's own, one for each picture; the probability of the explained class is looked at
     * @param measures     of the kind {@link MapMeasure.Kind#FAITHFULNESS}
     * @param progress     checked between batches
     * @return for each picture the measures; NaN for an empty map
     */
    public static List<Map<MapMeasure, Double>> measure(Network network, Batch pictures, List<Explanation> explanations,
            Set<MapMeasure> measures, Progress progress) {
        Map<MapMeasure, PictureTrial> trials = new EnumMap<>(MapMeasure.class);
        measures.forEach(measure -> trials.put(measure, trial(measure)));
        PictureSize size = network.description().inputSize();
        List<Map<MapMeasure, Double>> result = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            float[] pixels = Arrays.copyOfRange(pictures.pixels(), i * size.values(), (i + 1) * size.values());
            result.add(measure(
                    network, new PictureTrial.TriedPicture(pixels,
                            explanations.get(i).map().shown(size.height(), size.width()), size.height(), size.width()),
                    explanations.get(i), trials, progress));
            progress.update((i + 1) / (double) pictures.size(),
                    "Testing " + (i + 1) + " of " + pictures.size() + " maps");
        }
        return result;
    }

    private static PictureTrial trial(MapMeasure measure) {
        return switch (measure) {
            case DELETION -> new PictureTrial.RemovalCurve(false);
            case INSERTION -> new PictureTrial.RemovalCurve(true);
            case AVERAGE_DROP -> new PictureTrial.MaskedPicture(true);
            case INCREASE -> new PictureTrial.MaskedPicture(false);
            case ROAD -> new PictureTrial.RemoveAndDebias();
            default -> throw new IllegalArgumentException(measure + " needs no network");
        };
    }

    private static Map<MapMeasure, Double> measure(Network network, PictureTrial.TriedPicture picture,
            Explanation explanation, Map<MapMeasure, PictureTrial> trials, Progress progress) {
        Map<MapMeasure, Double> result = new EnumMap<>(MapMeasure.class);
        if (explanation.map().isEmpty()) {
            trials.keySet().forEach(measure -> result.put(measure, Double.NaN));
            return result;
        }
        Map<MapMeasure, List<float[]>> variants = new EnumMap<>(MapMeasure.class);
        List<float[]> all = new ArrayList<>();
        trials.forEach((measure, trial) -> {
            variants.put(measure, trial.variants(picture));
            all.addAll(variants.get(measure));
        });
        double[] probabilities = probabilities(network, all, explanation.explained(), progress);
        double whole = explanation.probabilities()[explanation.explained()];
        int from = 0;
        for (Map.Entry<MapMeasure, PictureTrial> entry : trials.entrySet()) {
            int to = from + variants.get(entry.getKey()).size();
            result.put(entry.getKey(), entry.getValue().value(whole, Arrays.copyOfRange(probabilities, from, to)));
            from = to;
        }
        return result;
    }

    /** The probability of a class on each of several normalised pictures {@code [height, width, 3]}. */
    static double[] probabilities(Network network, List<float[]> pictures, int label, Progress progress) {
        int values = network.description().inputSize().values();
        int size = network.description().inputSize().batch(BATCH);
        double[] result = new double[pictures.size()];
        for (int from = 0; from < pictures.size(); from += size) {
            progress.checkpoint();
            int count = Math.min(size, pictures.size() - from);
            float[] pixels = new float[count * values];
            for (int i = 0; i < count; i++) {
                System.arraycopy(pictures.get(from + i), 0, pixels, i * values, values);
            }
            float[][] softmax = Loss.softmax(network.infer(new Batch(count, pixels, new int[count])));
            for (int i = 0; i < count; i++) {
                result[from + i] = softmax[i][label];
            }
        }
        return result;
    }
}
