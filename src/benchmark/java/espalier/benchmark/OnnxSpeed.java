package espalier.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import espalier.data.PictureSize;
import espalier.network.Network;
import espalier.network.exports.ExportOptions;
import espalier.network.exports.OnnxFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * How many pictures a second networks take in ONNX Runtime, beside the first of them. Run with the networks' zips:
 * {@code java -cp … espalier.benchmark.OnnxSpeed unpruned.zip x4.zip}. They take turns, so that what else the machine
 * does meets all of them; the figures are medians.
 */
public final class OnnxSpeed {

    private static final int ROUNDS = 15;
    private static final int WARM_UP = 3;
    /** Of each turn, nanoseconds. */
    private static final long TURN = 150_000_000;

    private OnnxSpeed() {}

    /** @param arguments the networks' files */
    public static void main(String[] arguments) throws OrtException, IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        List<OrtSession> sessions = new ArrayList<>();
        PictureSize size = null;
        Path file = Files.createTempFile("speed", ".onnx");
        for (String argument : arguments) {
            try (Network network = Network.read(Path.of(argument))) {
                OnnxFile.write(network, ExportOptions.PLAIN, file);
                size = network.description().inputSize();
                System.out.printf("%s: %,d parameters, %,d MACs%n", argument, network.cost().parameters(),
                        network.cost().macs());
            }
            sessions.add(environment.createSession(file.toString()));
        }
        for (int batch : new int[] {1, 64}) {
            try (OnnxTensor pictures = OnnxTensor.createTensor(environment, FloatBuffer.allocate(batch * size.values()),
                    new long[] {batch, 3, size.height(), size.width()})) {
                print(arguments, batch, measured(sessions, Map.of(OnnxFile.INPUT, pictures), batch));
            }
        }
        Files.delete(file);
    }

    /** By session, pictures a second of each round. */
    private static List<List<Double>> measured(List<OrtSession> sessions, Map<String, OnnxTensor> input, int batch)
            throws OrtException {
        List<List<Double>> rates = new ArrayList<>();
        sessions.forEach(session -> rates.add(new ArrayList<>()));
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (int i = 0; i < sessions.size(); i++) {
                long start = System.nanoTime();
                int runs = 0;
                while (System.nanoTime() - start < TURN) {
                    sessions.get(i).run(input).close();
                    runs++;
                }
                if (round >= WARM_UP) {
                    rates.get(i).add(runs * batch * 1e9 / (System.nanoTime() - start));
                }
            }
        }
        return rates;
    }

    private static void print(String[] names, int batch, List<List<Double>> rates) {
        double first = median(rates.get(0));
        for (int i = 0; i < names.length; i++) {
            System.out.printf("batch %d  %s: %,.0f pictures a second (%,.0f to %,.0f), ×%.2f%n", batch, names[i],
                    median(rates.get(i)), Collections.min(rates.get(i)), Collections.max(rates.get(i)),
                    median(rates.get(i)) / first);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
