package espalier.explain;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The methods' formulas, as their papers write them. {@code a} is A, a layer's activation {@code [positions, channels]}
 * for one picture, and {@code g} is ∂y/∂A, the gradient of the class's logit y by it, of the same shape; neither is
 * changed. k counts channels, p positions. Each gives the raw map {@code [positions]}.
 */
final class Formulas {

    /** Keep quotients finite; the values of the methods' usual implementations. */
    private static final double ALPHA_EPSILON = 1e-6;
    private static final double X_EPSILON = 1e-7;

    private Formulas() {}

    /** {@code α_k = mean_p ∂y/∂A_pk}, {@code L = Σ_k α_k A_k} (Selvaraju et al. 2017, equations 1 and 2). */
    static INDArray gradCam(INDArray a, INDArray g) {
        INDArray alpha = g.mean(0);
        return combined(alpha, a);
    }

    /**
     * {@code α = ∂²y/∂A² / (2 ∂²y/∂A² + Σ_p A_pk · ∂³y/∂A³)}, {@code w_k = Σ_p α_pk · relu(∂y/∂A_pk)}, {@code L = Σ_k
     * w_k A_k} (Chattopadhay et al. 2018, equations 10 and 19). For an exponential of the logit the higher derivatives
     * are powers of the first, up to a factor that the quotient cancels.
     */
    static INDArray gradCamPlusPlus(INDArray a, INDArray g) {
        INDArray second = g.mul(g);
        INDArray third = second.mul(g);
        INDArray sumA = a.sum(0);
        INDArray denominator = third.muliRowVector(sumA).addi(second.mul(2)).addi(ALPHA_EPSILON);
        INDArray alpha = second.divi(denominator);
        INDArray w = alpha.muli(relu(g)).sum(0);
        return combined(w, a);
    }

    /** {@code L = Σ_k ∂y/∂A_k ⊙ A_k} (Draelos and Carin 2020, equation 4). */
    static INDArray hiResCam(INDArray a, INDArray g) {
        return g.mul(a).sum(1);
    }

    /** {@code w_pk = relu(∂y/∂A_pk)}, {@code L = Σ_k w_k ⊙ A_k} (Jiang et al. 2021, equations 5 to 7). */
    static INDArray layerCam(INDArray a, INDArray g) {
        INDArray w = relu(g);
        return w.muli(a).sum(1);
    }

    /** {@code w_k = Σ_p (A_pk / Σ_p A_pk) ∂y/∂A_pk}, {@code L = Σ_k w_k A_k} (Fu et al. 2020, equation 8). */
    static INDArray xGradCam(INDArray a, INDArray g) {
        INDArray sumA = a.sum(0).addi(X_EPSILON);
        INDArray w = a.mul(g).sum(0).divi(sumA);
        return combined(w, a);
    }

    /** {@code L = A v₁} (Muhammad and Yeasin 2020, section III; A centred by channel). */
    static INDArray eigenCam(INDArray a) {
        return principal(a);
    }

    /** {@code L = (∂y/∂A ⊙ A) v₁} (Gildenblat and contributors 2021, pytorch-grad-cam). */
    static INDArray eigenGradCam(INDArray a, INDArray g) {
        return principal(g.mul(a));
    }

    /** {@code Σ_k w_k A_pk}. */
    private static INDArray combined(INDArray w, INDArray a) {
        return a.mulRowVector(w).sum(1);
    }

    private static INDArray relu(INDArray values) {
        return Transforms.relu(values, true);
    }

    /**
     * Values {@code [positions, channels]}, centred by channel, along the direction in which they differ most: X v₁,
     * with v₁ the first right singular vector. A singular vector has no sign of its own (libraries give either, even
     * one library in single and in double precision), so here the sign is chosen with which the map rises with the sum
     * of all channels: so the maps of a network and of its pruned versions can be compared. Zeros where all positions
     * are equal.
     */
    private static INDArray principal(INDArray values) {
        RealMatrix x = new Array2DRowRealMatrix(values.subRowVector(values.mean(0)).toDoubleMatrix(), false);
        RealVector map;
        if (x.getRowDimension() <= x.getColumnDimension()) {
            // X Xᵀ is the smaller product: its first eigenvector u₁ gives X v₁ = σ₁ u₁, of the eigenvalue σ₁².
            EigenDecomposition eigen = new EigenDecomposition(x.multiply(x.transpose()));
            map = eigen.getEigenvector(0).mapMultiply(Math.sqrt(Math.max(0, eigen.getRealEigenvalue(0))));
        } else {
            map = x.operate(new EigenDecomposition(x.transpose().multiply(x)).getEigenvector(0));
        }
        RealVector channelSums = x.operate(new ArrayRealVector(x.getColumnDimension(), 1));
        RealVector signed = map.mapMultiply(map.dotProduct(channelSums) < 0 ? -1 : 1);
        return Nd4j.createFromArray(signed.toArray());
    }
}
