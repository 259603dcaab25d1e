package espalier.network.imports;

import espalier.basics.Problem;
import espalier.data.PictureSize;
import espalier.engine.Graphs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads Keras models: DL4J's import turns their layers into its own. */
final class KerasReader {

    private KerasReader() {}

    static SourceGraph read(Path path, Optional<PictureSize> sizeIfOpen) {
        String file = path.toString();
        try (KerasFile keras = new KerasFile(path)) {
            KerasConfiguration configuration = new KerasConfiguration(file,
                    keras.description().orElseThrow(() -> new Problem(file
                            + " holds no Keras model, at most its weights: the description of the layers (model_config) "
                            + "is missing. Save the whole model, with model.save(\"name.h5\").")));
            int[] shape = configuration.shape(sizeIfOpen);
            if (shape[2] != 1 && shape[2] != 3) {
                throw new Problem(file + " takes pictures with " + shape[2]
                        + " channels; Espalier takes coloured and grey ones.");
            }
            ComputationGraph graph = build(keras, configuration);
            InputType input = InputType.convolutional(shape[0], shape[1], shape[2], CNN2DFormat.NHWC);
            return new SourceGraph("Keras " + keras.version().orElse(""), graph, new PictureSize(shape[0], shape[1]),
                    shape[2], Graphs.copy(graph.getConfiguration()).getLayerActivationTypes(input),
                    configuration.flattenedChannelsFirst(), configuration.normalisation(), configuration.notes());
        } catch (UnsupportedKerasConfigurationException | InvalidKerasConfigurationException e) {
            throw new Problem(file + ": DeepLearning4J cannot take this Keras network over, as it says: "
                    + firstSentence(e) + " Make a network without that, or save it with Keras 2.", e);
        } catch (Problem e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new Problem(file
                    + " cannot be read as a Keras network: it is damaged, or of a version that DeepLearning4J does not "
                    + "know. Take another copy, or save it with Keras 2 as .h5.", e);
        }
    }

    /** DL4J makes the graph of the description alone; the weights are put in afterwards. */
    private static ComputationGraph build(KerasFile keras, KerasConfiguration configuration)
            throws IOException, UnsupportedKerasConfigurationException, InvalidKerasConfigurationException {
        KerasModel model = new KerasModel().modelBuilder()
                .modelJson(configuration.json(keras.version(), keras.backend())).enforceTrainingConfig(false)
                .buildModel();
        for (KerasLayer layer : model.getLayers().values()) {
            if (layer.getNumParams() > 0) {
                Map<String, INDArray> weights = keras.weights(layer.getLayerName());
                if (weights.isEmpty()) {
                    throw new IOException("There are no weights for the layer " + layer.getLayerName());
                }
                layer.setWeights(weights);
            }
        }
        ComputationGraph graph = model.getComputationGraph(false);
        for (Layer layer : graph.getLayers()) {
            check(layer, model.getLayers().get(layer.conf().getLayer().getLayerName()));
        }
        KerasModelUtils.copyWeightsToModel(graph, model.getLayers());
        return graph;
    }

    /** DL4J copies without looking: weights that are too many would be written over what lies behind. */
    private static void check(Layer layer, KerasLayer read) throws IOException {
        for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
            INDArray weights = read.getWeights() == null ? null : read.getWeights().get(parameter.getKey());
            if (weights == null || weights.length() != parameter.getValue().length()) {
                throw new IOException("The weights of the layer " + read.getLayerName() + " do not fit it");
            }
        }
    }

    private static String firstSentence(Exception e) {
        String message = String.valueOf(e.getMessage()).strip();
        int end = message.indexOf(". ");
        String sentence = end < 0 ? message : message.substring(0, end);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
