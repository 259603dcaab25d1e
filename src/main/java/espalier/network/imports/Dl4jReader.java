package espalier.network.imports;

import espalier.basics.Problem;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.engine.Graphs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.linalg.dataset.api.preprocessor.VGG16ImagePreProcessor;

/** Reads models that DL4J's {@code ModelSerializer} wrote: both kinds of network, in either layout. */
final class Dl4jReader {

    private static final int LARGEST_SIZE = 512;

    private Dl4jReader() {}

    static SourceGraph read(Path file, Optional<PictureSize> sizeIfOpen) {
        ComputationGraph graph = graph(file);
        ComputationGraphConfiguration configuration = graph.getConfiguration();
        if (configuration.getNetworkInputs().size() != 1) {
            throw new Problem(file + " holds a network with " + configuration.getNetworkInputs().size()
                    + " inputs; Espalier takes networks with one, a picture.");
        }
        int colours = colours(file, graph);
        Optional<InputType> flat = flatInput(configuration);
        CNN2DFormat format = format(graph);
        if (flat.isPresent()) {
            InputType.InputTypeConvolutionalFlat type = (InputType.InputTypeConvolutionalFlat) flat.get();
            return source(file, graph, new PictureSize((int) type.getHeight(), (int) type.getWidth()), colours, type);
        }
        List<PictureSize> fitting = hasFlattening(configuration) ? fittingSizes(configuration, colours, format)
                : List.of();
        PictureSize size = fitting.stream().filter(fits -> sizeIfOpen.isEmpty() || sizeIfOpen.get().equals(fits))
                .findFirst().or(() -> fitting.stream().findFirst()).or(() -> sizeIfOpen)
                .orElseThrow(() -> new Problem(
                        file + " does not say what size its pictures have. Say which it shall take (--size on "
                                + "the command line)."));
        return source(file, graph, size, colours,
                InputType.convolutional(size.height(), size.width(), colours, format));
    }

    private static SourceGraph source(Path file, ComputationGraph graph, PictureSize size, int colours,
            InputType input) {
        try {
            return new SourceGraph("DeepLearning4J", graph, size, colours, types(graph.getConfiguration(), input),
                    normalisation(file), new ArrayList<>());
        } catch (RuntimeException e) {
            throw new Problem(file + " holds a network that pictures of " + size
                    + " pixels do not fit. Give the size that it was " + "trained with.", e);
        }
    }

    private static Map<String, InputType> types(ComputationGraphConfiguration configuration, InputType input) {
        return Graphs.copy(configuration).getLayerActivationTypes(input);
    }

    private static ComputationGraph graph(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String structure = new String(zip.getInputStream(zip.getEntry("configuration.json")).readAllBytes(),
                    StandardCharsets.UTF_8);
            return structure.contains("\"networkInputs\"")
                    ? ModelSerializer.restoreComputationGraph(file.toFile(), false)
                    : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false).toComputationGraph();
        } catch (IOException | RuntimeException e) {
            throw new Problem(file
                    + " cannot be read as a DeepLearning4J model: it is damaged, or of a release that 1.0.0-M2.1 does "
                    + "not know. Take another copy, or save it again.", e);
        }
    }

    private static Stream<Layer> layers(ComputationGraph graph) {
        return graph.getConfiguration().getTopologicalOrder() == null
                ? Stream.of(graph.getLayers()).map(layer -> SourceGraph.unwrapped(layer.conf().getLayer()))
                : IntStream.of(graph.topologicalSortOrder()).mapToObj(index -> graph.getVertices()[index])
                        .filter(vertex -> vertex.hasLayer())
                        .map(vertex -> SourceGraph.unwrapped(vertex.getLayer().conf().getLayer()));
    }

    private static int colours(Path file, ComputationGraph graph) {
        long colours = layers(graph).filter(ConvolutionLayer.class::isInstance).findFirst()
                .map(layer -> ((ConvolutionLayer) layer).getNIn()).orElseThrow(() -> new Problem(
                        file + " holds a network without a convolution. Espalier looks at convolutional ones."));
        if (colours != 1 && colours != 3) {
            throw new Problem(
                    file + " takes pictures with " + colours + " channels; Espalier takes coloured and grey ones.");
        }
        return (int) colours;
    }

    private static CNN2DFormat format(ComputationGraph graph) {
        return layers(graph)
                .map(layer -> layer instanceof ConvolutionLayer convolution ? convolution.getCnn2dDataFormat()
                        : layer instanceof SubsamplingLayer pool ? pool.getCnn2dDataFormat()
                                : layer instanceof BatchNormalization norm ? norm.getCnn2DFormat() : null)
                .filter(found -> found != null).findFirst().orElse(CNN2DFormat.NCHW);
    }

    /** The picture where it comes as a long row, as MNIST's does. */
    private static Optional<InputType> flatInput(ComputationGraphConfiguration configuration) {
        String input = configuration.getNetworkInputs().get(0);
        return configuration.getVertexInputs().entrySet().stream().filter(entry -> entry.getValue().contains(input))
                .map(entry -> preProcessor(configuration, entry.getKey()))
                .filter(FeedForwardToCnnPreProcessor.class::isInstance).map(FeedForwardToCnnPreProcessor.class::cast)
                .findFirst().map(pre -> InputType.convolutionalFlat(pre.getInputHeight(), pre.getInputWidth(),
                        pre.getNumChannels()));
    }

    private static InputPreProcessor preProcessor(ComputationGraphConfiguration configuration, String vertex) {
        return configuration.getVertices().get(vertex) instanceof LayerVertex layer ? layer.getPreProcessor() : null;
    }

    private static boolean hasFlattening(ComputationGraphConfiguration configuration) {
        return configuration.getVertices().keySet().stream()
                .anyMatch(name -> preProcessor(configuration, name) instanceof CnnToFeedForwardPreProcessor);
    }

    /** The square sizes whose maps come out as large as the dense layers want them, those of round numbers first. */
    private static List<PictureSize> fittingSizes(ComputationGraphConfiguration configuration, int colours,
            CNN2DFormat format) {
        List<Integer> fitting = new ArrayList<>();
        for (int size = 1; size <= LARGEST_SIZE; size++) {
            try {
                Map<String, InputType> types = types(configuration,
                        InputType.convolutional(size, size, colours, format));
                if (configuration.getVertices().keySet().stream().allMatch(name -> fits(configuration, name, types))) {
                    fitting.add(size);
                }
            } catch (RuntimeException e) {
                // This size does not go through the windows: the next.
            }
            if (!fitting.isEmpty() && size > 2 * fitting.get(0) + 32) {
                break;
            }
        }
        return fitting.stream().sorted((a, b) -> Integer.numberOfTrailingZeros(b) - Integer.numberOfTrailingZeros(a))
                .map(size -> new PictureSize(size, size)).toList();
    }

    private static boolean fits(ComputationGraphConfiguration configuration, String name,
            Map<String, InputType> types) {
        if (!(preProcessor(configuration, name) instanceof CnnToFeedForwardPreProcessor flatten)) {
            return true;
        }
        InputType read = types.get(configuration.getVertexInputs().get(name).get(0));
        return read instanceof InputType.InputTypeConvolutional map && map.getHeight() == flatten.getInputHeight()
                && map.getWidth() == flatten.getInputWidth();
    }

    /** What the model's own normaliser does to pixels. */
    private static Optional<Normalisation> normalisation(Path file) {
        Normalizer<?> normalizer;
        try {
            normalizer = ModelSerializer.restoreNormalizerFromFile(file.toFile());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
        if (normalizer instanceof ImagePreProcessingScaler scaler && scaler.getMaxPixelVal() == 255) {
            float range = (float) (scaler.getMaxRange() - scaler.getMinRange());
            float mean = (float) -scaler.getMinRange() / range;
            return Optional.of(
                    new Normalisation(new float[] {mean, mean, mean}, new float[] {1 / range, 1 / range, 1 / range}));
        }
        if (normalizer instanceof VGG16ImagePreProcessor) {
            return Optional.of(Preparation.pixels(new double[] {123.68, 116.779, 103.939}, new double[] {1, 1, 1}));
        }
        return Optional.empty();
    }
}
