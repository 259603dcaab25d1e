package espalier.engine;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRight;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dposv;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotri;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsymm;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;

/**
 * A linear layer that loses inputs, block by block, and whose other weights are fitted anew each time. With
 * {@code H = XᵀX + ridge} a block b costs {@code tr(W_bᵀ ([H⁻¹]_bb)⁻¹ W_b)} of squared error; without it the weights
 * are {@code W − [H⁻¹]_:b ([H⁻¹]_bb)⁻¹ W_b}, and H⁻¹ loses {@code [H⁻¹]_:b ([H⁻¹]_bb)⁻¹ [H⁻¹]_b:} (Frantar and
 * Alistarh, Optimal Brain Compression, NeurIPS 2022, arXiv 2208.11580, section 4, for groups of weights).
 */
public final class Elimination implements AutoCloseable {

    private final int inputs;
    private final int outputs;
    private final double variance;
    /** H⁻¹, {@code [inputs, inputs]}. */
    private final DoublePointer inverse;
    /** {@code [outputs, inputs]}. */
    private final DoublePointer weights;

    /**
     * All inputs are there.
     *
     * @param moments of the inputs; those of outputs are not used
     * @param rows    the weights, {@code [outputs · inputs]}
     * @param ridge   λ, above 0, as in {@link RidgeRegression}
     */
    public Elimination(Moments moments, float[] rows, double ridge) {
        inputs = moments.inputMeans().length;
        outputs = rows.length / inputs;
        double[] wide = new double[rows.length];
        Arrays.setAll(wide, i -> rows[i]);
        weights = new DoublePointer(wide);
        inverse = new DoublePointer(moments.xx());
        variance = outputVariance(wide);
        double trace = 0;
        for (int i = 0; i < inputs; i++) {
            trace += moments.xx()[i * inputs + i];
        }
        invert(moments.xx(), trace > 0 ? ridge * trace / inputs : 1);
    }

    /** tr(W XᵀX Wᵀ), before XᵀX is inverted in place. */
    private double outputVariance(double[] rows) {
        try (DoublePointer product = new DoublePointer(rows.length)) {
            cblas_dsymm(CblasRowMajor, CblasRight, CblasUpper, outputs, inputs, 1, inverse, inputs, weights, inputs, 0,
                    product, inputs);
            double[] products = new double[rows.length];
            product.get(products);
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                sum += rows[i] * products[i];
            }
            return sum;
        }
    }

    private void invert(double[] xx, double ridge) {
        for (int i = 0; i < inputs; i++) {
            inverse.put((long) i * inputs + i, xx[i * inputs + i] + ridge);
        }
        int failed = LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'L', inputs, inverse, inputs)
                + LAPACKE_dpotri(LAPACK_COL_MAJOR, (byte) 'L', inputs, inverse, inputs);
        if (failed != 0) {
            throw new ArithmeticException("The inputs' moments are no numbers");
        }
        // The library filled one triangle.
        double[] row = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            inverse.position((long) i * inputs).get(row);
            inverse.position(0);
            for (int j = i + 1; j < inputs; j++) {
                inverse.put((long) j * inputs + i, row[j]);
            }
        }
    }

    /** The sum of squares of the outputs with all inputs, over the samples: what costs are shares of. */
    public double variance() {
        return variance;
    }

    /**
     * What taking a block out would add to the sum of squared errors, the rest fitted anew.
     *
     * @param block inputs that are there, ascending
     */
    public double cost(int[] block) {
        double[] factor = cholesky(block);
        double[] row = new double[block.length];
        double cost = 0;
        for (int k = 0; k < outputs; k++) {
            // ‖L⁻¹ w‖² = wᵀ (LLᵀ)⁻¹ w, by forward substitution.
            for (int i = 0; i < block.length; i++) {
                double value = weights.get((long) k * inputs + block[i]);
                for (int j = 0; j < i; j++) {
                    value -= factor[i * block.length + j] * row[j];
                }
                row[i] = value / factor[i * block.length + i];
                cost += row[i] * row[i];
            }
        }
        return cost;
    }

    /** The lower factor of [H⁻¹]_bb. */
    private double[] cholesky(int[] block) {
        int size = block.length;
        double[] factor = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double value = inverse.get((long) block[i] * inputs + block[j]);
                for (int k = 0; k < j; k++) {
                    value -= factor[i * size + k] * factor[j * size + k];
                }
                factor[i * size + j] = i == j ? Math.sqrt(Math.max(value, Double.MIN_NORMAL))
                        : value / factor[j * size + j];
            }
        }
        return factor;
    }

    /**
     * Takes a block out.
     *
     * @param block inputs that are there
     */
    public void remove(int[] block) {
        int size = block.length;
        try (DoublePointer square = new DoublePointer((long) size * size);
                DoublePointer rows = new DoublePointer((long) size * inputs);
                DoublePointer solved = new DoublePointer((long) size * inputs);
                DoublePointer columns = new DoublePointer((long) outputs * size)) {
            double[] row = new double[inputs];
            for (int i = 0; i < size; i++) {
                inverse.position((long) block[i] * inputs).get(row);
                rows.position((long) i * inputs).put(row);
                for (int j = 0; j < size; j++) {
                    square.put((long) i * size + j, row[block[j]]);
                }
                for (int j = 0; j < inputs; j++) {
                    // One right-hand side after the other.
                    solved.put((long) j * size + i, row[j]);
                }
                for (int k = 0; k < outputs; k++) {
                    columns.put((long) k * size + i, weights.get((long) k * inputs + block[i]));
                }
            }
            inverse.position(0);
            rows.position(0);
            LAPACKE_dposv(LAPACK_COL_MAJOR, (byte) 'L', size, inputs, square, size, solved, size);
            // solved is now ([H⁻¹]_bb)⁻¹ [H⁻¹]_b:, turned.
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, outputs, inputs, size, -1, columns, size, solved, size,
                    1, weights, inputs);
            cblas_dgemm(CblasRowMajor, CblasTrans, CblasTrans, inputs, inputs, size, -1, rows, inputs, solved, size, 1,
                    inverse, inputs);
        }
    }

    @Override
    public void close() {
        inverse.close();
        weights.close();
    }
}
