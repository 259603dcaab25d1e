package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A max or average pool, over windows or, where {@code geometry} is null, over the whole map. */
final class PoolStep extends Step {

    private final Operations operations;
    private final boolean max;
    private final ConvolutionGeometry geometry;
    private final boolean countPadding;

    PoolStep(String name, List<String> inputs, Operations operations, boolean max, ConvolutionGeometry geometry,
            boolean countPadding) {
        super(name, inputs);
        this.operations = operations;
        this.max = max;
        this.geometry = geometry;
        this.countPadding = countPadding;
    }

    private ConvolutionGeometry geometryFor(long[] shape) {
        return geometry == null ? ConvolutionGeometry.whole(shape[1], shape[2]) : geometry;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return geometryFor(inputShapes[0]).output(inputShapes[0], inputShapes[0][3]);
    }

    @Override
    boolean takesBfloat16(long[][] inputShapes, Mode mode) {
        // A mean over a whole map is what a classifier reads: too good for eight bits.
        return geometry != null && !geometry.isDilated() && operations.takesBfloat16();
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return operations.pool(new Operations.Pool(max, geometryFor(inputs[0].shape()), countPadding), inputs[0],
                output, mode, scratch);
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return max;
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return false;
    }
}
