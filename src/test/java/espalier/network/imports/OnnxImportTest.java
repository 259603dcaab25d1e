package espalier.network.imports;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.SharedData;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.engine.Loss;
import espalier.network.Network;
import espalier.network.imports.Preparation.ChannelOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of which ONNX Runtime's answers are known. */
class OnnxImportTest {

    @ParameterizedTest
    @ValueSource(strings = {"vgg11_bn_thin-bn", "vgg11_bn_thin-dynamo", "resnet18_thin-bn", "resnet18_thin-dynamo",
            "resnet18_thin-folded", "mobilenet_v2_thin-bn", "mobilenet_v2_thin-dynamo", "mobilenet_v2_thin-folded",
            "squeezenet_thin-dynamo", "squeezenet_thin-folded", "googlenet_thin-bn", "lenet_grey-folded",
            "activations-bn", "refused_se-folded"})
    void answersAreThoseOfOnnxRuntime(String name) throws IOException {
        Path file = SharedData.file("data/onnx/" + name + ".onnx");
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        Network network = imported.network(new Preparation(name, imported.usualClasses(),
                Preparation.pixels(new double[3], new double[] {255, 255, 255}), ChannelOrder.RGB));
        float[] expected = numbers(Files.readString(file.resolveSibling(name + ".csv")));
        float[] logits = network.infer(picture(imported))[0];
        double sum = 0;
        for (float value : expected) {
            sum += value;
        }
        boolean probabilities = Math.abs(sum - 1) < 1e-4 && expected[0] >= 0;
        float[] answers = probabilities ? Loss.softmax(new float[][] {logits})[0] : logits;
        boolean logarithms = Math.abs(Arrays.stream(doubles(expected)).map(Math::exp).sum() - 1) < 1e-4;
        if (logarithms) {
            answers = Loss.softmax(new float[][] {logits})[0];
            for (int i = 0; i < answers.length; i++) {
                answers[i] = (float) Math.log(answers[i]);
            }
        }
        assertThat(answers).containsExactly(expected, Offset.offset(1e-4f));
    }

    /** Its padding comes out of arithmetic with shapes; of all 10 000 test pictures it knows 92.31 %. */
    @Test
    void aTrainedNetworkIsAsGoodAsItWas() {
        Path file = SharedData.file("data/onnx/cifar10_resnet32-bn.onnx");
        Dataset data = Datasets.open("cifar10:" + SharedData.folder("data/cifar10"));
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        Preparation preparation = new Preparation("resnet32", data.classNames(),
                Preparation.pixels(new double[] {125.307, 122.95, 113.865}, new double[] {62.9932, 62.0887, 66.7048}),
                ChannelOrder.RGB);
        Network network = imported.network(preparation);
        assertThat(network.program().foreignVertices()).isEmpty();
        int right = 0;
        int count = 400;
        try (Batches batches = Batches.inOrder(data.part(Part.TEST), IntStream.range(0, count).toArray(),
                preparation.normalisation(), 100)) {
            for (int b = 0; b < count / 100; b++) {
                Batch batch = batches.next();
                float[][] logits = network.infer(batch);
                for (int i = 0; i < batch.size(); i++) {
                    right += best(logits[i]) == batch.labels()[i] ? 1 : 0;
                }
            }
        }
        assertThat(right / (double) count).isBetween(.90, .95);
    }

    private static int best(float[] values) {
        return IntStream.range(0, values.length).reduce(0, (a, b) -> values[b] > values[a] ? b : a);
    }

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    private static float[] numbers(String text) {
        String[] parts = text.strip().split("[,\\s]+");
        float[] values = new float[parts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(parts[i]);
        }
        return values;
    }

    /** x[c][h][w] = ((7h + 13w + 31c) mod 256) / 127.5 − 1; a grey picture has the first colour three times. */
    private static Batch picture(ImportedNetwork imported) {
        int height = imported.inputSize().height();
        int width = imported.inputSize().width();
        float[] pixels = new float[height * width * 3];
        for (int i = 0; i < pixels.length; i++) {
            int colour = imported.grey() ? 0 : i % 3;
            pixels[i] = (7 * (i / (3 * width)) + 13 * (i / 3 % width) + 31 * colour) % 256 / 127.5f - 1;
        }
        return new Batch(1, pixels, new int[1]);
    }
}
