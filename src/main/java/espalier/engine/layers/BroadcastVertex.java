package espalier.engine.layers;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The sum or product of maps {@code [batch, height, width, channels]} with numbers for whole channels,
 * {@code [batch, 1, 1, channels]} or {@code [batch, channels]}, in any order: the gate of squeeze-and-excitation (Hu et
 * al. 2018). All have the same channels. Where all are of one shape DL4J's own {@code ElementWiseVertex} does the same.
 */
public final class BroadcastVertex extends GraphVertex {

    /** What is done. */
    public enum Op {
        /** The sum. */
        ADD,
        /** The product. */
        MULTIPLY
    }

    private final Op op;

    /** A vertex of two or more inputs. */
    @JsonCreator
    public BroadcastVertex(@JsonProperty("op") Op op) {
        this.op = op;
    }

    /** What is done. */
    public Op getOp() {
        return op;
    }

    @Override
    public GraphVertex clone() {
        return new BroadcastVertex(op);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BroadcastVertex vertex && vertex.op == op;
    }

    @Override
    public int hashCode() {
        return op.hashCode();
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 2;
    }

    @Override
    public int maxVertexInputs() {
        return Integer.MAX_VALUE;
    }

    /** The largest of the inputs' shapes; a vector where all are vectors. */
    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        InputType largest = inputs[0];
        for (InputType input : inputs) {
            boolean larger = pixels(input) > pixels(largest);
            boolean mapOfOne = pixels(input) == pixels(largest) && input instanceof InputTypeConvolutional;
            largest = larger || mapOfOne ? input : largest;
        }
        InputType output = largest;
        boolean fit = Arrays.stream(inputs).allMatch(input -> channels(input) == channels(output)
                && (pixels(input) == 1 || Arrays.equals(input.getShape(), output.getShape())));
        if (!fit) {
            throw new InvalidInputTypeException("Values of " + Arrays.toString(inputs) + " do not fit together");
        }
        return output;
    }

    private static long channels(InputType type) {
        return type instanceof InputTypeConvolutional map ? map.getChannels() : type.arrayElementsPerExample();
    }

    private static long pixels(InputType type) {
        return type.arrayElementsPerExample() / channels(type);
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
        InputType output = getOutputType(-1, inputs);
        return new LayerMemoryReport.Builder(null, BroadcastVertex.class, output, output).standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0).cacheMemory(0, 0).build();
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(ComputationGraph graph, String name, int index,
            INDArray parameters, boolean initialize, DataType type) {
        return new Running(graph, name, index, op, type);
    }

    @Override
    public String toString() {
        return "BroadcastVertex(op=" + op + ")";
    }

    /**
     * The vertex of a graph that runs. DL4J's own base declares an array where its interface has variable arguments.
     */
    @SuppressWarnings("overrides")
    private static final class Running extends BaseGraphVertex {

        private final Op op;

        Running(ComputationGraph graph, String name, int index, Op op, DataType type) {
            super(graph, name, index, null, null, type);
            this.op = op;
        }

        @Override
        public boolean hasLayer() {
            return false;
        }

        @Override
        public Layer getLayer() {
            return null;
        }

        @Override
        public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
            return workspaces.leverageTo(ArrayType.ACTIVATIONS, joined(IntStream.range(0, inputs.length).toArray()));
        }

        private INDArray joined(int[] chosen) {
            INDArray result = maps(inputs[chosen[0]]);
            for (int i = 1; i < chosen.length; i++) {
                INDArray next = maps(inputs[chosen[i]]);
                result = op == Op.ADD ? result.add(next) : result.mul(next);
            }
            return vectors() ? result.reshape(result.size(0), result.size(3)) : result;
        }

        private boolean vectors() {
            return Arrays.stream(inputs).allMatch(input -> input.rank() == 2);
        }

        private static INDArray maps(INDArray value) {
            return value.rank() == 2 ? value.reshape(value.size(0), 1, 1, value.size(1)) : value;
        }

        @Override
        public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
            INDArray gradient = maps(epsilon);
            INDArray[] byInputs = new INDArray[inputs.length];
            for (int i = 0; i < byInputs.length; i++) {
                int own = i;
                INDArray byInput = op == Op.ADD ? gradient.dup() : gradient
                        .mul(maps(joined(IntStream.range(0, byInputs.length).filter(other -> other != own).toArray())));
                INDArray input = maps(inputs[i]);
                boolean summed = input.size(1) * input.size(2) < byInput.size(1) * byInput.size(2);
                byInputs[i] = workspaces.leverageTo(ArrayType.ACTIVATION_GRAD,
                        (summed ? byInput.sum(1, 2) : byInput).reshape(inputs[i].shape()));
            }
            return new Pair<>(null, byInputs);
        }

        @Override
        public void setBackpropGradientsViewArray(INDArray gradients) {
            if (gradients != null) {
                throw new IllegalArgumentException("A joint has no parameters");
            }
        }

        @Override
        public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] masks, MaskState state, int minibatch) {
            return masks == null ? null : new Pair<>(masks[0], state);
        }

        @Override
        public String toString() {
            return "BroadcastVertex(id=" + vertexIndex + ",name=\"" + vertexName + "\",op=" + op + ")";
        }
    }
}
