package espalier.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What a step computes, tied to arrays of one batch size; its native calls are built once and run many times. */
interface Operation {

    /** Fills the output from the inputs. */
    void forward();

    /**
     * Prepares the backward pass.
     *
     * @param gradient       of the loss by the output; not changed
     * @param inputGradients where to write those by the inputs; null where nobody asks
     * @param scratch        for arrays that only the pass itself needs
     * @return the pass
     */
    Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch);

    /** The backward pass of an operation with one input. */
    @FunctionalInterface
    interface Gradient {
        /**
         * Prepares it.
         *
         * @param gradient of the loss by the output; not changed
         * @param byX      where to write that by the input
         */
        Runnable of(INDArray gradient, INDArray byX);
    }

    /** An operation with one input and no memory of its own. */
    static Operation of(Runnable forward, Gradient backward) {
        return new Operation() {
            @Override
            public void forward() {
                forward.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                return backward.of(gradient, inputGradients[0]);
            }
        };
    }
}
