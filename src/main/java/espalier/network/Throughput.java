package espalier.network;

import espalier.basics.Progress;
import espalier.data.Batch;
import java.util.ArrayList;
import java.util.List;

/** How many pictures a network infers in a second on this machine: measured, never derived from its cost. */
public final class Throughput {

    private static final int BATCH = 64;
    private static final int LEAST_WARM_UPS = 2;
    private static final int LEAST_REPEATS = 3;
    /** Until Java has compiled what runs often; nanoseconds. */
    private static final long WARM_UP = 500_000_000;
    private static final long MEASURING = 500_000_000;

    private Throughput() {}

    /**
     * Pictures inferred a second in batches of 64: the median of what fits into half a second, after half a second of
     * warm-up.
     */
    public static double imagesPerSecond(Network network) {
        return imagesPerSecond(network, Progress.NONE);
    }

    /** The same; may be stopped between batches. */
    public static double imagesPerSecond(Network network, Progress progress) {
        int values = network.description().inputSize().values();
        Batch batch = new Batch(BATCH, new float[BATCH * values], new int[BATCH]);
        nanoseconds(network, batch, LEAST_WARM_UPS, WARM_UP, progress);
        List<Long> sorted = nanoseconds(network, batch, LEAST_REPEATS, MEASURING, progress);
        sorted.sort(null);
        return BATCH * 1e9 / sorted.get(sorted.size() / 2);
    }

    private static List<Long> nanoseconds(Network network, Batch batch, int least, long time, Progress progress) {
        List<Long> nanoseconds = new ArrayList<>();
        long start = System.nanoTime();
        while (nanoseconds.size() < least || System.nanoTime() - start < time) {
            progress.checkpoint();
            long one = System.nanoTime();
            network.infer(batch);
            nanoseconds.add(System.nanoTime() - one);
        }
        return nanoseconds;
    }
}
