package espalier.network;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Residual shortcuts without parameters (He et al. 2016, section 3.3, option A): channels passed on as they are, others
 * filled with zeros. In DL4J's layers that is a frozen 1×1 convolution without bias whose weights pick one channel, or
 * none, for each output.
 */
final class Shortcuts {

    private Shortcuts() {}

    /** Whether a layer only picks channels: nothing there is learnt. */
    static boolean isShortcut(Layer layer) {
        return layer instanceof FrozenLayerWithBackprop
                && layer.conf().getLayer() instanceof ConvolutionLayer convolution
                && convolution.getKernelSize()[0] == 1 && convolution.getKernelSize()[1] == 1 && !convolution.hasBias()
                && picks(layer.getParam("W"));
    }

    private static boolean picks(INDArray weights) {
        int inputs = (int) weights.size(1);
        float[] values = weights.dup('c').data().asFloat();
        for (int from = 0; from < values.length; from += inputs) {
            int ones = 0;
            for (int i = from; i < from + inputs; i++) {
                if (values[i] == 1) {
                    ones++;
                } else if (values[i] != 0) {
                    return false;
                }
            }
            if (ones > 1) {
                return false;
            }
        }
        return true;
    }

    /** Sets the weights of a new graph's frozen convolutions: the input's channels first, zeros behind them. */
    static void fill(ComputationGraph graph) {
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof FrozenLayerWithBackprop) {
                INDArray weights = layer.getParam("W");
                int inputs = (int) weights.size(1);
                float[] identity = new float[(int) weights.length()];
                for (int i = 0; i < Math.min(inputs, weights.size(0)); i++) {
                    identity[i * inputs + i] = 1;
                }
                weights.assign(Nd4j.createFromArray(identity).reshape(weights.shape()));
            }
        }
    }
}
