package espalier.network.exports;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import espalier.data.Batch;
import espalier.network.Network;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Networks as ONNX Runtime sees them. */
public final class InOnnxRuntime {

    private InOnnxRuntime() {}

    /** What a file makes of pictures {@code [batch, height, width, 3]}: {@code [batch][classes]}. */
    public static float[][] outputs(Path file, float[] pixels, int batch, int height, int width) throws OrtException {
        return outputs(file, channelsFirst(pixels, batch, height * width), new long[] {batch, 3, height, width});
    }

    /** What a file makes of values of any shape: {@code [batch][classes]}. */
    public static float[][] outputs(Path file, float[] values, long[] shape) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor picture = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of(OnnxFile.INPUT, picture))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    private static float[] channelsFirst(float[] pixels, int batch, int area) {
        float[] planes = new float[pixels.length];
        for (int i = 0; i < batch; i++) {
            for (int p = 0; p < area; p++) {
                for (int c = 0; c < 3; c++) {
                    planes[(i * 3 + c) * area + p] = pixels[(i * area + p) * 3 + c];
                }
            }
        }
        return planes;
    }

    /** Checks that a network answers there as here, to 1e-4 of its largest logit. */
    public static void assertSame(Network network, ExportOptions options, Path file) throws OrtException {
        OnnxFile.write(network, options, file);
        Batch batch = pictures(network, 3);
        assertClose(network.toString(), outputs(file, batch.pixels(), 3, network.description().inputSize().height(),
                network.description().inputSize().width()), network.infer(batch));
    }

    /** Checks that outputs are equal to 1e-4 of the largest. */
    public static void assertClose(String what, float[][] actual, float[][] expected) {
        float largest = 1;
        for (float[] row : expected) {
            for (float value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        for (int i = 0; i < expected.length; i++) {
            for (int c = 0; c < expected[i].length; c++) {
                assertThat(Math.abs(actual[i][c] - expected[i][c])).as("%s, output %s of picture %s", what, c, i)
                        .isLessThanOrEqualTo(1e-4f * largest);
            }
        }
    }

    /** Noise of the network's size. */
    public static Batch pictures(Network network, int count) {
        Random random = new Random(3);
        float[] pixels = new float[count * network.description().inputSize().values()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return new Batch(count, pixels, new int[count]);
    }
}
