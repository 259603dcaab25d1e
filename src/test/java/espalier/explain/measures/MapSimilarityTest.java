package espalier.explain.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.explain.ClassMap;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MapSimilarityTest {

    private static final int HEIGHT = 16;
    private static final int WIDTH = 20;

    /** Values of SciPy 1.17 and scikit-image 0.26 (Gaussian weights, σ = 1.5, population covariance, data range 1). */
    @ParameterizedTest
    @CsvSource({"PEARSON, 0.9199806495241213, 0.555816410617583", "SPEARMAN, 0.9254306753825415, 0.5332561377077573",
            "L1, 0.10178977272727271, 0.2054375", "SSIM, 0.8784814305951827, 0.39609918640552066"})
    void agreesWithSciPyAndScikitImage(MapMeasure measure, double noise, double blobs) {
        float[] a = new float[HEIGHT * WIDTH];
        float[] mixed = new float[HEIGHT * WIDTH];
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                float first = (row * 31 + column * 17 + row * column * 7) % 97 / 96f;
                float second = (row * 13 + column * 29 + row * column * 5) % 89 / 88f;
                a[row * WIDTH + column] = first;
                mixed[row * WIDTH + column] = 0.7f * first + 0.3f * second;
            }
        }
        // Both reach 1, so that they are compared as the reference does, unscaled.
        assertThat(between(measure, a, mixed)).isEqualTo(noise, within(1e-5));
        assertThat(between(measure, blob(6, 8), blob(8, 11))).isEqualTo(blobs, within(1e-5));
    }

    @ParameterizedTest
    @EnumSource(names = {"PEARSON", "SPEARMAN", "SSIM", "TOP_OVERLAP", "L1"})
    void aMapIsAsCloseToItselfAsCanBeWhateverItsScale(MapMeasure measure) {
        float[] map = blob(6, 8);
        float[] larger = map.clone();
        for (int i = 0; i < larger.length; i++) {
            larger[i] *= 17;
        }
        assertThat(between(measure, map, larger)).isEqualTo(measure.higherIsBetter() ? 1 : 0, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(names = {"PEARSON", "SPEARMAN", "SSIM", "TOP_OVERLAP", "L1"})
    void anEmptyMapIsComparableWithNothing(MapMeasure measure) {
        assertThat(between(measure, new float[HEIGHT * WIDTH], blob(6, 8))).isNaN();
        assertThat(between(measure, blob(6, 8), new float[HEIGHT * WIDTH])).isNaN();
    }

    @Test
    void correlationsOfAFlatMapAreNotDefined() {
        float[] flat = new float[HEIGHT * WIDTH];
        Arrays.fill(flat, 0.4f);
        assertThat(MapSimilarity.pearson(flat, blob(6, 8))).isNaN();
        assertThat(MapSimilarity.spearman(flat, blob(6, 8))).isNaN();
    }

    @Test
    void pearsonByHand() {
        // Means 2.5 and 2.5; products −1.5·−0.5 + −0.5·−1.5 + 0.5·1.5 + 1.5·0.5 = 3; squares 5 and 5.
        assertThat(MapSimilarity.pearson(new float[] {1, 2, 3, 4}, new float[] {2, 1, 4, 3})).isEqualTo(0.6,
                within(1e-12));
    }

    @Test
    void spearmanSharesTheRanksOfEqualValues() {
        // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: r = 4.5 / √(4.5 · 5).
        assertThat(MapSimilarity.spearman(new float[] {0, 5, 5, 9}, new float[] {1, 2, 3, 90}))
                .isEqualTo(4.5 / Math.sqrt(4.5 * 5), within(1e-12));
    }

    @Test
    void overlapOfTheTopTenthByHand() {
        // Of 40 pixels four are the top; two are shared: 2 / 6.
        float[] a = new float[40];
        float[] b = new float[40];
        for (int i = 0; i < 40; i++) {
            a[i] = i < 4 ? 10 + i : 1;
            b[i] = i >= 2 && i < 6 ? 10 + i : 1;
        }
        assertThat(MapSimilarity.topOverlap(a, b)).isEqualTo(2 / 6.0, within(1e-12));
    }

    @Test
    void l1ByHand() {
        // Scaled: 0, .5, 1, 1 and 1, 0, 0, .25.
        assertThat(MapSimilarity.l1(new float[] {0, 1, 2, 2}, new float[] {4, 0, 0, 1}))
                .isEqualTo((1 + 0.5 + 1 + 0.75) / 4, within(1e-7));
    }

    @Test
    void ssimOfFlatMapsComparesTheirBrightnessOnly() {
        float[] bright = new float[11 * 11];
        Arrays.fill(bright, 1);
        float[] half = new float[11 * 11];
        Arrays.fill(half, 0.5f);
        double expected = (2 * 0.5 + 1e-4) / (1 + 0.25 + 1e-4);
        assertThat(MapSimilarity.ssim(bright, half, 11, 11)).isEqualTo(expected, within(1e-7));
    }

    @Test
    void ssimOfAMapAndItsNegativeIsNegative() {
        float[] map = new float[11 * 11];
        float[] negative = new float[11 * 11];
        for (int i = 0; i < map.length; i++) {
            map[i] = i % 2;
            negative[i] = 1 - i % 2;
        }
        // One window; the covariance is minus the variance.
        assertThat(MapSimilarity.ssim(map, negative, 11, 11)).isLessThan(-0.99);
    }

    private static double between(MapMeasure measure, float[] a, float[] b) {
        return measure.of(new MapMeasure.Subject(new ClassMap(HEIGHT, WIDTH, b), new ClassMap(HEIGHT, WIDTH, a),
                Optional.empty(), HEIGHT, WIDTH));
    }

    private static float[] blob(int row, int column) {
        float[] map = new float[HEIGHT * WIDTH];
        for (int i = 0; i < map.length; i++) {
            int down = i / WIDTH - row;
            int across = i % WIDTH - column;
            map[i] = Math.max(0, 1 - (down * down + across * across) / 50f);
        }
        return map;
    }
}
