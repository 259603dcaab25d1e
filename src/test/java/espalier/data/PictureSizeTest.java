package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PictureSizeTest {

    @Test
    void smallPicturesGoThroughANetworkInFullBatches() {
        assertThat(new PictureSize(32, 32).batch(100)).isEqualTo(100);
        assertThat(new PictureSize(64, 64).batch(100)).isEqualTo(100);
    }

    @Test
    void largePicturesGoFewAtOnceAndHugeOnesSingly() {
        assertThat(new PictureSize(227, 227).batch(50)).isEqualTo(9);
        assertThat(new PictureSize(2000, 2000).batch(50)).isEqualTo(1);
    }
}
