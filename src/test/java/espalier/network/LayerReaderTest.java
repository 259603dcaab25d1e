package espalier.network;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.engine.layers.BroadcastVertex;
import espalier.engine.layers.ParametricRelu;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What mixes channels is not taken for something that keeps them apart. */
class LayerReaderTest {

    @Test
    void aSoftmaxInsideANetworkIsNotUnderstood() {
        Network network = behind(b -> b.addLayer("mixing", new ActivationLayer(Activation.SOFTMAX), "conv"));
        assertThat(network.layer("mixing").kind()).isEqualTo(LayerKind.OTHER);
        assertThat(network.layer("out").kind()).isEqualTo(LayerKind.OUTPUT);
    }

    @Test
    void aConvolutionWithASoftmaxInsideIsNotUnderstood() {
        Network network = behind(b -> b.addLayer("mixing", convolution(3, Activation.SOFTMAX), "conv"));
        assertThat(network.layer("mixing").kind()).isEqualTo(LayerKind.OTHER);
    }

    @Test
    void aProductIsNoSum() {
        Network network = behind(
                b -> b.addVertex("mixing", new ElementWiseVertex(ElementWiseVertex.Op.Product), "conv", "conv"));
        assertThat(network.layer("mixing").kind()).isEqualTo(LayerKind.MULTIPLY);
    }

    @Test
    void aDifferenceIsNoShortcut() {
        Network network = behind(
                b -> b.addVertex("mixing", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), "conv", "conv"));
        assertThat(network.layer("mixing").kind()).isEqualTo(LayerKind.COMBINE);
    }

    @Test
    void mapsTimesNumbersAreAGate() {
        Network network = behind(
                b -> b.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "conv")
                        .addVertex("mixing", new BroadcastVertex(BroadcastVertex.Op.MULTIPLY), "mean", "conv"));
        assertThat(network.layer("mixing").kind()).isEqualTo(LayerKind.MULTIPLY);
        assertThat(network.layer("mixing").height()).isEqualTo(network.layer("conv").height());
    }

    @Test
    void trainedSlopesAreAnActivation() {
        Network network = behind(b -> b.addLayer("mixing", new ParametricRelu(), "conv"));
        assertThat(network.layer("mixing").kind()).isEqualTo(LayerKind.ACTIVATION);
        assertThat(network.layer("mixing").parameters()).isEqualTo(network.layer("conv").channels());
        assertThat(network.layer("mixing").macs()).isZero();
    }

    @Test
    void enlargingLeavesChannelsApart() {
        Network network = behind(
                b -> b.addLayer("mixing", new Upsampling2D.Builder(2).dataFormat(CNN2DFormat.NHWC).build(), "conv"));
        assertThat(network.layer("mixing").kind()).isEqualTo(LayerKind.RESIZING);
    }

    @Test
    void aFrozenConvolutionIsAShortcutOnlyWhereItPicksChannels() {
        Network network = behind(
                b -> b.addLayer("mixing", new FrozenLayerWithBackprop(new ConvolutionLayer.Builder(1, 1).nOut(6)
                        .hasBias(false).activation(Activation.IDENTITY).dataFormat(CNN2DFormat.NHWC).build()), "conv"));
        assertThat(network.layer("mixing").kind()).isEqualTo(LayerKind.CONVOLUTION);
        Shortcuts.fill(network.graph());
        Network filled = new Network(network.graph(), network.description());
        assertThat(filled.layer("mixing").kind()).isEqualTo(LayerKind.SHORTCUT);
        assertThat(filled.layer("mixing").parameters()).isZero();
        assertThat(filled.layer("mixing").macs()).isZero();
    }

    private static ConvolutionLayer convolution(int filters, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(activation).dataFormat(CNN2DFormat.NHWC)
                .build();
    }

    private static Network behind(java.util.function.Consumer<GraphBuilder> part) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder().convolutionMode(ConvolutionMode.Same).graphBuilder()
                .addInputs("picture");
        builder.addLayer("conv", convolution(4, Activation.IDENTITY), "picture");
        part.accept(builder);
        builder.addLayer("out", new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nOut(TestNetworks.CLASSES)
                .activation(Activation.SOFTMAX).build(), "mixing");
        builder.setOutputs("out")
                .setInputTypes(InputType.convolutional(TestNetworks.SIZE, TestNetworks.SIZE, 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return new Network(graph, TestNetworks.description(TestNetworks.CLASSES, TestNetworks.SIZE));
    }
}
