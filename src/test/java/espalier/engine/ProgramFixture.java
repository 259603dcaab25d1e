package espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What tests of compiled programs have in common: pictures, small layers, and DL4J on the same parameters. */
abstract class ProgramFixture {

    static final int SIZE = 8;
    static final int BATCH = 6;
    static final int CLASSES = 5;
    final float[] pixels = pixels();
    final int[] labels = {0, 1, 2, 3, 4, 0};

    static float[] flat(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, all, row * rows[0].length, rows[0].length);
        }
        return all;
    }

    static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(squaresOfA * squaresOfB);
    }

    void gradientsEqual(ComputationGraph graph) {
        ComputationGraph reference = copy(graph);
        Program program = compile(graph);
        program.train(pixels, labels, Precision.FLOAT32);
        program.train(pixels, labels, Precision.FLOAT32);

        INDArray x = Nd4j.createFromArray(pixels).reshape(BATCH, SIZE, SIZE, 3);
        INDArray y = Nd4j.zeros(BATCH, CLASSES);
        for (int i = 0; i < BATCH; i++) {
            y.putScalar(i, labels[i], 1);
        }
        reference.setInputs(x);
        reference.setLabels(y);
        reference.computeGradientAndScore();
        INDArray expected = reference.getFlattenedGradients().mul(program.trainable()).div(BATCH);
        INDArray actual = program.gradients();
        double scale = expected.amaxNumber().doubleValue();
        assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-4 * Math.max(1, scale));
    }

    static float[][] oneHot(float[][] logits, int label) {
        float[][] gradient = new float[logits.length][logits[0].length];
        for (float[] row : gradient) {
            row[label] = 1;
        }
        return gradient;
    }

    static float[] column(float[][] rows, int column) {
        float[] values = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[i] = rows[i][column];
        }
        return values;
    }

    /** What the program runs on. */
    Operations operations() {
        return Backend.operations();
    }

    Program compile(ComputationGraph graph) {
        Backend.start();
        return Program.compile(graph, SIZE, SIZE, operations());
    }

    float[][] infer(ComputationGraph graph) {
        return Loss.softmax(compile(graph).infer(pixels, BATCH));
    }

    float[][] dl4jOutput(ComputationGraph graph) {
        return copy(graph).outputSingle(Nd4j.createFromArray(pixels).reshape(BATCH, SIZE, SIZE, 3)).toFloatMatrix();
    }

    static boolean closeTo(float[][] actual, float[][] expected) {
        double worst = 0;
        for (int i = 0; i < actual.length; i++) {
            for (int j = 0; j < actual[i].length; j++) {
                worst = Math.max(worst, Math.abs(actual[i][j] - expected[i][j]));
            }
        }
        return worst < 1e-5 || report(worst);
    }

    static boolean report(double worst) {
        System.out.println("worst difference " + worst);
        return false;
    }

    /** By JSON: DL4J's own clone forgets the axis of a concatenation. */
    static ComputationGraph copy(ComputationGraph graph) {
        ComputationGraph copy = new ComputationGraph(
                ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        copy.init(graph.params().dup(), false);
        return copy;
    }

    static GraphBuilder builder() {
        return new NeuralNetConfiguration.Builder().seed(3).updater(new NoOp()).convolutionMode(ConvolutionMode.Same)
                .graphBuilder().addInputs("picture");
    }

    static ConvolutionLayer conv(int filters, int kernel, int stride, Activation activation) {
        return new ConvolutionLayer.Builder(kernel, kernel).nOut(filters).stride(stride, stride).activation(activation)
                .biasInit(0.1).dataFormat(CNN2DFormat.NHWC).build();
    }

    static BatchNormalization norm(boolean logarithmic) {
        return new BatchNormalization.Builder().useLogStd(logarithmic).gamma(1.3).beta(0.2).dataFormat(CNN2DFormat.NHWC)
                .build();
    }

    static SubsamplingLayer pool(SubsamplingLayer.PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).dataFormat(CNN2DFormat.NHWC).build();
    }

    static void head(GraphBuilder b, String from) {
        b.addLayer("out", new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nOut(CLASSES)
                .activation(Activation.SOFTMAX).build(), from);
        b.setOutputs("out");
    }

    static ComputationGraph finish(GraphBuilder b) {
        b.setInputTypes(InputType.convolutional(SIZE, SIZE, 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(b.build());
        graph.init();
        return graph;
    }

    static float[] pixels() {
        Random random = new Random(1);
        float[] pixels = new float[BATCH * SIZE * SIZE * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }

    /** How far a bias moves the logits is the sum of the gradients at its layer's outputs. */
    void probedGradientsAreThoseOfFiniteDifferences(ComputationGraph graph, String... layers) {
        Program program = compile(graph);
        Set<String> values = Arrays.stream(layers).map(program::linearValue).collect(Collectors.toSet());
        Program.Probed probed = program.probe(pixels, BATCH, values, logits -> oneHot(logits, 2));
        float step = 1e-2f;
        for (String layer : layers) {
            INDArray perPicture = probed.gradient(program.linearValue(layer)).sum(1, 2);
            INDArray bias = graph.getLayer(layer).getParam("b");
            float before = bias.getFloat(1);
            float[][] moved = new float[2][];
            for (int side = 0; side < 2; side++) {
                bias.putScalar(1, before + (side == 0 ? -step : step));
                program.parametersChanged();
                moved[side] = column(program.infer(pixels, BATCH), 2);
            }
            bias.putScalar(1, before);
            for (int i = 0; i < BATCH; i++) {
                assertThat((moved[1][i] - moved[0][i]) / (2 * step)).as(layer).isCloseTo(perPicture.getFloat(i, 1),
                        within(1e-2f * (1 + Math.abs(perPicture.getFloat(i, 1)))));
            }
        }
    }

    /** Not of a seed's luck: eight bits of mantissa are off by up to 0.4 % in each value. */
    void inBfloat16AllIsNearlyThatOfSinglePrecision(ComputationGraph graph) {
        Program program = compile(graph);
        float[] exact = flat(program.infer(pixels, BATCH));
        assertThat(cosine(flat(program.infer(pixels, BATCH, Precision.BFLOAT16)), exact)).isGreaterThan(0.999);

        program.train(pixels, labels, Precision.FLOAT32);
        float[] gradients = Values.of(program.gradients());
        float[] parameters = Values.of(program.parameters());
        program.train(pixels, labels, Precision.BFLOAT16);

        assertThat(cosine(Values.of(program.gradients()), gradients)).isGreaterThan(0.98);
        // Only running statistics follow a pass.
        assertThat(cosine(Values.of(program.parameters()), parameters)).isGreaterThan(0.99);
    }
}
