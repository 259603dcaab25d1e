package espalier.training;

import espalier.data.Batch;
import espalier.engine.Loss;
import espalier.engine.Precision;
import espalier.engine.Program;
import espalier.network.Network;

/**
 * How long this machine takes for a picture of a network: measured from a few steps.
 *
 * @param training  seconds for a picture of a training step
 * @param inference seconds for a picture that goes forward alone, in the numbers of training
 * @param reported  the same in single precision, in which accuracies are reported
 */
public record Pace(double training, double inference, double reported) {

    private static final int BATCH = 64;
    /** Multiply-accumulates of a pass forward: more pictures of a large network would keep people waiting. */
    private static final double MOST_MACS = 5e9;
    private static final int REPEATS = 2;

    /** Measures on a copy of the network, on pictures of zeros; the network stays as it is. */
    public static Pace of(Network network, Precision precision) {
        int size = pictures(network);
        Batch batch = new Batch(size, new float[size * network.description().inputSize().values()], new int[size]);
        try (Network copy = network.copy()) {
            Program program = copy.program();
            return new Pace(
                    seconds(() -> program.train(batch.pixels(), batch.size(), precision,
                            logits -> Loss.crossEntropyGradient(logits, batch.labels()))) / size,
                    seconds(() -> copy.infer(batch, precision)) / size,
                    seconds(() -> copy.infer(batch, Precision.FLOAT32)) / size);
        }
    }

    /** On how many pictures a network is measured. */
    static int pictures(Network network) {
        return (int) Math.max(1,
                Math.min(network.description().inputSize().batch(BATCH), MOST_MACS / network.cost().macs()));
    }

    /** The least of some times, after one to warm up. */
    static double seconds(Runnable work) {
        work.run();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            work.run();
            least = Math.min(least, (System.nanoTime() - start) / 1e9);
        }
        return least;
    }
}
