package espalier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.data.Picture;
import espalier.data.PictureSize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionTest {

    private static final Description TINY = new Description("tiny", List.of("a", "b"), new PictureSize(1, 2),
            new Normalisation(new float[] {0, .5f, 1}, new float[] {1, .5f, .25f}), Map.of());

    @Test
    void pictures_are_normalised_one_after_the_other() {
        Picture black = new Picture(1, 2, new byte[6]);
        Picture white = new Picture(1, 2, new byte[] {-1, -1, -1, -1, -1, -1});

        Batch batch = TINY.batch(List.of(black, white), new int[] {1, 0});

        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.pixels()).containsExactly(0, -1, -4, 0, -1, -4, 1, 1, 0, 1, 1, 0);
        assertThat(batch.labels()).containsExactly(1, 0);
    }

    @Test
    void pictures_without_classes_have_the_first() {
        assertThat(TINY.batch(List.of(new Picture(1, 2, new byte[6]))).labels()).containsExactly(0);
    }

    @Test
    void a_picture_of_another_size_is_refused_even_with_as_many_values() {
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> TINY.batch(List.of(new Picture(2, 1, new byte[6]))))
                .withMessageStartingWith("A picture of 2×1 does not fit tiny, which takes 1×2.");
    }
}
