package espalier.training;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.engine.Precision;
import espalier.network.Network;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Function;

/**
 * How well a network does on pictures that it was not fitted to.
 *
 * @param pictures  how many it is of
 * @param accuracy  the share of right predictions, 0 to 1
 * @param perClass  the same by class; NaN where there is no picture of a class
 * @param loss      the mean cross entropy
 * @param confusion {@code [true class][predicted class]}: counts
 */
public record Evaluation(int pictures, double accuracy, double[] perClass, double loss, int[][] confusion) {

    /** As many pictures go through the network at once, and fewer large ones. */
    private static final int BATCH = 100;

    /**
     * Evaluates a network, in single precision: what is reported is the same on every machine.
     *
     * @throws Problem when there is no picture, or classes are more than the network's
     */
    public static Evaluation of(Network network, Pictures pictures, Progress progress) {
        return of(network, pictures, Precision.FLOAT32, progress);
    }

    /** {@link #of(Network, Pictures, Progress)} with activations of other numbers, for what only steers. */
    public static Evaluation of(Network network, Pictures pictures, Precision precision, Progress progress) {
        return of(network, pictures, precision, progress, (logits, label) -> {});
    }

    /**
     * The share of right predictions where each picture counts with the weight of its class: Σ w_c · right_c ÷ Σ w_c ·
     * n_c. Where the confusion is not known, every class counts as if it had as many pictures.
     *
     * @param weights {@code [classes]}
     * @return 0 to 1; the plain accuracy where all weights are 1, NaN where there is no picture of a class above 0
     */
    public double accuracy(double[] weights) {
        double right = 0;
        double all = 0;
        for (int c = 0; c < weights.length; c++) {
            if (confusion.length > 0) {
                right += weights[c] * confusion[c][c];
                all += weights[c] * Arrays.stream(confusion[c]).sum();
            } else if (!Double.isNaN(perClass[c])) {
                right += weights[c] * perClass[c];
                all += weights[c];
            }
        }
        return right / all;
    }

    /**
     * Whether guessing would do as well: it gives all pictures one answer, or its accuracy is at most three standard
     * deviations, √(p (1 − p) / n), above p = 1 ÷ classes.
     */
    public boolean isChance() {
        double p = 1.0 / perClass.length;
        long met = Arrays.stream(perClass).filter(share -> !Double.isNaN(share)).count();
        long known = Arrays.stream(perClass).filter(share -> share > 0).count();
        return met > 1 && known < 2 || accuracy <= p + 3 * Math.sqrt(p * (1 - p) / pictures);
    }

    /** Who wants to see every picture's answer. */
    @FunctionalInterface
    public interface Answers {
        /** @param logits of one picture, {@code [classes]} */
        void add(float[] logits, int label);
    }

    /**
     * Evaluates a network as {@link #of(Network, Pictures, Progress)} does.
     *
     * @param precision of activations: bfloat16 takes a few of ten thousand pictures for something else
     * @param answers   sees every answer
     */
    public static Evaluation of(Network network, Pictures pictures, Precision precision, Progress progress,
            Answers answers) {
        int size = network.description().inputSize().batch(BATCH);
        try (Batches batches = Batches.inOrder(pictures, network.description().normalisation(), size)) {
            return of(network.classes(), batches, batch -> network.infer(batch, precision), pictures.size(), progress,
                    answers);
        }
    }

    /**
     * Evaluates what makes logits of batches.
     *
     * @param all how many pictures there are, damaged ones too
     */
    static Evaluation of(int classes, Iterator<Batch> batches, Function<Batch, float[][]> model, int all,
            Progress progress, Answers answers) {
        int[][] confusion = new int[classes][classes];
        double loss = 0;
        int count = 0;
        while (batches.hasNext()) {
            progress.checkpoint();
            Batch batch = batches.next();
            float[][] logits = model.apply(batch);
            loss += Loss.crossEntropy(logits, batch.labels()) * batch.size();
            for (int i = 0; i < batch.size(); i++) {
                confusion[batch.labels()[i]][largest(logits[i])]++;
                answers.add(logits[i], batch.labels()[i]);
            }
            count += batch.size();
            progress.update(count / (double) all, "Evaluating " + count + " of " + all);
        }
        if (count == 0) {
            throw new Problem("There are no pictures to evaluate on. Choose data with pictures in its test part.");
        }
        return of(confusion, loss / count);
    }

    private static Evaluation of(int[][] confusion, double loss) {
        double[] perClass = new double[confusion.length];
        int right = 0;
        int count = 0;
        for (int c = 0; c < confusion.length; c++) {
            int all = Arrays.stream(confusion[c]).sum();
            perClass[c] = all == 0 ? Double.NaN : confusion[c][c] / (double) all;
            right += confusion[c][c];
            count += all;
        }
        return new Evaluation(count, right / (double) count, perClass, loss, confusion);
    }

    /** This and another, of the same network on other pictures, as one. */
    public Evaluation and(Evaluation other) {
        int[][] both = new int[confusion.length][];
        for (int c = 0; c < both.length; c++) {
            both[c] = confusion[c].clone();
            for (int predicted = 0; predicted < both.length; predicted++) {
                both[c][predicted] += other.confusion[c][predicted];
            }
        }
        return of(both, (loss * pictures + other.loss * other.pictures) / (pictures + other.pictures));
    }

    /** The index of the largest value; the lowest where several are. */
    public static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
