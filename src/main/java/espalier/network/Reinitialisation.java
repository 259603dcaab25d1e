package espalier.network;

import espalier.engine.layers.ParametricRelu;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** New random weights for layers, as they were before training. */
final class Reinitialisation {

    private Reinitialisation() {}

    /**
     * Weights drawn from a normal distribution of variance 2 / inputs (He et al. 2015), biases 0; batch norms that
     * change nothing, and slopes of rectifiers of 0.25.
     */
    static void reset(ComputationGraph graph, String layer, Random random) {
        for (Map.Entry<String, INDArray> parameter : graph.getLayer(layer).paramTable().entrySet()) {
            INDArray value = parameter.getValue();
            switch (parameter.getKey()) {
                case "gamma", "var" -> value.assign(1);
                case ParametricRelu.SLOPES -> value.assign(0.25);
                case "W" -> value.assign(drawn(value, random));
                default -> value.assign(0);
            }
        }
    }

    private static INDArray drawn(INDArray weights, Random random) {
        // A convolution's are [out, in, height, width], a depthwise one's [height, width, in, 1], a dense layer's [in,
        // out].
        long inputs = weights.rank() == 2 ? weights.size(0)
                : weights.size(3) == 1 && weights.size(2) > 1 && weights.size(0) == weights.size(1)
                        ? weights.size(0) * weights.size(1) : weights.length() / weights.size(0);
        double deviation = Math.sqrt(2.0 / inputs);
        float[] values = new float[(int) weights.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return Nd4j.createFromArray(values).reshape(weights.shape());
    }
}
