package espalier.training;

import espalier.basics.Problem;
import espalier.engine.Loss;

/**
 * Learning from a teacher's answers beside the labels (Hinton, Vinyals, Dean, <i>Distilling the Knowledge in a Neural
 * Network</i>, 2015, arXiv 1503.02531): the loss is {@code (1 − α)·CE(z, label) + α·T²·KL(p ‖ q)} with
 * {@code p = softmax(t / T)} of the teacher's logits t and {@code q = softmax(z / T)} of the student's. T² makes up for
 * gradients that fall with 1 / T².
 *
 * @param share       α, the share of the teacher in the loss, 0 to 1; with 0 there is no teacher
 * @param temperature T, above 0: the higher, the more the teacher's small answers count
 */
public record Distillation(double share, double temperature) {

    /** From labels alone. */
    public static final Distillation NONE = new Distillation(0, 4);

    /** Checks ranges. */
    public Distillation {
        if (!(share >= 0 && share <= 1)) {
            throw new Problem("The teacher's share in the loss is " + share + "; it must be between 0 and 1.");
        }
        if (!(temperature > 0)) {
            throw new Problem("The temperature of distillation is " + temperature + "; it must be above 0.");
        }
    }

    /**
     * The gradient of the loss's mean over a batch by the student's logits, {@code [batch][classes]}:
     * {@code ((1 − α)·(softmax(z) − one-hot) + α·T·(q − p)) / batch}.
     *
     * @param logits  the student's z, {@code [batch][classes]}
     * @param teacher its t, the same
     */
    public float[][] gradient(float[][] logits, int[] labels, float[][] teacher) {
        float[][] gradient = Loss.crossEntropyGradient(logits, labels);
        float[][] p = softened(teacher);
        float[][] q = softened(logits);
        for (int row = 0; row < gradient.length; row++) {
            for (int c = 0; c < gradient[row].length; c++) {
                gradient[row][c] = (float) ((1 - share) * gradient[row][c]
                        + share * temperature * (q[row][c] - p[row][c]) / gradient.length);
            }
        }
        return gradient;
    }

    private float[][] softened(float[][] logits) {
        float[][] divided = new float[logits.length][];
        for (int row = 0; row < logits.length; row++) {
            divided[row] = new float[logits[row].length];
            for (int c = 0; c < divided[row].length; c++) {
                divided[row][c] = (float) (logits[row][c] / temperature);
            }
        }
        return Loss.softmax(divided);
    }
}
