package espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.engine.Precision;
import espalier.engine.Program.Span;
import espalier.engine.Values;
import espalier.network.BenchmarkNetworks;
import espalier.network.Network;
import org.junit.jupiter.api.Test;

class SgdTest {

    private static final double MOMENTUM = 0.9;
    private static final double DECAY = 0.01;
    private static final double RATE = 0.1;

    @Test
    void twoStepsAreThoseOfTheFormulaAndLeaveRunningStatisticsAlone() {
        try (Network network = BenchmarkNetworks.create(BenchmarkNetworks.VGG_S)) {
            var batch = BenchmarkNetworks.pictures(network, 2);
            network.program().train(batch.pixels(), batch.labels(), Precision.FLOAT32);
            Sgd descent = new Sgd(network, MOMENTUM, DECAY);
            float[] before = network.parameters();
            float[] gradients = Values.of(network.program().gradients());
            double[] parameters = new double[before.length];
            boolean[] trained = new boolean[before.length];
            for (Span span : network.program().trained()) {
                for (int i = span.from(); i < span.to(); i++) {
                    double velocity = -RATE * (gradients[i] + DECAY * before[i]);
                    double once = before[i] + velocity;
                    parameters[i] = once + MOMENTUM * velocity - RATE * (gradients[i] + DECAY * once);
                    trained[i] = true;
                }
            }

            descent.update(RATE);
            descent.update(RATE);

            float[] after = network.parameters();
            for (int i = 0; i < after.length; i++) {
                assertThat((double) after[i]).isCloseTo(trained[i] ? parameters[i] : before[i],
                        within(trained[i] ? 1e-6 * (1 + Math.abs(parameters[i])) : 0));
            }
            int untrained = 0;
            for (boolean each : trained) {
                untrained += each ? 0 : 1;
            }
            // Mean and variance of each channel that a batch norm sees.
            assertThat(untrained).isEqualTo(2 * (32 + 32 + 64 + 64 + 128 + 128));
        }
    }
}
