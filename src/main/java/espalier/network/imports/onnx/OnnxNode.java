package espalier.network.imports.onnx;

import espalier.basics.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;

/**
 * A step of an ONNX graph.
 *
 * @param op      what it does, as ONNX calls it; with its domain where that is not ONNX's own
 * @param name    its own, or that of what it gives
 * @param inputs  the names of what it reads; empty for an optional one that is left out
 * @param outputs the names of what it gives
 */
public record OnnxNode(String op, String name, List<String> inputs, List<String> outputs,
        Map<String, AttributeProto> attributes, TensorReader tensors) {

    /** Whether an attribute is there. */
    public boolean has(String key) {
        return attributes.containsKey(key);
    }

    /** A whole number. */
    public int integer(String key, int otherwise) {
        return has(key) ? (int) attributes.get(key).getI() : otherwise;
    }

    /** A real number. */
    public float real(String key, float otherwise) {
        return has(key) ? attributes.get(key).getF() : otherwise;
    }

    /** A word. */
    public String word(String key, String otherwise) {
        return has(key) ? attributes.get(key).getS().toStringUtf8() : otherwise;
    }

    /** A list of whole numbers. */
    public Optional<int[]> integers(String key) {
        return has(key) ? Optional.of(Tensor
                .whole(new int[0], attributes.get(key).getIntsList().stream().mapToLong(Long::longValue).toArray())
                .integers()) : Optional.empty();
    }

    /** A list of whole numbers that is usually {@code otherwise}. */
    public int[] integers(String key, int... otherwise) {
        return integers(key).orElse(otherwise);
    }

    /** A constant. */
    public Optional<Tensor> tensor(String key) {
        return has(key) ? Optional.of(tensors.read(attributes.get(key).getT())) : Optional.empty();
    }

    /** A list of real numbers. */
    Optional<Tensor> reals(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        List<Float> list = attributes.get(key).getFloatsList();
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i);
        }
        return Optional.of(Tensor.of(new int[] {values.length}, values));
    }

    /** The name of what it reads; empty where it is left out. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** The name of what it gives first. */
    public String output() {
        return outputs.get(0);
    }

    /**
     * That it cannot be taken over.
     *
     * @param why what it is, and what to do, as the rest of a sentence
     */
    public Problem refused(String why) {
        return new Problem("The node \"" + name + "\" (" + op + ") " + why);
    }
}
