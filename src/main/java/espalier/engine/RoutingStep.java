package espalier.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;

/** A step that only passes values on: no parameters, and gradients that depend on no value. */
abstract class RoutingStep extends Step {

    private RoutingStep(String name, List<String> inputs) {
        super(name, inputs);
    }

    @Override
    final boolean backwardReadsInputs(Mode mode) {
        return false;
    }

    @Override
    final boolean backwardReadsOutput(Mode mode) {
        return false;
    }

    /** The sum of several values: a residual connection. What is one number for each channel is added to whole maps. */
    static final class Sum extends RoutingStep {

        private final Operations operations;

        Sum(String name, List<String> inputs, Operations operations) {
            super(name, inputs);
            this.operations = operations;
        }

        @Override
        boolean takesBfloat16(long[][] inputShapes, Mode mode) {
            return operations.takesBfloat16();
        }

        @Override
        long[] outputShape(long[][] inputShapes) {
            return largest(inputShapes);
        }

        @Override
        Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
            INDArray[] mapsFirst = Arrays.stream(inputs).sorted(Comparator.comparing((INDArray x) -> -x.length()))
                    .toArray(INDArray[]::new);
            Runnable[] sums = new Runnable[inputs.length - 1];
            for (int i = 1; i < inputs.length; i++) {
                sums[i - 1] = operations.add(i == 1 ? mapsFirst[0] : output, mapsFirst[i], output);
            }
            return new Operation() {
                @Override
                public void forward() {
                    for (Runnable sum : sums) {
                        sum.run();
                    }
                }

                @Override
                public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                    List<Runnable> copies = Arrays.stream(inputGradients).filter(Objects::nonNull)
                            .map(byInput -> byInput.length() == gradient.length() ? operations.copy(gradient, byInput)
                                    : operations.mapSum(gradient, byInput, scratch))
                            .toList();
                    return () -> copies.forEach(Runnable::run);
                }
            };
        }
    }

    /** Several values side by side in their channels. */
    static final class Concatenation extends RoutingStep {

        Concatenation(String name, List<String> inputs) {
            super(name, inputs);
        }

        @Override
        long[] outputShape(long[][] inputShapes) {
            long[] shape = inputShapes[0].clone();
            for (int i = 1; i < inputShapes.length; i++) {
                shape[3] += inputShapes[i][3];
            }
            return shape;
        }

        @Override
        Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
            Runnable forward = Nd4jOps.concatenate(inputs, output);
            return new Operation() {
                @Override
                public void forward() {
                    forward.run();
                }

                @Override
                public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                    Runnable[] slices = new Runnable[inputs.length];
                    int from = 0;
                    for (int i = 0; i < inputs.length; i++) {
                        slices[i] = inputGradients[i] == null ? () -> {}
                                : Nd4jOps.slice(gradient, from, inputGradients[i]);
                        from += (int) inputs[i].size(3);
                    }
                    return () -> {
                        for (Runnable slice : slices) {
                            slice.run();
                        }
                    };
                }
            };
        }
    }

    /** Maps with zeros around them; a convolution that alone reads them draws the zeros in. */
    static final class Padding extends RoutingStep {

        private final int top;
        private final int left;
        private final int bottom;
        private final int right;
        private final boolean drawnIn;

        /**
         * @param sides   pixels above, left, below and right
         * @param drawnIn whether a convolution may be padded unevenly
         */
        Padding(String name, List<String> inputs, int[] sides, boolean drawnIn) {
            super(name, inputs);
            top = sides[0];
            left = sides[1];
            bottom = sides[2];
            right = sides[3];
            this.drawnIn = drawnIn;
        }

        @Override
        Step joined(Step next, Mode mode) {
            return drawnIn && next instanceof ConvolutionStep convolution && !convolution.geometry().same()
                    ? convolution.over(inputs, convolution.geometry().around(top, left, bottom, right)) : null;
        }

        @Override
        long[] outputShape(long[][] inputShapes) {
            long[] in = inputShapes[0];
            return new long[] {in[0], in[1] + top + bottom, in[2] + left + right, in[3]};
        }

        @Override
        Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
            return Operation.of(Nd4jOps.pad(inputs[0], output, top, left),
                    (gradient, byX) -> Nd4jOps.crop(gradient, byX, top, left));
        }
    }

    /** Maps made larger by repeating every pixel; of one pixel, a number for each channel laid over a whole map. */
    static final class Enlarging extends RoutingStep {

        private final int down;
        private final int across;

        /**
         * @param down   how often each row is repeated
         * @param across how often each column is
         */
        Enlarging(String name, List<String> inputs, int down, int across) {
            super(name, inputs);
            this.down = down;
            this.across = across;
        }

        @Override
        long[] outputShape(long[][] inputShapes) {
            long[] in = inputShapes[0];
            return new long[] {in[0], in[1] * down, in[2] * across, in[3]};
        }

        @Override
        Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
            return Operation.of(Nd4jOps.enlarge(inputs[0], output, down, across),
                    (gradient, byX) -> Nd4jOps.enlargeGradient(gradient, byX, down, across));
        }
    }

    /**
     * A map as a vector: {@code [batch, height, width, channels]} to {@code [batch, 1, 1, height · width · channels]}.
     */
    static final class Flattening extends RoutingStep {

        Flattening(String name, List<String> inputs) {
            super(name, inputs);
        }

        @Override
        long[] outputShape(long[][] inputShapes) {
            long[] in = inputShapes[0];
            return new long[] {in[0], 1, 1, in[1] * in[2] * in[3]};
        }

        @Override
        Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
            // The output is the input's memory.
            return Operation.of(() -> {}, (gradient, byX) -> Nd4jOps.copy(gradient.reshape(byX.shape()), byX));
        }

        @Override
        boolean isReshape() {
            return true;
        }
    }

    /** Inverted dropout in training; nothing otherwise. */
    static final class Dropout extends RoutingStep {

        private final double keep;

        /** @param keep the probability that a value stays */
        Dropout(String name, List<String> inputs, double keep) {
            super(name, inputs);
            this.keep = keep;
        }

        @Override
        long[] outputShape(long[][] inputShapes) {
            return inputShapes[0];
        }

        @Override
        Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
            INDArray x = inputs[0];
            INDArray mask = mode == Mode.TRAINING ? scratch.take(x.shape()) : null;
            if (mask == null) {
                return Operation.of(x == output ? () -> {} : Nd4jOps.copy(x, output), Nd4jOps::copy);
            }
            Runnable forward = Nd4jOps.multiply(x, mask, output);
            return Operation.of(() -> {
                mask.assign(1);
                Nd4j.getExecutioner().exec(new DropOutInverted(mask, mask, keep));
                forward.run();
            }, (gradient, byX) -> Nd4jOps.multiply(gradient, mask, byX));
        }

        @Override
        boolean worksInPlace() {
            return true;
        }
    }
}
