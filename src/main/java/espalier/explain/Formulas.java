package espalier.explain;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What the methods' formulas share, on {@code [positions, channels]}. */
final class Formulas {

    /** Keeps quotients finite; the values of the methods' usual implementations. */
    private static final double ALPHA_EPSILON = 1e-6;
    private static final double X_EPSILON = 1e-7;

    private Formulas() {}

    /** {@code Σ_k w_k A_pk}: {@code [positions]}. */
    static INDArray weighted(INDArray activation, INDArray weights) {
        return activation.mulRowVector(weights).sum(1);
    }

    static INDArray positive(INDArray values) {
        return Transforms.relu(values, true);
    }

    static INDArray gradCamPlusPlus(INDArray a, INDArray g) {
        INDArray squared = g.mul(g);
        INDArray below = squared.mul(g).muliRowVector(a.sum(0)).addi(squared).addi(squared).addi(ALPHA_EPSILON);
        // Where the gradient is 0 the product is, too.
        return weighted(a, squared.divi(below).muli(positive(g)).sum(0));
    }

    static INDArray xGradCam(INDArray a, INDArray g) {
        return weighted(a, a.mul(g).sum(0).divi(a.sum(0).addi(X_EPSILON)));
    }
}
