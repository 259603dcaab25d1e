package espalier.engine;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex that the compiler does not know, run by DL4J itself: right, but slow. */
final class ForeignStep extends Step {

    private final GraphVertex vertex;
    private final long[] pictureShape;
    private final boolean[] flatInputs;
    private final Supplier<INDArray> gradients;

    /**
     * @param pictureShape {@code [height, width, channels]} of the output, {@code [1, 1, n]} for a vector
     * @param flatInputs   which inputs DL4J wants as {@code [batch, n]}
     * @param gradients    gives where DL4J writes the parameters' gradients, null where there are none
     */
    ForeignStep(String name, List<String> inputs, GraphVertex vertex, long[] pictureShape, boolean[] flatInputs,
            Supplier<INDArray> gradients) {
        super(name, inputs);
        this.gradients = gradients;
        this.vertex = vertex;
        this.pictureShape = pictureShape;
        this.flatInputs = flatInputs;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return new long[] {inputShapes[0][0], pictureShape[0], pictureShape[1], pictureShape[2]};
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        boolean training = mode == Mode.TRAINING;
        if (mode != Mode.INFERENCE && gradients.get() != null) {
            vertex.setBackpropGradientsViewArray(gradients.get());
        }
        return new Operation() {
            private INDArray activate() {
                for (int i = 0; i < inputs.length; i++) {
                    INDArray x = inputs[i];
                    vertex.setInput(i, (flatInputs[i] ? x.reshape(x.size(0), -1) : x).dup(),
                            LayerWorkspaceMgr.noWorkspaces());
                }
                return vertex.doForward(training, LayerWorkspaceMgr.noWorkspaces());
            }

            @Override
            public void forward() {
                INDArray result = activate();
                output.assign(result.reshape(output.shape()));
                if (!training) {
                    vertex.clear();
                }
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                return () -> {
                    INDArray result = activate();
                    vertex.setEpsilon(gradient.dup().reshape(result.shape()));
                    INDArray[] byInputs = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces()).getSecond();
                    for (int i = 0; i < inputGradients.length; i++) {
                        if (inputGradients[i] != null) {
                            inputGradients[i].assign(byInputs[i].reshape(inputGradients[i].shape()));
                        }
                    }
                    vertex.clear();
                };
            }
        };
    }

    @Override
    boolean hasParameters() {
        return vertex.numParams() > 0;
    }
}
