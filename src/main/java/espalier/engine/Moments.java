package espalier.engine;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Means and second moments of samples, from which any linear fit of the outputs by some of the inputs follows. What is
 * held grows with the square of the inputs, not with the samples: they are gathered in blocks and forgotten. Products
 * of a block are in single precision, at the speed of the machine's matrix product; their sums are in double.
 *
 * @param samples     how many
 * @param inputMeans  x̄, {@code [inputs]}
 * @param outputMeans ȳ, {@code [outputs]}
 * @param xx          (X − x̄)ᵀ(X − x̄), {@code [inputs · inputs]}; both triangles
 * @param yx          (Y − ȳ)ᵀ(X − x̄), {@code [outputs · inputs]}
 */
public record Moments(int samples, double[] inputMeans, double[] outputMeans, double[] xx, double[] yx) {

    /** As many rows are multiplied at once: enough for the product's full speed. */
    static final int BLOCK = 2048;

    /** Rows of inputs and outputs, read in blocks. */
    public interface Rows {

        /** The number of values in a row of inputs. */
        int inputs();

        /** The number of values in a row of outputs; 0 where only the inputs are asked for. */
        int outputs();

        /** The number of rows. */
        int count();

        /** Whether a constant is fitted too; otherwise 0 stands for all means. */
        default boolean centred() {
            return true;
        }

        /**
         * The inputs of some rows.
         *
         * @return {@code [(to − from) · inputs]}, to be changed by who asked
         */
        float[] inputs(int from, int to);

        /**
         * The outputs of some rows.
         *
         * @return {@code [(to − from) · outputs]}, to be changed by who asked
         */
        float[] outputs(int from, int to);
    }

    /** Of all rows. */
    public static Moments of(Rows rows) {
        int inputs = rows.inputs();
        int outputs = rows.outputs();
        int block = Math.min(BLOCK, rows.count());
        Sums sums = new Sums(inputs, outputs, rows.centred());
        try (FloatPointer x = new FloatPointer((long) block * inputs);
                FloatPointer y = new FloatPointer((long) block * outputs);
                FloatPointer xx = new FloatPointer((long) inputs * inputs);
                FloatPointer yx = new FloatPointer((long) outputs * inputs)) {
            for (int from = 0; from < rows.count(); from += block) {
                int size = Math.min(block, rows.count() - from);
                x.put(sums.inputs.shifted(rows.inputs(from, from + size)));
                y.put(sums.outputs.shifted(rows.outputs(from, from + size)));
                cblas_ssyrk(CblasRowMajor, CblasUpper, CblasTrans, inputs, size, 1, x, inputs, 0, xx, inputs);
                if (outputs > 0) {
                    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, outputs, inputs, size, 1, y, outputs, x,
                            inputs, 0, yx, inputs);
                }
                sums.add(xx, yx);
            }
        }
        return sums.moments(rows.count());
    }

    /**
     * Sums over blocks. Values are taken less the mean of the first block, so that nothing is lost when the squares of
     * the means are taken away at the end.
     */
    private static final class Sums {

        private final Column inputs;
        private final Column outputs;
        private final double[] xx;
        private final double[] yx;

        Sums(int inputs, int outputs, boolean centred) {
            this.inputs = new Column(inputs, centred);
            this.outputs = new Column(outputs, centred);
            xx = new double[inputs * inputs];
            yx = new double[outputs * inputs];
        }

        void add(FloatPointer blockXx, FloatPointer blockYx) {
            float[] row = new float[inputs.size];
            for (int i = 0; i < row.length; i++) {
                blockXx.position((long) i * row.length).get(row);
                for (int j = i, k = i * row.length + i; j < row.length; j++, k++) {
                    xx[k] += row[j];
                }
            }
            blockXx.position(0);
            for (int i = 0; i < outputs.size; i++) {
                blockYx.position((long) i * row.length).get(row);
                for (int j = 0, k = i * row.length; j < row.length; j++, k++) {
                    yx[k] += row[j];
                }
            }
            blockYx.position(0);
        }

        Moments moments(int count) {
            int n = inputs.size;
            double[] x = inputs.sums;
            double[] y = outputs.sums;
            for (int i = 0; i < n; i++) {
                for (int j = i; j < n; j++) {
                    double value = xx[i * n + j] - x[i] * x[j] / count;
                    xx[i * n + j] = value;
                    xx[j * n + i] = value;
                }
            }
            for (int i = 0; i < y.length; i++) {
                for (int j = 0; j < n; j++) {
                    yx[i * n + j] -= y[i] * x[j] / count;
                }
            }
            return new Moments(count, inputs.means(count), outputs.means(count), xx, yx);
        }
    }

    /** The sums of values less a first guess of their means. */
    private static final class Column {

        private final int size;
        private final boolean centred;
        private final double[] sums;
        private float[] shift;

        Column(int size, boolean centred) {
            this.size = size;
            this.centred = centred;
            sums = new double[size];
        }

        float[] shifted(float[] rows) {
            if (!centred) {
                return rows;
            }
            if (shift == null) {
                shift = Moments.means(rows, size);
            }
            for (int i = 0; i < rows.length; i += size) {
                for (int j = 0; j < size; j++) {
                    rows[i + j] -= shift[j];
                    sums[j] += rows[i + j];
                }
            }
            return rows;
        }

        double[] means(int count) {
            double[] means = new double[size];
            for (int j = 0; centred && j < size; j++) {
                means[j] = shift[j] + sums[j] / count;
            }
            return means;
        }
    }

    /** By column. */
    static float[] means(float[] rows, int columns) {
        double[] sums = new double[columns];
        for (int i = 0; i < rows.length; i += columns) {
            for (int j = 0; j < columns; j++) {
                sums[j] += rows[i + j];
            }
        }
        float[] means = new float[columns];
        for (int j = 0; j < columns; j++) {
            means[j] = (float) (sums[j] * columns / rows.length);
        }
        return means;
    }
}
