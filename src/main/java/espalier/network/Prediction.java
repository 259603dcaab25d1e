package espalier.network;

import espalier.basics.Progress;
import espalier.data.Picture;
import espalier.data.PictureSize;
import espalier.engine.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a network takes one picture for.
 *
 * @param outputs       {@code [classes]}: the logits, what comes out of the last layer before its softmax
 * @param probabilities {@code [classes]}: their softmax
 */
public record Prediction(float[] outputs, float[] probabilities) {

    private static final int BATCH = 64;

    /**
     * The predictions for pictures of the network's own size; on the thread that owns the network.
     *
     * @param pictures gives each picture when its turn comes, so that not all are in memory at once
     */
    public static List<Prediction> of(Network network, int count, IntFunction<Picture> pictures, Progress progress) {
        PictureSize size = network.description().inputSize();
        int batch = size.batch(BATCH);
        List<Prediction> result = new ArrayList<>();
        for (int from = 0; from < count; from += batch) {
            progress.checkpoint();
            List<Picture> some = IntStream.range(from, Math.min(count, from + batch)).mapToObj(pictures).toList();
            float[][] outputs = network.infer(network.description().batch(some));
            float[][] probabilities = Loss.softmax(outputs);
            for (int i = 0; i < some.size(); i++) {
                result.add(new Prediction(outputs[i], probabilities[i]));
            }
            progress.update(result.size() / (double) count, "Predicting " + count + " pictures");
        }
        return result;
    }

    /** The numbers of the likeliest classes, the likeliest first: so many, or all where there are fewer. */
    public int[] likeliest(int most) {
        return IntStream.range(0, outputs.length).boxed().sorted(Comparator.comparingDouble((Integer c) -> -outputs[c]))
                .limit(most).mapToInt(Integer::intValue).toArray();
    }
}
