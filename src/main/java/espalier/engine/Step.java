package espalier.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One operation of a program: reads the values named in {@code inputs} and makes the value that carries its name.
 * Independent of the batch size; {@link #bind} ties it to arrays.
 */
abstract class Step {

    final String name;
    final List<String> inputs;

    Step(String name, List<String> inputs) {
        this.name = name;
        this.inputs = List.copyOf(inputs);
    }

    /** That of the largest maps, where several values are joined of which some are one number for each channel. */
    static long[] largest(long[][] shapes) {
        return Arrays.stream(shapes).max(Comparator.comparingLong(shape -> shape[1] * shape[2])).orElseThrow();
    }

    /** The shape of the output for inputs of these shapes. */
    abstract long[] outputShape(long[][] inputShapes);

    /** Ties this step to arrays. {@code output} is {@code inputs[0]} where the plan lets the step work in place. */
    abstract Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch);

    /**
     * This step and the one that alone reads its output as one step, which makes the other's value; null where they
     * stay two.
     */
    Step joined(Step next, Mode mode) {
        return null;
    }

    /** Whether the step takes values of bfloat16, and is fast in it. */
    boolean takesBfloat16(long[][] inputShapes, Mode mode) {
        return false;
    }

    /** Whether the output may overwrite the input. */
    boolean worksInPlace() {
        return false;
    }

    /** Whether the output is the input's memory with another shape. */
    boolean isReshape() {
        return false;
    }

    /** Whether the backward pass reads the inputs' values. */
    boolean backwardReadsInputs(Mode mode) {
        return true;
    }

    /** Whether the backward pass reads the output's values. */
    boolean backwardReadsOutput(Mode mode) {
        return true;
    }

    /** Whether there are parameters to train here. */
    boolean hasParameters() {
        return false;
    }

    /** Brings what is derived from the parameters up to date. */
    void parametersChanged() {}
}
