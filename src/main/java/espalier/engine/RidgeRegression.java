package espalier.engine;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRight;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dposv;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsymm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Weights and constants that bring a linear layer's outputs as near as they can to given ones, without going far from
 * the weights that there were: {@code W = W₀ + (XᵀX + λ · mean(diag XᵀX) · I)⁻¹ Xᵀ(Y − X W₀)} with X and Y less their
 * means, and {@code b = ȳ − x̄ W}. All weights here are {@code [outputs · inputs]}, the transpose of W.
 *
 * @param weights {@code [outputs · inputs]}
 * @param bias    {@code [outputs]}
 */
public record RidgeRegression(float[] weights, float[] bias) {

    /**
     * Fits.
     *
     * @param start W₀, {@code [outputs · inputs]}
     * @param ridge λ, above 0
     * @return empty where the inputs do not vary, or some value is not a number: then nothing can be fitted
     */
    public static Optional<RidgeRegression> fit(Moments.Rows rows, float[] start, double ridge) {
        return rows.count() < rows.inputs() ? bySamples(rows, start, ridge) : fit(Moments.of(rows), start, ridge);
    }

    /** The same from moments that are known. */
    public static Optional<RidgeRegression> fit(Moments moments, float[] start, double ridge) {
        int inputs = moments.inputMeans().length;
        int outputs = moments.outputMeans().length;
        double[] xx = moments.xx().clone();
        double trace = 0;
        for (int i = 0; i < inputs; i++) {
            trace += xx[i * inputs + i];
        }
        double[] weights = widened(start);
        try (DoublePointer a = new DoublePointer(xx);
                DoublePointer w = new DoublePointer(weights);
                DoublePointer b = new DoublePointer(moments.yx())) {
            // The residuals' products with the inputs: (Y − X W₀)ᵀX = YᵀX − W₀ᵀ(XᵀX).
            cblas_dsymm(CblasRowMajor, CblasRight, CblasUpper, outputs, inputs, -1, a, inputs, w, inputs, 1, b, inputs);
            return solve(a, xx, inputs, ridge * trace / inputs, b, outputs) ? Optional.of(of(moments, start, b))
                    : Optional.empty();
        }
    }

    /**
     * Where there are fewer samples than inputs, the equal form with a matrix of samples × samples:
     * {@code W = W₀ + Xᵀ(XXᵀ + …)⁻¹(Y − X W₀)}.
     */
    private static Optional<RidgeRegression> bySamples(Moments.Rows rows, float[] start, double ridge) {
        int samples = rows.count();
        int inputs = rows.inputs();
        int outputs = rows.outputs();
        float[] x = rows.inputs(0, samples);
        float[] y = rows.outputs(0, samples);
        double[] inputMeans = rows.centred() ? widened(Moments.means(x, inputs)) : new double[inputs];
        double[] outputMeans = rows.centred() ? widened(Moments.means(y, outputs)) : new double[outputs];
        double[] kernel = new double[samples * samples];
        try (DoublePointer centred = new DoublePointer(less(x, inputMeans));
                DoublePointer w = new DoublePointer(widened(start));
                DoublePointer k = new DoublePointer(kernel.length);
                DoublePointer residuals = new DoublePointer(transposed(less(y, outputMeans), outputs));
                DoublePointer change = new DoublePointer((long) outputs * inputs)) {
            cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, samples, inputs, 1, centred, inputs, 0, k, samples);
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, outputs, samples, inputs, -1, w, inputs, centred,
                    inputs, 1, residuals, samples);
            k.get(kernel);
            double trace = 0;
            for (int i = 0; i < samples; i++) {
                trace += kernel[i * samples + i];
            }
            if (!solve(k, kernel, samples, ridge * trace / inputs, residuals, outputs)) {
                return Optional.empty();
            }
            cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, outputs, inputs, samples, 1, residuals, samples,
                    centred, inputs, 0, change, inputs);
            return Optional
                    .of(of(new Moments(samples, inputMeans, outputMeans, new double[0], new double[0]), start, change));
        }
    }

    /**
     * Solves {@code (A + ridge · I) B = B} in place.
     *
     * @param a    symmetric {@code [size, size]}, whose upper triangle counts; destroyed
     * @param rows the same values
     * @param b    {@code [columns, size]}: each row a right-hand side, then its solution
     */
    private static boolean solve(DoublePointer a, double[] rows, int size, double ridge, DoublePointer b, int columns) {
        if (!(ridge > 0) || ridge == Double.POSITIVE_INFINITY) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            a.put((long) i * size + i, rows[i * size + i] + ridge);
        }
        // Rows of the upper triangle are columns of the lower.
        return LAPACKE_dposv(LAPACK_COL_MAJOR, (byte) 'L', size, columns, a, size, b, size) == 0;
    }

    private static RidgeRegression of(Moments means, float[] start, DoublePointer change) {
        int inputs = means.inputMeans().length;
        float[] weights = start.clone();
        float[] bias = new float[means.outputMeans().length];
        double[] row = new double[inputs];
        for (int k = 0; k < bias.length; k++) {
            change.position((long) k * inputs).get(row);
            double constant = means.outputMeans()[k];
            for (int i = 0; i < inputs; i++) {
                double weight = start[k * inputs + i] + row[i];
                weights[k * inputs + i] = (float) weight;
                constant -= weight * means.inputMeans()[i];
            }
            bias[k] = (float) constant;
        }
        return new RidgeRegression(weights, bias);
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static double[] less(float[] rows, double[] means) {
        double[] centred = new double[rows.length];
        Arrays.setAll(centred, i -> rows[i] - means[i % means.length]);
        return centred;
    }

    private static double[] transposed(double[] rows, int columns) {
        int count = rows.length / columns;
        double[] turned = new double[rows.length];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < columns; j++) {
                turned[j * count + i] = rows[i * columns + j];
            }
        }
        return turned;
    }
}
