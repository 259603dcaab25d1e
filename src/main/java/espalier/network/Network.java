package espalier.network;

import espalier.basics.Problem;
import espalier.basics.Sha256;
import espalier.data.Batch;
import espalier.data.Dataset;
import espalier.engine.Graphs;
import espalier.engine.LinearLayer;
import espalier.engine.Precision;
import espalier.engine.Program;
import espalier.engine.Stages;
import espalier.engine.Values;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A trained or untrained convolutional network: DL4J's graph, what its file says besides, and the compiled program that
 * runs it. Not thread-safe: one thread owns it.
 */
public final class Network implements AutoCloseable {

    private final ComputationGraph graph;
    private final Description description;
    private final List<LayerInfo> layers;
    private Program program;

    Network(ComputationGraph graph, Description description) {
        this.graph = graph;
        this.description = description;
        this.layers = LayerReader.of(graph, description.inputSize());
    }

    /**
     * A network around a graph that reads pictures as {@code [batch, height, width, 3]} and ends in logits; for those
     * who know DL4J.
     */
    public static Network of(ComputationGraph graph, Description description) {
        return new Network(graph, description);
    }

    /**
     * Reads a network from a DL4J zip.
     *
     * @throws Problem when the file is missing, not a model, damaged, or of another kind
     */
    public static Network read(Path file) {
        Description description = NetworkFile.description(file);
        return new Network(NetworkFile.graph(file), description);
    }

    /**
     * What a network's file says besides its layers, without reading those.
     *
     * @throws Problem that names the file when it is missing, damaged, or not one of Espalier's
     */
    public static Description describe(Path file) {
        return NetworkFile.description(file);
    }

    /**
     * Writes this network as a plain DL4J zip with the description as one more entry. Whole or not at all. DL4J alone
     * opens it, but for those with layers that DL4J lacks: they want this program's jar on the class path.
     *
     * @throws Problem when the place cannot be written to
     */
    public void write(Path file) {
        NetworkFile.write(graph, description, file);
    }

    /** What the file says besides the layers. */
    public Description description() {
        return description;
    }

    /** The same parameters and program under another description. */
    public Network withDescription(Description other) {
        Network network = new Network(graph, other);
        network.program = program;
        return network;
    }

    /** An independent copy. */
    public Network copy() {
        return new Network(Graphs.copy(graph), description);
    }

    /** The layers in the order in which they run, the input first. */
    public List<LayerInfo> layers() {
        return layers;
    }

    /** The layer of a name. */
    public LayerInfo layer(String name) {
        return layers.stream().filter(layer -> layer.name().equals(name)).findFirst().orElseThrow(
                () -> new Problem("There is no layer \"" + name + "\" in " + description.name() + ". Its layers are: "
                        + String.join(", ", layers.stream().map(LayerInfo::name).toList()) + "."));
    }

    /** The convolutions whose filters can be scored, in the order in which they run. */
    public List<LayerInfo> convolutions() {
        return layers.stream().filter(LayerInfo::isConvolution).toList();
    }

    /** The number of classes: the width of the output. */
    public int classes() {
        return layers.get(layers.size() - 1).channels();
    }

    /**
     * Checks that the number of classes and the pictures' size are those of a data set.
     *
     * @throws Problem that names both sides where they are not
     */
    public void requireFits(Dataset data) {
        if (classes() != data.classNames().size()) {
            throw new Problem(description.name() + " tells " + classes() + " classes apart, but " + data.specification()
                    + " has " + data.classNames().size()
                    + ". Choose data with the classes that the network was trained on.");
        }
        if (!description.inputSize().equals(data.pictureSize())) {
            throw new Problem(description.name() + " takes pictures of " + description.inputSize()
                    + " pixels, but those of " + data.specification() + " are " + data.pictureSize()
                    + ". Choose data of the network's size.");
        }
    }

    /** Parameters and multiply-accumulates. */
    public Cost cost() {
        long parameters = 0;
        long macs = 0;
        long convolution = 0;
        for (LayerInfo layer : layers) {
            parameters += layer.parameters();
            macs += layer.macs();
            if (layer.hasKernelWeights()) {
                convolution += layer.weights();
            }
        }
        long nonzero = nonzeroWeights().values().stream().mapToLong(Long::longValue).sum();
        return new Cost(parameters, macs, convolution, nonzero);
    }

    /** The compiled program, made when first asked for. */
    public Program program() {
        if (program == null) {
            program = Program.compile(graph, description.inputSize().height(), description.inputSize().width());
        }
        return program;
    }

    /**
     * The logits of normalised pictures in evaluation mode.
     *
     * @return {@code [batch][classes]}
     */
    public float[][] infer(Batch batch) {
        return infer(batch, Precision.FLOAT32);
    }

    /** {@link #infer(Batch)} with activations of chosen numbers. */
    public float[][] infer(Batch batch, Precision precision) {
        return program().infer(batch.pixels(), batch.size(), precision);
    }

    /**
     * Activations and gradients at named values.
     *
     * @param values names of layers, for their outputs; of {@link #convolutionOutput} for what a convolution gives
     *                   before its own activation
     */
    public Program.Probed probe(Batch batch, Set<String> values, Program.LogitGradient gradient) {
        return program().probe(batch.pixels(), batch.size(), values, gradient);
    }

    /** Activations at named values, named as in {@link #probe}; gradients once they are asked for. */
    public Program.Probed observe(Batch batch, Set<String> values) {
        return program().observe(batch.pixels(), batch.size(), values);
    }

    /**
     * The activations of one value, named as in {@link #probe}.
     *
     * @return {@code [batch · height · width · channels]}
     */
    public float[] activations(Batch batch, String value) {
        return program().activations(batch.pixels(), batch.size(), value);
    }

    /**
     * The logits of one normalised picture, each time with one channel of a layer's output set to 0.
     *
     * @param pixels   {@code [height, width, 3]}
     * @param channels to set to 0, one for each row of the result; −1 for none
     * @return {@code [channels.length][classes]}
     */
    public float[][] ablate(float[] pixels, String layer, int[] channels) {
        return program().ablate(pixels, layer, channels);
    }

    /** A pass forward over pictures that stops where it is asked to; see {@link Program#stages}. */
    public Stages stages(Batch batch, Collection<String> values) {
        return program().stages(batch.pixels(), batch.size(), values);
    }

    /** The convolutions and dense layers that are trained, as matrices, by name, in the order in which they run. */
    public Map<String, LinearLayer> linearLayers() {
        return program().linearLayers();
    }

    /** The name of a convolution's output proper, before batch norm and before an activation inside the layer. */
    public String convolutionOutput(String layer) {
        return program().linearValue(layer);
    }

    /**
     * The name of the value that holds a convolution's feature maps: what comes out of the batch norm and the
     * activation behind it, as long as nothing else reads what is between.
     *
     * @param throughSums whether to go on through additions, which keep channels apart, to the activation behind them
     */
    public String featureMap(LayerInfo convolution, boolean throughSums) {
        String value = convolution.name();
        if (convolution.activation()) {
            return value;
        }
        for (List<LayerInfo> readers = readers(value); readers.size() == 1; readers = readers(value)) {
            LayerInfo next = readers.get(0);
            if (next.kind() == LayerKind.ACTIVATION) {
                return next.name();
            }
            if (next.kind() != LayerKind.BATCH_NORM && !(throughSums && next.kind() == LayerKind.ADD)) {
                return value;
            }
            value = next.name();
        }
        return value;
    }

    /** A copy of all parameters and running statistics. */
    public float[] parameters() {
        return Values.of(graph.params());
    }

    /**
     * Twelve hexadecimal digits that stand for all parameters and running statistics: the beginning of the SHA-256 of
     * their 32-bit values, in the order of the file. Two networks of the same layers and the same fingerprint are equal
     * to the last bit.
     */
    public String fingerprint() {
        float[] values = parameters();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return Sha256.brief(bytes.array());
    }

    /** Sets all parameters and running statistics. */
    public void setParameters(float[] values) {
        graph.params().assign(Nd4j.createFromArray(values).reshape(graph.params().shape()));
        if (program != null) {
            program.parametersChanged();
        }
    }

    /**
     * What a batch norm learned of its input: the running means and variances of its channels, {@code [2][channels]}.
     */
    public float[][] runningStatistics(String batchNorm) {
        Layer layer = graph.getLayer(batchNorm);
        INDArray variance = layer.getParam("var");
        if (variance == null) {
            variance = Transforms.exp(layer.getParam("log10stdev").mul(2 * Math.log(10)));
        }
        return new float[][] {layer.getParam("mean").toFloatVector(), variance.toFloatVector()};
    }

    /**
     * Gives layers new random weights, as before training; others keep what they have learnt, and layers without
     * parameters stay as they are.
     *
     * @param seed the same seed gives the same weights
     */
    public void reinitialise(List<String> names, long seed) {
        Random random = new Random(seed);
        for (String name : names) {
            if (graph.getVertex(name) != null && graph.getVertex(name).hasLayer()) {
                Reinitialisation.reset(graph, name, random);
            }
        }
        if (program != null) {
            program.parametersChanged();
        }
    }

    /** A convolution's weights as {@code [out][in · kernelHeight · kernelWidth]}, in the order in, height, width. */
    public float[][] weights(String convolution) {
        INDArray weights = graph.getLayer(convolution).getParam("W");
        return weights.dup('c').reshape(weights.size(0), -1).toFloatMatrix();
    }

    /** Sets a convolution's weights, in the shape of {@link #weights}. */
    public void setWeights(String convolution, float[][] values) {
        INDArray weights = graph.getLayer(convolution).getParam("W");
        weights.assign(Nd4j.createFromArray(values).reshape(weights.shape()));
        if (program != null) {
            program.parametersChanged();
        }
    }

    /** By convolution of any kind, how many of its weights are not exactly zero, in the order in which they run. */
    public Map<String, Long> nonzeroWeights() {
        return ZeroWeights.nonzero(graph, layers);
    }

    /**
     * What clears, in the program's gradients, those of the convolutions' weights that are exactly zero now: run after
     * each pass, it keeps the weights of an unstructured pruned network at zero.
     */
    public Runnable clearingOfZeros() {
        return ZeroWeights.clearing(graph, layers, program().gradients());
    }

    /**
     * The factors γ by which a batch norm scales its channels.
     *
     * @param batchNorm the layer's name
     */
    public float[] batchNormScale(String batchNorm) {
        INDArray gamma = graph.getLayer(batchNorm).paramTable().get("gamma");
        if (gamma == null) {
            float[] ones = new float[layer(batchNorm).channels()];
            Arrays.fill(ones, 1);
            return ones;
        }
        return gamma.dup('c').data().asFloat();
    }

    /** The layers that read a layer's output, in the order in which they run. */
    public List<LayerInfo> readers(String layer) {
        return layers.stream().filter(other -> other.inputs().contains(layer)).toList();
    }

    /**
     * A smaller network that keeps only the named channels of each layer; what is not named stays whole. A layer's
     * inputs must fit the outputs that it reads.
     *
     * @param outputs for a layer with parameters, which of its output channels stay, ascending
     * @param inputs  for a layer with parameters, which of its inputs stay, ascending
     */
    public Network slice(Map<String, int[]> outputs, Map<String, int[]> inputs) {
        return new Network(Slicer.slice(graph, outputs, inputs), description);
    }

    /** DL4J's graph, for those who know DL4J; not to be changed. */
    public ComputationGraph graph() {
        return graph;
    }

    /** Frees the native memory of the program's buffers; the parameters stay usable. */
    @Override
    public void close() {
        if (program != null) {
            program.close();
            program = null;
        }
    }

    @Override
    public String toString() {
        return description.name() + " "
                + Arrays.toString(convolutions().stream().mapToInt(LayerInfo::channels).toArray());
    }
}
