package espalier.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.explain.ClassMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class InterpolationTest {

    private static final Offset<Float> CLOSE = within(1e-5f);
    private static final float[] CORNERS = {0, 1, 2, 4};

    @Test
    void nearestMakesBlocks() {
        assertThat(Interpolation.NEAREST.enlarge(CORNERS, 2, 2, 4, 4)).containsExactly(0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 4,
                4, 2, 2, 4, 4);
    }

    @Test
    void bilinearRunsStraightBetweenMiddles() {
        assertThat(Interpolation.BILINEAR.enlarge(new float[] {0, 1}, 1, 2, 1, 4)).containsExactly(0, 0.25f, 0.75f, 1);
    }

    /** The values are those of {@code torch.nn.functional.interpolate(mode="bicubic", align_corners=False)}. */
    @Test
    void bicubicIsThatOfPyTorch() {
        assertThat(Interpolation.BICUBIC.enlarge(new float[] {0, 1, 5, 2, 4, 3}, 2, 3, 4, 6))
                .containsExactly(new float[] {-0.30528f, -0.16743f, 0.0034332f, 1.8037f, 4.2167f, 5.6884f, 0.32376f,
                        0.63022f, 1.0994f, 2.4586f, 3.9404f, 4.8493f, 1.3598f, 1.9440f, 2.9045f, 3.5374f, 3.4854f,
                        3.4671f, 1.9889f, 2.7417f, 4.0005f, 4.1924f, 3.2091f, 2.6280f}, within(1e-4f));
    }

    @Test
    void everyInterpolationKeepsAMapOfItsOwnSizeAndAFlatOne() {
        for (Interpolation interpolation : Interpolation.values()) {
            assertThat(interpolation.enlarge(CORNERS, 2, 2, 2, 2)).containsExactly(CORNERS, CLOSE);
            for (float value : interpolation.enlarge(new float[] {3, 3, 3, 3, 3, 3}, 2, 3, 7, 11)) {
                assertThat(value).isEqualTo(3, CLOSE);
            }
        }
    }

    @Test
    void whatOvershootsIsClippedWhereItIsShown() {
        for (float value : new ClassMap(2, 2, new float[] {0, 1, 0, -1}).shown(9, 9, 1, Interpolation.BICUBIC)) {
            assertThat(value).isBetween(0f, 1f);
        }
    }
}
