package espalier.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations that nearly all of a network's time goes to, tied to their arrays. All arrays are contiguous
 * {@code [batch, height, width, channels]}.
 */
interface Operations {

    /** The fastest that this machine has. */
    static Operations fastest() {
        return OneDnn.instance().<Operations>map(OneDnnOperations::new).orElseGet(Nd4jOperations::new);
    }

    /** Whether convolutions may be of groups of channels, as depthwise ones are. */
    boolean convolvesGroups();

    /** The convolution of a step and, where the step says so, the ReLU after it. */
    Step.Binding convolution(ConvolutionStep step, INDArray x, INDArray output, Mode mode, Buffers buffers);

    /** The batch norm of a step and, where the step says so, the ReLU after it. */
    Step.Binding batchNorm(BatchNormStep step, INDArray x, INDArray output, Mode mode, Buffers buffers);

    /** A max or average pool; {@code countPadding} says whether an average counts pixels outside the picture. */
    Step.Binding pool(boolean max, Window window, boolean countPadding, INDArray x, INDArray output, Mode mode,
            Buffers buffers);

    /** {@code max(x, 0)}; may work in place. */
    Step.Binding relu(INDArray x, INDArray output);
}
