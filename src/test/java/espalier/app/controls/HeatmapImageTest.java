package espalier.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.drawing.ColourMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeatmapImageTest {

    /** The value in hundredths as the colour itself. */
    private static final ColourMap READABLE = value -> Double.isNaN(value) ? -1 : (int) Math.round(100 * value);

    private static HeatmapData data(float[][] values) {
        return new HeatmapData(IntStream.range(0, values.length).mapToObj(i -> "row " + i).toList(),
                IntStream.range(0, values[0].length).mapToObj(String::valueOf).toList(), values, 0, 1);
    }

    @Test
    void columnsStandInTheOrderAskedFor() {
        int[] pixels = HeatmapImage.paint(data(new float[][] {{.1f, .2f, .3f}}), new int[] {2, 0, 1}, READABLE, 3, 1);
        assertThat(pixels).containsExactly(30, 10, 20);
    }

    @Test
    void largeCellsHaveAGapAndSmallOnesNone() {
        float[][] values = {{.1f, .2f}, {.3f, .4f}};
        int[] large = HeatmapImage.paint(data(values), new int[] {0, 1}, READABLE, 20, 20);
        assertThat(large[0]).isEqualTo(10);
        assertThat(large[9]).isZero();
        assertThat(large[10]).isEqualTo(20);
        assertThat(large[19 * 20]).isZero();
        int[] small = HeatmapImage.paint(data(values), new int[] {0, 1}, READABLE, 4, 4);
        assertThat(small).doesNotContain(0);
    }

    @Test
    void aPixelOfManyCellsShowsTheirMean() {
        int[] pixels = HeatmapImage.paint(data(new float[][] {{0, .2f, .4f, .8f}, {0, .2f, .4f, .8f}}),
                new int[] {0, 1, 2, 3}, READABLE, 2, 1);
        assertThat(pixels).containsExactly(10, 60);
    }

    @Test
    void whatIsNoNumberIsLeftOutOfTheMeanAndTransparentAlone() {
        int[] pixels = HeatmapImage.paint(data(new float[][] {{Float.NaN, .2f, Float.NaN, Float.NaN}}),
                new int[] {0, 1, 2, 3}, READABLE, 2, 1);
        assertThat(pixels).containsExactly(20, -1);
    }

    @Test
    void aThousandClassesByFourThousandFiltersAreOnePicture() {
        float[][] values = new float[1000][4096];
        for (float[] row : values) {
            java.util.Arrays.fill(row, 0.5f);
        }
        HeatmapData data = data(values);
        assertThat(HeatmapImage.paint(data, data.ownOrder(), READABLE, 700, 300)).containsOnly(50);
    }
}
