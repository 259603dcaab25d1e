package espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class PlanMemoryTest extends ProgramFixture {

    @AfterEach
    void withoutLimit() {
        Program.keepBuffersWithin(Long.MAX_VALUE);
    }

    @Test
    void programsShareTheirMemoryAndAnswerAsBefore() {
        float[] pixels = pixels();
        List<Program> programs = new ArrayList<>();
        List<float[][]> before = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Program program = compile(graph(4 + i));
            programs.add(program);
            before.add(program.infer(pixels, BATCH));
            program.close();
        }
        Program.keepBuffersWithin(1 << 30);
        programs.get(0).infer(pixels, BATCH);
        long one = PlanMemory.bytes();
        assertThat(one).isPositive();
        // Programs of up to twice the buffers; three of them always stay.
        long most = 7 * one;
        Program.keepBuffersWithin(most);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < programs.size(); i++) {
                assertThat(programs.get(i).infer(pixels, BATCH)).isDeepEqualTo(before.get(i));
                assertThat(PlanMemory.bytes()).isLessThanOrEqualTo(most);
            }
        }
        programs.forEach(Program::close);
        assertThat(PlanMemory.bytes()).isZero();
    }

    private static ComputationGraph graph(int filters) {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(filters, 3, 1, Activation.RELU), "picture");
        b.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "conv");
        head(b, "mean");
        return finish(b);
    }
}
