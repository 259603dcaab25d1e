package espalier.training;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.engine.Precision;
import espalier.engine.Program;
import espalier.network.Front;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import java.math.BigDecimal;
import java.math.MathContext;

/** Learning rates at their highest, for those who name none. */
final class LearningRates {

    /** The batch size that all of them are for; they grow with it. */
    private static final double BATCH = 64;
    /** Without batch norms nothing makes up for steps that are too long. */
    private static final double WITHOUT_BATCH_NORMS = 1 / 3.0;

    /** For random weights. */
    private static final double NEW = 0.05;
    private static final double FOR_LENGTH = 8;
    /** What layers that know something already stand beside a new one, in rates at which they are fine-tuned. */
    private static final double WITH_OTHERS = 8;
    /** A convolution's answers are means over maps of which rectifiers pass a part. */
    private static final double FOR_CONVOLUTION = 3;
    private static final int PICTURES = 64;

    private LearningRates() {}

    /**
     * A rate that suits a network.
     *
     * @param front what stays as it is
     * @param data  the pictures that it is going to see
     * @param steps of the whole training
     * @param share of a teacher in the loss
     * @return with two digits
     */
    static double of(Network network, Beginning beginning, Front front, Dataset data, int batch, long steps,
            double share) {
        double rate = switch (beginning) {
            case FITTED -> fitted(network, steps, share);
            case NEW_HEAD -> newHead(network, front, data, steps);
            case NEW -> NEW * batchNorms(network);
        };
        return new BigDecimal(rate * batch / BATCH).round(new MathContext(2)).doubleValue();
    }

    private static double batchNorms(Network network) {
        return network.layers().stream().anyMatch(layer -> layer.kind() == LayerKind.BATCH_NORM) ? 1
                : WITHOUT_BATCH_NORMS;
    }

    /**
     * For the fine-tuning of a network that was fitted before: {@code 0.006 · (1 + 2α) · ⁸√t · min(1, (10 / layers)^1.5
     * · max(1, √t))} with t = steps / 700, in batches of 64, where α is the teacher's share in the loss and layers are
     * the convolutions and dense layers; a third of that without batch norms. Found on validation pictures of CIFAR-10
     * and Shapes: few steps at a high rate end worse than they began, as they have no time to come down, and all the
     * more in deep networks, where small changes add up (ResNet-32: in 156 steps 0.001 mends what 0.005 breaks; 7 800
     * steps at 0.01 end far above 2 800 at 0.0023); a teacher's answers stand higher rates than labels do.
     */
    private static double fitted(Network network, long steps, double share) {
        long layers = network.layers().stream().filter(layer -> layer.macs() > 0).count();
        double time = steps / 700.0;
        return 0.006 * (1 + 2 * share) * Math.pow(time, 0.125)
                * Math.min(1, Math.pow(10.0 / layers, 1.5) * Math.max(1, Math.sqrt(time))) * batchNorms(network);
    }

    /**
     * For a new last layer: {@code 8 / E‖x‖²} in batches of 64, where x is what that layer reads of a picture. The loss
     * of a linear classifier is the more curved the longer its inputs are, and networks differ in that by a factor of a
     * hundred (ResNet-32 of CIFAR-10: 89, SqueezeNet of ImageNet: 7 700). Where other layers are trained too, no more
     * than these stand.
     */
    private static double newHead(Network network, Front front, Dataset data, long steps) {
        Front all = Front.of(network, Front.ALL_BUT_HEAD);
        boolean map = network.readers(all.value()).stream().noneMatch(LayerInfo::flattens);
        double head = FOR_LENGTH / squaredLength(network, network.layer(all.value()), map, data)
                * (map && network.layer(all.value()).height() > 1 ? FOR_CONVOLUTION : 1);
        return front.equals(all) ? head : Math.min(head, WITH_OTHERS * fitted(network, steps, 0));
    }

    /** The mean over some pictures; of maps that a convolution reads that of their means. */
    private static double squaredLength(Network network, LayerInfo made, boolean map, Dataset data) {
        double sum = 0;
        int count = 0;
        try (Batches batches = Batches.inOrder(data.part(Part.TRAINING), network.description().normalisation(),
                network.description().inputSize().batch(PICTURES));
                Program front = network.program().upTo(made.name())) {
            while (batches.hasNext() && count < PICTURES) {
                Batch batch = batches.next();
                float[] values = front.values(batch.pixels(), batch.size(), Precision.FLOAT32);
                sum += squares(values, batch.size(), made, map);
                count += batch.size();
            }
        }
        return Math.max(1e-6, sum / count);
    }

    private static double squares(float[] values, int pictures, LayerInfo made, boolean map) {
        int channels = made.channels();
        int places = made.height() * made.width();
        int each = map ? 1 : places;
        double squares = 0;
        for (int picture = 0; picture < pictures; picture++) {
            double[] vector = new double[channels * each];
            for (int i = 0; i < places * channels; i++) {
                vector[map ? i % channels : i] += values[picture * places * channels + i] / (map ? places : 1.0);
            }
            for (double value : vector) {
                squares += value * value;
            }
        }
        return squares;
    }
}
