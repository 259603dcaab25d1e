package espalier.network.imports;

import espalier.basics.Problem;
import espalier.engine.Values;
import espalier.network.imports.Draft.Value;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Writes the end of the new graph: one output layer with softmax and cross entropy. */
final class HeadWriter {

    private final Draft draft;
    private final List<String> notes;

    HeadWriter(Draft draft, List<String> notes) {
        this.draft = draft;
        this.notes = notes;
    }

    /**
     * The end of a network whose logits are not those of a dense layer.
     *
     * @param producer what gives them, in the old graph
     * @param sigmoid  whether each output was a probability by itself
     * @return the output's name
     * @throws Problem where they are not one number for each class
     */
    String loss(String producer, Value logits, boolean sigmoid) {
        if (logits.map() && logits.height() * logits.width() > 1 && !logits.flat()) {
            throw new Problem("The network answers with a map of " + logits.height() + "×" + logits.width()
                    + ", not with one class for a picture, so Espalier cannot take it over.");
        }
        if (logits.order() != null || logits.elements() < 2) {
            throw new Problem("The network ends in \"" + producer
                    + "\", which is no layer that names a class. Choose a network that classifies pictures.");
        }
        if (sigmoid) {
            notes.add(oneByOne());
        }
        String own = draft.free("classes");
        LossLayer loss = new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
        // The builder refuses widths, but without them the layer says that it has none.
        loss.setNIn(logits.elements());
        loss.setNOut(logits.elements());
        draft.layer(own, loss, logits.map() ? logits.flattened(false) : logits, Map.of());
        return own;
    }

    /**
     * A dense layer that makes the logits.
     *
     * @param weights {@code [in, out]}, their inputs in the order of {@code in}'s own elements
     * @param bias    null for none
     * @return the output's name
     */
    String dense(String name, Value in, INDArray weights, INDArray bias, boolean sigmoid) {
        INDArray all = weights;
        INDArray added = bias;
        if (sigmoid && weights.size(1) == 1) {
            notes.add("Its one output, the probability of the second of two classes, has become an output for each.");
            all = Nd4j.hstack(Nd4j.zeros(weights.size(0), 1), weights);
            added = bias == null ? null : Nd4j.createFromArray(0, Values.inRows(bias)[0]);
        } else if (sigmoid) {
            notes.add(oneByOne());
        }
        String own = draft.free(name);
        draft.layer(own, new OutputLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).nIn(all.size(0))
                .nOut(all.size(1)).hasBias(added != null).build(), in, LayerRebuilder.parameters(all, added));
        return own;
    }

    private static String oneByOne() {
        return "Each of its outputs was a probability by itself (sigmoid); here they share one softmax, so the order of the classes stays and "
                + "their probabilities do not.";
    }
}
