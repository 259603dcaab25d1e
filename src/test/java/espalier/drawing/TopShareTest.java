package espalier.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TopShareTest {

    @Test
    void theHighestTenthStays() {
        float[] map = new float[20];
        Arrays.fill(map, 0.5f);
        map[7] = 0.9f;
        map[13] = 0.6f;
        boolean[] mask = TopShare.mask(map, 0.1);
        assertThat(TopShare.count(mask)).isEqualTo(2);
        assertThat(mask[7]).isTrue();
        assertThat(mask[13]).isTrue();
    }

    @Test
    void tiesGoToTheEarlierPixel() {
        float[] map = new float[20];
        Arrays.fill(map, 0.5f);
        boolean[] mask = TopShare.mask(map, 0.1);
        assertThat(mask[0]).isTrue();
        assertThat(mask[1]).isTrue();
        assertThat(TopShare.count(mask)).isEqualTo(2);
    }

    @Test
    void whatHasNoEvidenceIsNeverAmongTheHighest() {
        float[] map = new float[40];
        map[39] = 0.1f;
        assertThat(TopShare.count(TopShare.mask(map, 0.1))).isEqualTo(1);
        assertThat(TopShare.count(TopShare.mask(new float[40], 0.1))).isZero();
    }

    @Test
    void atLeastOnePixelStays() {
        assertThat(TopShare.count(TopShare.mask(new float[] {1, 2, 3}, 0.1))).isEqualTo(1);
    }

    @Test
    void thePapersSizeKeepsFiveThousandAndEighteenPixels() {
        float[] map = new float[224 * 224];
        for (int i = 0; i < map.length; i++) {
            map[i] = (i * 7919L % map.length + 1) / (float) map.length;
        }
        assertThat(TopShare.count(TopShare.mask(map, TopShare.EXPLANATION_MAP))).isEqualTo(5018);
    }

    @Test
    void overlapOfNothingIsNotANumber() {
        assertThat(TopShare.overlap(new boolean[4], new boolean[4])).isNaN();
        assertThat(TopShare.overlap(new boolean[] {true, true, false}, new boolean[] {false, true, true}))
                .isEqualTo(1 / 3.0);
    }
}
