package espalier.app.controls;

import espalier.drawing.ColourMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Drawing a heatmap of 1 000 classes × 4 096 filters into the room that the page has: milliseconds for a picture. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class HeatmapBenchmark {

    private static final int CLASSES = 1000;
    private static final int FILTERS = 4096;

    private HeatmapData data;
    private int[] order;

    /** Makes random values in a random order. */
    @Setup
    public void make() {
        Random random = new Random(1);
        float[][] values = new float[CLASSES][FILTERS];
        for (float[] row : values) {
            for (int k = 0; k < FILTERS; k++) {
                row[k] = random.nextFloat();
            }
        }
        data = new HeatmapData(names(CLASSES), names(FILTERS), values, 0, 1);
        order = IntStream.range(0, FILTERS).boxed().sorted((a, b) -> Float.compare(values[0][b], values[0][a]))
                .mapToInt(Integer::intValue).toArray();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    /** All cells in a window of 1280×800, where several share a pixel. */
    @Benchmark
    public int[] windowful() {
        return HeatmapImage.paint(data, order, ColourMap.VIRIDIS, 900, 400);
    }

    /** A pixel for each cell, as for a file. */
    @Benchmark
    public int[] pixelForEachCell() {
        return HeatmapImage.paint(data, order, ColourMap.VIRIDIS, FILTERS, CLASSES);
    }
}
