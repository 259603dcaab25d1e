package espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batches.Augmentation;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.shapes.Shapes;
import espalier.engine.Loss;
import espalier.engine.Precision;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.training.TrainingSettings.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Learning from another network's answers. */
class DistillationTest {

    private static final Dataset DATA = new Shapes(3, 160, 40, 40);
    private static final TrainingSettings SETTINGS = new TrainingSettings(6, 0, 32, 0.05, 0.9, 0, 0, 0, Schedule.COSINE,
            Augmentation.FLIP_AND_CROP, 0, 1);

    private static Network network(int seed) {
        return Architectures.vgg(new int[] {8, 0, 16, 0, 16, 0},
                new Description("tiny", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), seed);
    }

    private static float[][] logits(long seed) {
        Random random = new Random(seed);
        float[][] logits = new float[4][5];
        for (float[] row : logits) {
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) (3 * random.nextGaussian());
            }
        }
        return logits;
    }

    /** The loss by its formula, in double precision. */
    private static double loss(double[][] z, int[] labels, float[][] teacher, double share, double temperature) {
        double sum = 0;
        for (int row = 0; row < z.length; row++) {
            double[] t = new double[z[row].length];
            for (int c = 0; c < t.length; c++) {
                t[c] = teacher[row][c];
            }
            double[] p = softmax(t, temperature);
            double[] q = softmax(z[row], temperature);
            double divergence = 0;
            for (int c = 0; c < p.length; c++) {
                divergence += p[c] * Math.log(p[c] / q[c]);
            }
            sum += -(1 - share) * Math.log(softmax(z[row], 1)[labels[row]])
                    + share * temperature * temperature * divergence;
        }
        return sum / z.length;
    }

    private static double[] softmax(double[] z, double temperature) {
        double[] result = new double[z.length];
        double sum = 0;
        for (int c = 0; c < z.length; c++) {
            result[c] = Math.exp(z[c] / temperature);
            sum += result[c];
        }
        for (int c = 0; c < z.length; c++) {
            result[c] /= sum;
        }
        return result;
    }

    @Test
    void theGradientIsThatOfItsLossByFiniteDifferences() {
        float[][] student = logits(1);
        float[][] teacher = logits(2);
        int[] labels = {0, 3, 4, 1};
        double step = 1e-5;
        for (double[] by : new double[][] {{0.5, 4}, {0.9, 2}, {1, 1}, {0.3, 10}}) {
            float[][] gradient = new Distillation(by[0], by[1]).gradient(student, labels, teacher);
            for (int row = 0; row < student.length; row++) {
                for (int c = 0; c < student[row].length; c++) {
                    double[][] z = new double[student.length][student[0].length];
                    for (int i = 0; i < z.length; i++) {
                        for (int j = 0; j < z[i].length; j++) {
                            z[i][j] = student[i][j];
                        }
                    }
                    z[row][c] += step;
                    double above = loss(z, labels, teacher, by[0], by[1]);
                    z[row][c] -= 2 * step;
                    double below = loss(z, labels, teacher, by[0], by[1]);
                    assertThat((double) gradient[row][c]).isCloseTo((above - below) / (2 * step), within(1e-6));
                }
            }
        }
    }

    @Test
    void withoutAShareItIsTheCrossEntropyAlone() {
        int[] labels = {0, 3, 4, 1};
        assertThat(new Distillation(0, 4).gradient(logits(1), labels, logits(2)))
                .isDeepEqualTo(Loss.crossEntropyGradient(logits(1), labels));
    }

    @Test
    void whoLearnsFromAnswersAloneComesNearToTheTeacher() {
        Network teacher = network(5);
        new Trainer(teacher, DATA, SETTINGS).fit(Progress.NONE, Trainer.Listener.NONE);
        float[] before = teacher.parameters();
        Network student = network(2);
        double far = distance(student, teacher);
        new Trainer(student, DATA, SETTINGS.withEpochs(20)).learningFrom(teacher, new Distillation(1, 2))
                .fit(Progress.NONE, Trainer.Listener.NONE);
        assertThat(distance(student, teacher)).isLessThan(far / 2);
        assertThat(teacher.parameters()).isEqualTo(before);
    }

    /** The mean difference of two networks' probabilities on the test pictures. */
    private static double distance(Network one, Network other) {
        List<float[]> first = probabilities(one);
        List<float[]> second = probabilities(other);
        double sum = 0;
        for (int i = 0; i < first.size(); i++) {
            for (int c = 0; c < 10; c++) {
                sum += Math.abs(first.get(i)[c] - second.get(i)[c]);
            }
        }
        return sum / first.size();
    }

    private static List<float[]> probabilities(Network network) {
        List<float[]> all = new ArrayList<>();
        Evaluation.of(network, DATA.part(Part.TEST), Precision.FLOAT32, Progress.NONE,
                (logits, label) -> all.add(Loss.softmax(new float[][] {logits})[0]));
        return all;
    }

    @Test
    void aTeacherOfOtherClassesIsRefused() {
        assertThatThrownBy(() -> new Trainer(network(1), DATA, SETTINGS).learningFrom(TestNetworks.sequence(),
                new Distillation(0.5, 4))).isInstanceOf(Problem.class).hasMessageContaining("3 classes");
        assertThatThrownBy(() -> new Distillation(1.5, 4)).isInstanceOf(Problem.class).hasMessageContaining("share");
        assertThatThrownBy(() -> new Distillation(0.5, 0)).isInstanceOf(Problem.class)
                .hasMessageContaining("temperature");
    }
}
