package espalier.explain;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Values {@code [positions, channels]}, centred by channel, along the direction in which they differ most: the first
 * right singular vector. A singular vector has no sign of its own (libraries give either, even one library in single
 * and in double precision), so here the sign is chosen with which the map rises with the sum of all channels: so the
 * maps of a network and of its pruned versions can be compared.
 */
final class PrincipalMap {

    private PrincipalMap() {}

    /** {@code [positions]}; zeros where all positions are equal. */
    static INDArray of(INDArray values) {
        INDArray centred = values.subRowVector(values.mean(0));
        float[][] rows = centred.toFloatMatrix();
        double[] map = rows.length <= rows[0].length ? byPositions(rows) : byChannels(rows);
        double together = 0;
        for (int p = 0; p < map.length; p++) {
            double sum = 0;
            for (float value : rows[p]) {
                sum += value;
            }
            together += sum * map[p];
        }
        float[] result = new float[map.length];
        for (int p = 0; p < map.length; p++) {
            result[p] = (float) (together < 0 ? -map[p] : map[p]);
        }
        return Nd4j.createFromArray(result);
    }

    /** By the eigenvectors of X Xᵀ: the first times the first singular value is the map. */
    private static double[] byPositions(float[][] rows) {
        double[][] products = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < rows[i].length; k++) {
                    sum += (double) rows[i][k] * rows[j][k];
                }
                products[i][j] = sum;
                products[j][i] = sum;
            }
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(products, false));
        double length = Math.sqrt(Math.max(0, eigen.getRealEigenvalue(0)));
        return eigen.getEigenvector(0).mapMultiply(length).toArray();
    }

    /** By the eigenvectors of Xᵀ X: X times the first is the map. */
    private static double[] byChannels(float[][] rows) {
        int channels = rows[0].length;
        double[][] products = new double[channels][channels];
        for (float[] row : rows) {
            for (int i = 0; i < channels; i++) {
                for (int j = 0; row[i] != 0 && j <= i; j++) {
                    products[i][j] += (double) row[i] * row[j];
                }
            }
        }
        for (int i = 0; i < channels; i++) {
            for (int j = 0; j < i; j++) {
                products[j][i] = products[i][j];
            }
        }
        double[] direction = new EigenDecomposition(new Array2DRowRealMatrix(products, false)).getEigenvector(0)
                .toArray();
        double[] map = new double[rows.length];
        for (int p = 0; p < map.length; p++) {
            for (int k = 0; k < channels; k++) {
                map[p] += rows[p][k] * direction[k];
            }
        }
        return map;
    }
}
