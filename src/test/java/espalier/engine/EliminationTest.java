package espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the closed forms say is what least squares over the samples give. */
class EliminationTest {

    private static final int SAMPLES = 300;
    private static final int INPUTS = 12;
    private static final int OUTPUTS = 5;
    private static final double RIDGE = 1e-6;

    private final float[] x = new float[SAMPLES * INPUTS];
    private final float[] weights = new float[OUTPUTS * INPUTS];

    EliminationTest() {
        Random random = new Random(7);
        for (int i = 0; i < x.length; i++) {
            // Neighbours are alike, and means are not 0.
            x[i] = (float) (random.nextGaussian() + (i % INPUTS > 0 ? 0.8 * x[i - 1] : 0) + 0.5);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
    }

    @Test
    void aBlockCostsTheErrorOfTheBestFitWithoutIt() {
        try (Elimination elimination = new Elimination(Moments.of(rows(all(), new float[SAMPLES * OUTPUTS])), weights,
                RIDGE)) {
            double variance = elimination.variance();
            double first = elimination.cost(new int[] {2, 3});
            assertThat(first).isCloseTo(error(without(2, 3)), within(1e-3 * variance));
            elimination.remove(new int[] {2, 3});
            double second = elimination.cost(new int[] {7});
            assertThat(first + second).isCloseTo(error(without(2, 3, 7)), within(1e-3 * variance));
            assertThat(second).isGreaterThan(0);
        }
    }

    @Test
    void fewerSamplesThanInputsGiveTheSameFitByAnotherWay() {
        int few = 8;
        float[] y = outputs();
        Random random = new Random(3);
        for (int i = 0; i < y.length; i++) {
            y[i] += (float) random.nextGaussian();
        }
        Moments.Rows rows = rows(all(), y, few);
        RidgeRegression bySamples = RidgeRegression.fit(rows, weights, 0.1).orElseThrow();
        RidgeRegression byInputs = RidgeRegression.fit(Moments.of(rows), weights, 0.1).orElseThrow();
        assertThat(bySamples.weights()).containsExactly(byInputs.weights(), within(1e-4f));
        assertThat(bySamples.bias()).containsExactly(byInputs.bias(), within(1e-4f));
    }

    @Test
    void nothingIsFittedToInputsThatDoNotVary() {
        Arrays.fill(x, 2);
        assertThat(RidgeRegression.fit(rows(all(), outputs()), weights, 0.1)).isEmpty();
    }

    private static int[] all() {
        return IntStream.range(0, INPUTS).toArray();
    }

    private static int[] without(Integer... gone) {
        return IntStream.range(0, INPUTS).filter(i -> !Arrays.asList(gone).contains(i)).toArray();
    }

    private float[] outputs() {
        float[] y = new float[SAMPLES * OUTPUTS];
        for (int s = 0; s < SAMPLES; s++) {
            for (int k = 0; k < OUTPUTS; k++) {
                for (int i = 0; i < INPUTS; i++) {
                    y[s * OUTPUTS + k] += x[s * INPUTS + i] * weights[k * INPUTS + i];
                }
            }
        }
        return y;
    }

    /** The squared error of the best fit by some inputs. */
    private double error(int[] inputs) {
        float[] y = outputs();
        float[] start = new float[OUTPUTS * inputs.length];
        RidgeRegression fit = RidgeRegression.fit(rows(inputs, y), start, RIDGE).orElseThrow();
        double error = 0;
        for (int s = 0; s < SAMPLES; s++) {
            for (int k = 0; k < OUTPUTS; k++) {
                double value = fit.bias()[k] - y[s * OUTPUTS + k];
                for (int i = 0; i < inputs.length; i++) {
                    value += x[s * INPUTS + inputs[i]] * fit.weights()[k * inputs.length + i];
                }
                error += value * value;
            }
        }
        return error;
    }

    private Moments.Rows rows(int[] inputs, float[] y) {
        return rows(inputs, y, SAMPLES);
    }

    private Moments.Rows rows(int[] inputs, float[] y, int count) {
        return new Moments.Rows() {
            @Override
            public int inputs() {
                return inputs.length;
            }

            @Override
            public int outputs() {
                return OUTPUTS;
            }

            @Override
            public int count() {
                return count;
            }

            @Override
            public float[] inputs(int from, int to) {
                float[] rows = new float[(to - from) * inputs.length];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = x[(from + i / inputs.length) * INPUTS + inputs[i % inputs.length]];
                }
                return rows;
            }

            @Override
            public float[] outputs(int from, int to) {
                return Arrays.copyOfRange(y, from * OUTPUTS, to * OUTPUTS);
            }
        };
    }
}
