package espalier.network;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.data.Batch;
import espalier.engine.Graphs;
import espalier.engine.Loss;
import espalier.engine.Precision;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every architecture's compiled program beside DL4J's own layers on the same parameters: outputs, and gradients of all
 * of them.
 */
class CompiledArchitecturesTest {

    private static final int SIZE = 32;
    private static final int CLASSES = 3;
    private static final int BATCH = 4;

    @ParameterizedTest
    @ValueSource(strings = {"vgg-s", "shapes-vgg", "vgg-16", "vgg-19", "resnet-20", "resnet-20-projection", "resnet-56",
            "mobilenet"})
    void outputsAndGradientsEqualDl4js(String name) {
        Network network = Architectures.create(name, TestNetworks.description(CLASSES, SIZE), 1);
        ComputationGraph reference = Graphs.copy(network.graph());
        Batch batch = batch();
        INDArray pictures = Nd4j.createFromArray(batch.pixels()).reshape(BATCH, SIZE, SIZE, 3);
        assertThat(network.program().foreignVertices()).isEmpty();
        assertClose(Nd4j.createFromArray(Loss.softmax(network.infer(batch))), reference.outputSingle(pictures), 1e-4);

        network.program().train(batch.pixels(), batch.labels(), Precision.FLOAT32);
        INDArray answers = Nd4j.zeros(BATCH, CLASSES);
        for (int i = 0; i < BATCH; i++) {
            answers.putScalar(i, batch.labels()[i], 1);
        }
        reference.setInputs(pictures);
        reference.setLabels(answers);
        reference.computeGradientAndScore();
        assertClose(network.program().gradients(),
                reference.getFlattenedGradients().mul(network.program().trainable()).div(BATCH), 2e-2);
    }

    /**
     * Compares lengths, not single values: rounding decides which of two equal neighbours a max pool takes, and whether
     * a ReLU at 0 is open, and one such decision moves a few gradients of a deep network by some per cent of the
     * largest.
     *
     * @param tolerance as a share of the expected length
     */
    private static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.sub(expected).norm2Number().doubleValue())
                .isLessThan(tolerance * expected.norm2Number().doubleValue());
    }

    private static Batch batch() {
        Random random = new Random(1);
        float[] pixels = new float[BATCH * SIZE * SIZE * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return new Batch(BATCH, pixels, random.ints(BATCH, 0, CLASSES).toArray());
    }
}
