package espalier.network;

import espalier.basics.Problem;
import espalier.engine.Backend;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Untrained networks by name. */
public final class Architectures {

    /** Stands for a 2×2 max pool in a list of widths. */
    private static final int POOL = 0;

    private static final Map<String, int[]> VGG = new TreeMap<>(Map.of(
            "vgg-s", new int[] {32, 32, POOL, 64, 64, POOL, 128, 128, POOL},
            "shapes-vgg", new int[] {12, 16, POOL, 24, 32, POOL, 48, 48, POOL, 64, POOL}));

    private Architectures() {
    }

    /** The names that {@link #create} knows, sorted. */
    public static List<String> names() {
        return List.copyOf(VGG.keySet());
    }

    /**
     * An untrained network: 3×3 convolutions with bias, batch norm (ε 1e-5) and ReLU after each, 2×2 max pools, the mean over the
     * last map, and one dense layer (Simonyan and Zisserman 2015, in the small form usual for CIFAR-10).
     *
     * @param architecture one of {@link #names}
     * @param seed         of the first weights: He's normal distribution for convolutions, Xavier's for the dense layer
     * @throws Problem where there is no such architecture
     */
    public static Network create(String architecture, Description description, long seed) {
        int[] widths = VGG.get(architecture);
        if (widths == null) {
            throw new Problem("There is no architecture \"" + architecture + "\". Choose one of " + names() + ".");
        }
        return vgg(widths, description, seed);
    }

    /**
     * A network as {@link #create} makes it, of any widths.
     *
     * @param widths filters of each convolution, 0 for a 2×2 max pool
     */
    public static Network vgg(int[] widths, Description description, long seed) {
        Backend.start();
        GraphBuilder builder = new NeuralNetConfiguration.Builder().seed(seed).updater(new Sgd(0.01))
                .convolutionMode(ConvolutionMode.Same).graphBuilder().addInputs("picture");
        String last = "picture";
        int convolutions = 0;
        int pools = 0;
        for (int width : widths) {
            if (width == POOL) {
                String pool = "pool" + ++pools;
                builder.addLayer(pool, new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2).stride(2, 2).dataFormat(CNN2DFormat.NHWC).build(), last);
                last = pool;
            } else {
                last = block(builder, ++convolutions, width, last);
            }
        }
        builder.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
        builder.addLayer("classifier", new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(description.classNames().size()).activation(Activation.SOFTMAX).weightInit(WeightInit.XAVIER).build(),
                "mean");
        builder.setOutputs("classifier").setInputTypes(InputType.convolutional(description.inputSize().height(),
                description.inputSize().width(), 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return new Network(graph, description);
    }

    private static String block(GraphBuilder builder, int number, int width, String input) {
        builder.addLayer("conv" + number, new ConvolutionLayer.Builder(3, 3).nOut(width).stride(1, 1)
                .activation(Activation.IDENTITY).weightInit(WeightInit.RELU).dataFormat(CNN2DFormat.NHWC).build(), input);
        builder.addLayer("norm" + number, new BatchNormalization.Builder().eps(1e-5).decay(0.9).useLogStd(false)
                .dataFormat(CNN2DFormat.NHWC).build(), "conv" + number);
        builder.addLayer("relu" + number, new ActivationLayer(Activation.RELU), "norm" + number);
        return "relu" + number;
    }
}
