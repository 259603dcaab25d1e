package espalier.network.imports;

import espalier.basics.Problem;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.network.imports.Draft.Value;
import espalier.network.imports.KerasModel.Layer;
import espalier.network.imports.Preparation.ChannelOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads Keras models of all versions, in both forms of file. */
final class KerasReader {

    private final KerasModel model;
    private final Map<String, Map<String, INDArray>> weights;
    private final KerasFunctions functions;
    private final int[] shape;

    private KerasReader(KerasModel model, Map<String, Map<String, INDArray>> weights, KerasFunctions functions,
            int[] shape) {
        this.model = model;
        this.weights = weights;
        this.functions = functions;
        this.shape = shape;
    }

    /**
     * Reads a file.
     *
     * @param archive whether it is a {@code .keras} archive rather than HDF5
     */
    static ForeignSource read(Path path, boolean archive, Optional<PictureSize> sizeIfOpen) {
        try (KerasFile file = archive ? KerasFile.archive(path) : KerasFile.hdf5(path)) {
            return read(path.toString(), file, sizeIfOpen);
        } catch (Problem e) {
            throw e.getMessage().startsWith(path.toString()) ? e : new Problem(path + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            throw new Problem(path + " cannot be read as a Keras network: it is damaged, or of a version that Espalier "
                    + "does not know. Take another copy, or save it again as .keras.", e);
        }
    }

    private static ForeignSource read(String path, KerasFile file, Optional<PictureSize> sizeIfOpen)
            throws IOException {
        KerasModel model = new KerasModel(path, file.description());
        int[] shape = model.shape(sizeIfOpen);
        if (shape[2] != 1 && shape[2] != 3) {
            throw new Problem(
                    path + " takes pictures with " + shape[2] + " channels; Espalier takes coloured and grey ones.");
        }
        Map<String, Map<String, INDArray>> weights = new HashMap<>();
        for (Layer layer : model.layers().values()) {
            if (!KerasLayers.parameters(layer).isEmpty()) {
                weights.put(layer.name(), file.weights(layer));
            }
        }
        List<String> notes = new ArrayList<>();
        Optional<Normalisation> normalisation = KerasPicture.takeOut(model, weights, notes);
        model.layers().values().forEach(KerasLayers::check);
        for (Layer layer : model.layers().values()) {
            if (!KerasLayers.parameters(layer).isEmpty()) {
                checkFit(layer, weights.get(layer.name()));
            }
        }
        KerasReader reader = new KerasReader(model, weights, new KerasFunctions(file.version().startsWith("3")), shape);
        return new ForeignSource("Keras " + file.version(), new PictureSize(shape[0], shape[1]), shape[2],
                normalisation, normalisation, List.of(), notes, reader::graph);
    }

    private static void checkFit(Layer layer, Map<String, INDArray> weights) throws IOException {
        for (String name : KerasLayers.parameters(layer)) {
            // Keras 3 calls the kernel of a depthwise convolution just that.
            INDArray values = weights.getOrDefault(name, weights.get(name.replace("depthwise_", "")));
            String width = layer.type().equals("Dense") ? "units" : "filters";
            boolean wide = List.of("kernel", "pointwise_kernel").contains(name) && layer.config().has(width);
            if (values == null || wide && values.size(values.rank() - 1) != layer.config().path(width).asLong()) {
                throw new IOException("The weights of the layer " + layer.name() + " do not fit it");
            }
        }
    }

    /**
     * How the model ends.
     *
     * @param layer   what makes the logits
     * @param bare    whether without the function that it has inside, which is the softmax at the end
     * @param sigmoid whether each output is a probability by itself
     */
    private record End(Layer layer, boolean bare, boolean sigmoid) {}

    private End end() {
        Layer layer = model.layers().get(model.output());
        IActivation last = new ActivationIdentity();
        while (layer != null) {
            IActivation own = functions.of(layer);
            boolean plain = own instanceof ActivationIdentity;
            boolean probability = own instanceof ActivationSoftmax || own instanceof ActivationSigmoid;
            if (!plain && (!probability || !(last instanceof ActivationIdentity))) {
                return new End(layer, false, last instanceof ActivationSigmoid);
            }
            last = plain ? last : own;
            if (!KerasFunctions.isActivation(layer) && !List.of("Flatten", "Reshape").contains(layer.type())) {
                return new End(layer, true, last instanceof ActivationSigmoid);
            }
            layer = model.layers().get(layer.inputs().get(0));
        }
        throw new Problem("The network has no layer that names a class. Choose a network that classifies pictures.");
    }

    private ComputationGraph graph(ChannelOrder channels, List<String> notes) {
        Draft draft = new Draft();
        KerasLayers layers = new KerasLayers(model, draft, notes);
        HeadWriter writer = new HeadWriter(draft, notes);
        End end = end();
        Map<String, Value> values = new HashMap<>();
        int[] order = shape[2] == 1 ? new int[3] : channels == ChannelOrder.BGR ? new int[] {2, 1, 0} : null;
        values.put(KerasModel.PICTURE, Value.map(Draft.INPUT, shape[0], shape[1], 3, order));
        for (Layer layer : model.layers().values()) {
            List<Value> read = layer.inputs().stream().map(values::get).toList();
            Map<String, INDArray> own = weights.getOrDefault(layer.name(), Map.of());
            if (layer != end.layer) {
                values.put(layer.name(), layers.write(layer, own, functions.of(layer), read));
                continue;
            }
            Value in = read.get(0);
            String output;
            if (layer.type().equals("Dense") && end.bare && (!in.map() || in.flat() || in.height() * in.width() == 1)) {
                Value vector = layers.vector(layer.name(), in);
                output = writer.dense(layer.name(), vector, LayerRebuilder.inputs(own.get("kernel"), 0, vector.order()),
                        own.get("bias"), end.sigmoid);
            } else {
                IActivation function = end.bare ? new ActivationIdentity() : functions.of(layer);
                output = writer.loss(layer.name(), layers.write(layer, own, function, read), end.sigmoid);
            }
            return draft.graph(output, shape[0], shape[1]);
        }
        throw new IllegalStateException("The layer " + end.layer.name() + " is not among the others");
    }
}
