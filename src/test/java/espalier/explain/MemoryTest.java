package espalier.explain;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.engine.Precision;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.training.Sgd;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Memory outside Java's heap does not grow while a network is trained and explained for long. */
class MemoryTest {

    private static final int WARM_UP = 300;
    private static final int REPEATS = 1000;
    private static final int ROUNDS = 4;
    /** Far below what a leak of a tenth of one pass's arrays would come to. */
    private static final long ALLOWED = 16L << 20;

    private final Network network = Architectures.vgg(new int[] {8, 12, 0, 16, 0},
            new Description("tiny", List.of("a", "b", "c"), new PictureSize(16, 16), Normalisation.CIFAR10, Map.of()),
            1);
    private final Batch batch = batch();

    @Test
    void aThousandTrainingStepsNeedNoMoreThanTheFirst() {
        Sgd descent = new Sgd(network, 0.9, 1e-4);
        staysSteady(() -> {
            network.program().train(batch.pixels(), batch.labels(), Precision.FLOAT32);
            descent.update(0.001);
        });
    }

    @Test
    void aThousandMapsNeedNoMoreThanTheFirst() {
        String layer = MapLayers.usual(network);
        int[] classes = new int[batch.size()];
        staysSteady(() -> Explanations.explain(network, batch, CamMethod.GRAD_CAM, layer, classes, Progress.NONE));
    }

    /** What leaks grows every time; what the system or other tests' leftovers need comes once. */
    private static void staysSteady(Runnable work) {
        repeat(work, WARM_UP);
        long least = Long.MAX_VALUE;
        long before = outsideTheHeap();
        for (int round = 0; round < ROUNDS && least > ALLOWED; round++) {
            repeat(work, REPEATS);
            long now = outsideTheHeap();
            least = Math.min(least, now - before);
            before = now;
        }
        assertThat(least).isLessThanOrEqualTo(ALLOWED);
    }

    private static void repeat(Runnable work, int times) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }

    /**
     * What the system says that the process holds, less what Java says of itself; the least of several looks, as native
     * memory is freed on a thread of its own after the collector has run.
     */
    private static long outsideTheHeap() {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < 8; look++) {
            System.gc();
            LockSupport.parkNanos(100_000_000);
            MemoryMXBean java = ManagementFactory.getMemoryMXBean();
            least = Math.min(least, Pointer.physicalBytes() - java.getHeapMemoryUsage().getCommitted()
                    - java.getNonHeapMemoryUsage().getCommitted());
        }
        return least;
    }

    private static Batch batch() {
        Random random = new Random(1);
        float[] pixels = new float[16 * 16 * 16 * 3];
        int[] labels = new int[16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(3);
        }
        return new Batch(16, pixels, labels);
    }
}
