package espalier.training;

import espalier.engine.Program;
import espalier.engine.Values;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two terms that the class-aware pruning paper adds to the loss: {@code λ1·Σ|p|} over all trained parameters and
 * {@code λ2·Σ ‖K ⊛ K − I‖_F} over 3×3 convolutions (not squared). They polarise the scores of filters.
 */
public final class Regularisers {

    private final Program program;
    private final INDArray signs;
    private final List<Orthogonality> kernels = new ArrayList<>();

    /** @param program whose parameters are regularised */
    public Regularisers(Program program) {
        this.program = program;
        this.signs = Nd4j.create(program.parameters().shape());
        program.squareKernels().forEach(pair -> kernels.add(new Orthogonality(pair[0], pair[1])));
    }

    /** {@code Σ|p|} over all trained parameters: weights, biases, batch norm's γ and β. */
    public double l1() {
        // In double precision, here and below: ND4J's own sums of many single-precision values are off in the fifth digit.
        double sum = 0;
        for (float value : Values.of(program.parameters().mul(program.trainable()))) {
            sum += Math.abs(value);
        }
        return sum;
    }

    /** {@code ‖K ⊛ K − I‖_F} of each 3×3 convolution, in the order in which they run. */
    public double[] orthogonality() {
        return kernels.stream().mapToDouble(Orthogonality::value).toArray();
    }

    /** The gradient of {@code ‖K ⊛ K − I‖_F} by the kernel of each 3×3 convolution, {@code [out · in · 3 · 3]}. */
    public List<float[]> orthogonalityGradients() {
        return kernels.stream().map(kernel -> {
            kernel.value();
            return Values.of(kernel.gradient());
        }).toList();
    }

    /** Adds both terms' gradients to those of the program. */
    void addGradients(double l1, double orthogonality) {
        if (l1 != 0) {
            Nd4j.exec(new Sign(program.parameters(), signs));
            signs.muli(program.trainable()).muli(l1);
            program.gradients().addi(signs);
        }
        if (orthogonality != 0) {
            for (Orthogonality kernel : kernels) {
                if (kernel.value() > 0) {
                    kernel.target.addi(kernel.gradient().muli(orthogonality));
                }
            }
        }
    }

    /** One kernel {@code [out, in, 3, 3]}, convolved with itself as if its filters were pictures: {@code [out, out, 3, 3]}. */
    private static final class Orthogonality {

        private static final int[] NCHW_SAME_3X3 = {3, 3, 1, 1, 1, 1, 1, 1, 0, 0, 1};

        private final INDArray target;
        private final INDArray difference;
        private final INDArray asPicture;
        private final INDArray asKernel;
        private final DynamicCustomOp convolve;
        private final DynamicCustomOp gradients;
        private double value;

        Orthogonality(INDArray kernel, INDArray target) {
            this.target = target;
            long filters = kernel.size(0);
            difference = Nd4j.create(filters, filters, 3, 3);
            asPicture = Nd4j.create(kernel.shape());
            asKernel = Nd4j.create(kernel.shape());
            convolve = DynamicCustomOp.builder("conv2d").addInputs(kernel, kernel).addOutputs(difference)
                    .addIntegerArguments(NCHW_SAME_3X3).build();
            gradients = DynamicCustomOp.builder("conv2d_bp").addInputs(kernel, kernel, difference)
                    .addOutputs(asPicture, asKernel).addIntegerArguments(NCHW_SAME_3X3).build();
        }

        private double value() {
            Nd4j.exec(convolve);
            long filters = difference.size(0);
            for (long f = 0; f < filters; f++) {
                difference.putScalar(new long[] {f, f, 1, 1}, difference.getFloat(f, f, 1, 1) - 1);
            }
            double squares = 0;
            for (float element : Values.of(difference)) {
                squares += (double) element * element;
            }
            value = Math.sqrt(squares);
            return value;
        }

        /** The kernel is both picture and kernel: the sum of both gradients. */
        private INDArray gradient() {
            difference.divi(value);
            Nd4j.exec(gradients);
            return asPicture.addi(asKernel);
        }
    }
}
