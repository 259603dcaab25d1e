package espalier.engine;

/** Softmax and cross entropy on logits {@code [batch][classes]}, in double precision inside. */
public final class Loss {

    private Loss() {}

    /** {@code exp(z_i) / Σ exp(z_j)} by row. */
    public static float[][] softmax(float[][] logits) {
        float[][] result = new float[logits.length][];
        for (int row = 0; row < logits.length; row++) {
            float[] z = logits[row];
            double max = Double.NEGATIVE_INFINITY;
            for (float value : z) {
                max = Math.max(max, value);
            }
            double sum = 0;
            double[] exponentials = new double[z.length];
            for (int i = 0; i < z.length; i++) {
                exponentials[i] = Math.exp(z[i] - max);
                sum += exponentials[i];
            }
            result[row] = new float[z.length];
            for (int i = 0; i < z.length; i++) {
                result[row][i] = (float) (exponentials[i] / sum);
            }
        }
        return result;
    }

    /** The mean over the batch of {@code −log softmax(z)[label]}; NaN where a logit is. */
    public static double crossEntropy(float[][] logits, int[] labels) {
        double total = 0;
        for (int row = 0; row < logits.length; row++) {
            float[] z = logits[row];
            double max = Double.NEGATIVE_INFINITY;
            for (float value : z) {
                max = Math.max(max, value);
            }
            double sum = 0;
            for (float value : z) {
                sum += Math.exp(value - max);
            }
            total += Math.log(sum) + max - z[labels[row]];
        }
        return total / logits.length;
    }

    /** The gradient of {@link #crossEntropy} by the logits: {@code (softmax(z) − one-hot) / batch}. */
    public static float[][] crossEntropyGradient(float[][] logits, int[] labels) {
        float[][] gradient = softmax(logits);
        for (int row = 0; row < gradient.length; row++) {
            gradient[row][labels[row]] -= 1;
            for (int i = 0; i < gradient[row].length; i++) {
                gradient[row][i] /= gradient.length;
            }
        }
        return gradient;
    }
}
