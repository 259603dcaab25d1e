package espalier.training;

import espalier.engine.Program;
import espalier.engine.SelfConvolution;
import espalier.engine.Values;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two terms that the class-aware pruning paper adds to the loss: {@code λ1·Σ|p|} over all trained parameters and
 * {@code λ2·Σ ‖K ⊛ K − I‖_F} over 3×3 convolutions (not squared). They polarise the scores of filters.
 */
public final class Regularisers {

    private final Program program;
    /** As many as parameters; made when first needed, as most trainings have no L1. */
    private INDArray signs;
    private final List<Orthogonality> kernels = new ArrayList<>();

    /** @param program whose parameters are regularised */
    public Regularisers(Program program) {
        this.program = program;
        program.squareKernels().forEach(pair -> kernels.add(new Orthogonality(pair[0], pair[1])));
    }

    /** {@code Σ|p|} over all trained parameters: weights, biases, batch norm's γ and β. */
    public double l1() {
        // In double precision, here and below: ND4J's own sums of many single-precision values are off in the fifth
        // digit.
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
            return kernel.gradient();
        }).toList();
    }

    /** Adds both terms' gradients to those of the program. */
    void addGradients(double l1, double orthogonality) {
        if (l1 != 0) {
            if (signs == null) {
                signs = Nd4j.create(program.parameters().shape());
            }
            Nd4j.exec(new Sign(program.parameters(), signs));
            signs.muli(program.trainable()).muli(l1);
            program.gradients().addi(signs);
        }
        if (orthogonality != 0) {
            for (Orthogonality kernel : kernels) {
                if (kernel.value() > 0) {
                    kernel.addGradient(orthogonality);
                }
            }
        }
    }

    /** One kernel {@code [out, in, 3, 3]}. */
    private static final class Orthogonality {

        private static final int AREA = 9;

        private final INDArray target;
        private final int filters;
        private final SelfConvolution convolution;
        private float[] difference;
        private double value;

        Orthogonality(INDArray kernel, INDArray target) {
            this.target = target;
            filters = (int) kernel.size(0);
            convolution = new SelfConvolution(kernel);
        }

        private double value() {
            difference = convolution.product();
            for (int f = 0; f < filters; f++) {
                difference[(f * AREA + AREA / 2) * filters + f] -= 1;
            }
            double squares = 0;
            for (float element : difference) {
                squares += (double) element * element;
            }
            value = Math.sqrt(squares);
            return value;
        }

        private float[] gradient() {
            float[] byProduct = difference.clone();
            for (int i = 0; i < byProduct.length; i++) {
                byProduct[i] = (float) (byProduct[i] / value);
            }
            return convolution.gradient(byProduct);
        }

        private void addGradient(double factor) {
            target.addi(Nd4j.createFromArray(gradient()).reshape(target.shape()).muli(factor));
        }
    }
}
