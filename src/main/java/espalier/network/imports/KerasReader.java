package espalier.network.imports;

import espalier.basics.Problem;
import espalier.data.PictureSize;
import espalier.engine.Graphs;
import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelBuilder;

/** Reads Keras models from HDF5 through DL4J's import. */
final class KerasReader {

    private KerasReader() {}

    static SourceGraph read(Path path, Optional<PictureSize> sizeIfOpen) {
        String file = path.toString();
        try {
            String version;
            KerasConfiguration configuration;
            // What goes wrong is told in a sentence, not by the library on standard error.
            org.bytedeco.hdf5.Exception.dontPrint();
            Hdf5Archive archive = new Hdf5Archive(file);
            try {
                if (!archive.hasAttribute("model_config")) {
                    throw new Problem(file
                            + " holds no Keras model, at most its weights: the description of the layers (model_config) "
                            + "is missing. Save the whole model, with model.save(\"name.h5\").");
                }
                version = archive.hasAttribute("keras_version") ? archive.readAttributeAsString("keras_version") : "";
                configuration = new KerasConfiguration(file, archive.readAttributeAsJson("model_config"));
            } finally {
                archive.close();
            }
            int[] shape = configuration.shape(sizeIfOpen);
            if (shape[2] != 1 && shape[2] != 3) {
                throw new Problem(file + " takes pictures with " + shape[2]
                        + " channels; Espalier takes coloured and grey ones.");
            }
            ComputationGraph graph = build(file, configuration);
            InputType input = InputType.convolutional(shape[0], shape[1], shape[2], CNN2DFormat.NHWC);
            return new SourceGraph("Keras " + version, graph, new PictureSize(shape[0], shape[1]), shape[2],
                    Graphs.copy(graph.getConfiguration()).getLayerActivationTypes(input),
                    configuration.flattenedChannelsFirst(), configuration.normalisation(), configuration.notes());
        } catch (UnsupportedKerasConfigurationException | InvalidKerasConfigurationException e) {
            throw new Problem(file + ": DeepLearning4J cannot take this Keras network over, as it says: "
                    + firstSentence(e) + " Make a network without that, or save it with Keras 2.", e);
        } catch (Problem e) {
            throw e;
        } catch (LinkageError e) {
            throw new Problem(
                    "Keras files cannot be read on this computer: there is no HDF5 library for its processor. Import "
                            + file + " on another one; the network that comes out works here.",
                    e);
        } catch (Exception e) {
            throw new Problem(file
                    + " cannot be read as a Keras network: it is damaged, or of a version that DeepLearning4J does not "
                    + "know. Take another copy, or save it with Keras 2 as .h5.", e);
        }
    }

    private static ComputationGraph build(String file, KerasConfiguration configuration) throws Exception {
        KerasModelBuilder builder = new KerasModel().modelBuilder();
        try {
            builder.modelHdf5Filename(file).enforceTrainingConfig(false);
            builder.setModelJson(configuration.json(builder.getModelJson()));
            // The loss: the rebuilt network has its own.
            builder.setTrainingJson(null);
            return builder.buildModel().getComputationGraph();
        } finally {
            builder.close();
        }
    }

    private static String firstSentence(Exception e) {
        String message = String.valueOf(e.getMessage()).strip();
        int end = message.indexOf(". ");
        String sentence = end < 0 ? message : message.substring(0, end);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
