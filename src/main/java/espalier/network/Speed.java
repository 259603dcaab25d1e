package espalier.network;

import espalier.data.Batch;
import java.util.Arrays;

/** How fast a network infers on this machine: measured, never derived from its cost. */
public final class Speed {

    private static final int BATCH = 64;
    private static final int WARM_UPS = 2;
    private static final int REPEATS = 7;

    private Speed() {
    }

    /** Pictures inferred a second in batches of 64: the median of seven, after two that are not counted. */
    public static double imagesPerSecond(Network network) {
        int values = network.description().inputSize().values();
        Batch batch = new Batch(BATCH, new float[BATCH * values], new int[BATCH]);
        long[] nanoseconds = new long[REPEATS];
        for (int i = -WARM_UPS; i < REPEATS; i++) {
            long start = System.nanoTime();
            network.infer(batch);
            if (i >= 0) {
                nanoseconds[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanoseconds);
        return BATCH * 1e9 / nanoseconds[REPEATS / 2];
    }
}
