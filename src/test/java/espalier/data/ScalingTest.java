package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.data.Dataset.Part;
import espalier.data.shapes.Shapes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {

    /** The value of a pixel is its column in red, its row in green. */
    private static Picture ramps(int height, int width) {
        byte[] rgb = new byte[height * width * 3];
        for (int i = 0; i < height * width; i++) {
            rgb[3 * i] = (byte) (i % width);
            rgb[3 * i + 1] = (byte) (i / width);
            rgb[3 * i + 2] = (byte) 255;
        }
        return new Picture(height, width, rgb);
    }

    @Test
    void a_picture_of_the_right_size_stays_as_it_is() {
        Picture picture = ramps(10, 12);
        assertThat(Scaling.fit(picture, new PictureSize(10, 12))).isSameAs(picture);
    }

    @Test
    void a_picture_that_is_only_wider_is_cut_in_the_middle() {
        Picture cut = Scaling.fit(ramps(10, 30), new PictureSize(10, 10));
        assertThat(cut.value(0, 0, 0)).isEqualTo(10);
        assertThat(cut.value(9, 9, 0)).isEqualTo(19);
        assertThat(cut.value(9, 9, 1)).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"200, 200, 20, 20", "200, 100, 20, 20", "90, 200, 30, 40", "20, 30, 50, 50", "1, 1, 4, 4",
            "1, 200, 3, 5"})
    void places_and_brightness_are_kept_at_any_size(int height, int width, int newHeight, int newWidth) {
        PictureSize size = new PictureSize(newHeight, newWidth);
        Picture scaled = Scaling.fit(ramps(height, width), size);
        double ratio = Math.min((double) height / newHeight, (double) width / newWidth);
        for (int row = 0; row < newHeight; row++) {
            for (int column = 0; column < newWidth; column++) {
                double x = width / 2.0 + (column + .5 - newWidth / 2.0) * ratio - .5;
                double y = height / 2.0 + (row + .5 - newHeight / 2.0) * ratio - .5;
                // At the borders there is nothing beyond to average with.
                double tolerance = .51 + ratio / 4;
                assertThat((double) scaled.value(row, column, 0)).isCloseTo(Math.max(0, x), within(tolerance));
                assertThat((double) scaled.value(row, column, 1)).isCloseTo(Math.max(0, y), within(tolerance));
                assertThat(scaled.value(row, column, 2)).isEqualTo(255);
            }
        }
    }

    @Test
    void fine_checks_become_an_even_grey() {
        byte[] rgb = new byte[64 * 64 * 3];
        for (int i = 0; i < 64 * 64; i++) {
            Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) ((i + i / 64) % 2 == 0 ? 0 : 200));
        }
        Picture scaled = Scaling.fit(new Picture(64, 64, rgb), new PictureSize(8, 8));
        for (byte value : scaled.rgb()) {
            assertThat(value & 0xFF).isCloseTo(100, within(3));
        }
    }

    @Test
    void masks_follow_their_pictures() {
        boolean[] mask = new boolean[10 * 20];
        for (int row = 0; row < 10; row++) {
            Arrays.fill(mask, row * 20 + 5, row * 20 + 10, true); // The left half of the middle square.
        }
        boolean[] fitted = Scaling.fit(mask, 10, 20, new PictureSize(4, 4));
        assertThat(fitted).containsExactly(true, true, false, false, true, true, false, false, true, true, false, false,
                true, true, false, false);
    }

    @Test
    void data_sets_of_one_size_are_brought_to_another() {
        Dataset large = Datasets.open("shapes", new PictureSize(96, 128));
        Pictures pictures = large.part(Part.TEST);
        assertThat(large.pictureSize()).isEqualTo(new PictureSize(96, 128));
        assertThat(pictures.picture(3).orElseThrow().width()).isEqualTo(128);
        assertThat(pictures.mask(3).orElseThrow()).hasSize(96 * 128);
        assertThat(Datasets.open("shapes", new PictureSize(64, 64))).isInstanceOf(Shapes.class);
    }
}
