package espalier.survey;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.engine.Program;
import espalier.engine.Values;
import espalier.explain.MapLayers;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.training.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a network says of each picture, and how it sees it: the means of the last maps' channels, in which pictures that
 * it takes for alike lie close to each other. Plain data, which does not change.
 */
public final class PictureAnswers {

    /** As many pictures go through the network at once. */
    private static final int BATCH = 100;
    /** Of so many pictures at most it is kept how they are seen; more would fill the memory. */
    private static final int MOST_SEEN = 5000;
    /** What is predicted of a picture that cannot be read. */
    public static final int UNKNOWN = -1;

    private final int[] labels;
    private final int classes;
    private final int[] predicted;
    private final float[] confidence;
    private final float[][] seen;

    /**
     * A picture, and how alike it is seen.
     *
     * @param picture its index
     * @param cosine  of the angle between what is seen of both: 1 for the same
     */
    public record Neighbour(int picture, double cosine) {}

    private PictureAnswers(Pictures pictures, int classes) {
        this.labels = IntStream.range(0, pictures.size()).map(pictures::label).toArray();
        this.classes = classes;
        this.predicted = new int[labels.length];
        this.confidence = new float[labels.length];
        this.seen = new float[Math.min(MOST_SEEN, labels.length)][];
        Arrays.fill(predicted, UNKNOWN);
        Arrays.fill(confidence, Float.NaN);
    }

    /** Asks a network about all pictures; on the thread that owns it. */
    public static PictureAnswers of(Network network, Pictures pictures, Progress progress) {
        PictureAnswers answers = new PictureAnswers(pictures, network.classes());
        int batch = network.description().inputSize().batch(BATCH);
        for (int from = 0; from < pictures.size(); from += batch) {
            progress.checkpoint();
            int to = Math.min(pictures.size(), from + batch);
            answers.ask(network, pictures, from, to);
            progress.update(to / (double) pictures.size(), "Looking at " + to + " of " + pictures.size());
        }
        return answers;
    }

    private void ask(Network network, Pictures pictures, int from, int to) {
        List<Picture> sound = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int place = i;
            pictures.picture(i).ifPresent(picture -> {
                sound.add(picture);
                places.add(place);
            });
        }
        if (sound.isEmpty()) {
            return;
        }
        Batch batch = network.description().batch(sound);
        List<float[]> means = new ArrayList<>();
        float[][] probabilities = Loss.softmax(see(network, batch, means));
        for (int i = 0; i < probabilities.length; i++) {
            int place = places.get(i);
            predicted[place] = Evaluation.largest(probabilities[i]);
            confidence[place] = probabilities[i][predicted[place]];
            if (place < seen.length) {
                seen[place] = means.get(i);
            }
        }
    }

    /** The logits; adds to {@code means} for each picture its channels' means in the layer that maps are taken from. */
    private static float[][] see(Network network, Batch batch, List<float[]> means) {
        String layer = MapLayers.usual(network);
        LayerInfo info = network.layer(layer);
        Program.Probed probed = network.observe(batch, Set.of(layer));
        float[] values = Values.of(probed.activation(layer));
        int positions = info.height() * info.width();
        int channels = values.length / batch.size() / positions;
        for (int i = 0, at = 0; i < batch.size(); i++) {
            float[] mean = new float[channels];
            for (int p = 0; p < positions; p++) {
                for (int k = 0; k < channels; k++) {
                    mean[k] += values[at++] / positions;
                }
            }
            means.add(mean);
        }
        return probed.logits();
    }

    /** How a network sees one picture, as {@link #nearest} takes it; on the thread that owns the network. */
    public static float[] seen(Network network, Picture picture) {
        List<float[]> means = new ArrayList<>();
        see(network, network.description().batch(List.of(picture)), means);
        return means.get(0);
    }

    /** The number of pictures. */
    public int size() {
        return labels.length;
    }

    /** What is predicted of a picture, or {@link #UNKNOWN}. */
    public int predicted(int picture) {
        return predicted[picture];
    }

    /** The true class of a picture. */
    public int label(int picture) {
        return labels[picture];
    }

    /** The softmax of the predicted class, 0 to 1; NaN where the picture cannot be read. */
    public double confidence(int picture) {
        return confidence[picture];
    }

    /** {@code [true class][predicted class]}: how many pictures. */
    public int[][] confusion() {
        int[][] confusion = new int[classes][classes];
        for (int i = 0; i < labels.length; i++) {
            if (predicted[i] != UNKNOWN) {
                confusion[labels[i]][predicted[i]]++;
            }
        }
        return confusion;
    }

    /** The pictures of a class that are taken for another, or for itself; the surest first. */
    public int[] of(int label, int prediction) {
        return sorted(IntStream.range(0, labels.length).filter(i -> labels[i] == label && predicted[i] == prediction),
                i -> -confidence[i]);
    }

    /** The pictures of which another network says something else; those first of which both are surest. */
    public int[] changed(PictureAnswers other) {
        return sorted(
                IntStream.range(0, Math.min(size(), other.size()))
                        .filter(i -> predicted[i] != UNKNOWN && other.predicted[i] != UNKNOWN)
                        .filter(i -> predicted[i] != other.predicted[i]),
                i -> -Math.min(confidence[i], other.confidence[i]));
    }

    private interface Key {
        double of(int picture);
    }

    private static int[] sorted(IntStream pictures, Key key) {
        return pictures.boxed().sorted(Comparator.comparingDouble(key::of)).mapToInt(Integer::intValue).toArray();
    }

    /**
     * The pictures that are seen most alike.
     *
     * @param like   {@link #seen(Network, Picture)} by the same network
     * @param except a picture that is not asked for, or −1
     */
    public List<Neighbour> nearest(float[] like, int except, int most) {
        return IntStream.range(0, seen.length).filter(i -> i != except && seen[i] != null)
                .mapToObj(i -> new Neighbour(i, cosine(like, seen[i]))).filter(near -> !Double.isNaN(near.cosine))
                .sorted(Comparator.comparingDouble((Neighbour near) -> -near.cosine)).limit(most).toList();
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double ofA = 0;
        double ofB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * (double) b[i];
            ofA += a[i] * (double) a[i];
            ofB += b[i] * (double) b[i];
        }
        return dot / Math.sqrt(ofA * ofB);
    }
}
