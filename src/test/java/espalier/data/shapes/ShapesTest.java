package espalier.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.data.Seeds;
import espalier.data.shapes.ShapeClass.Form;
import espalier.data.shapes.ShapeClass.Surface;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapesTest {

    @Test
    void ten_named_classes_come_equally_often_in_every_part() {
        Dataset shapes = new Shapes(1);
        assertThat(shapes.classNames()).hasSize(10).doesNotHaveDuplicates().contains("striped disc", "plain cross");
        for (Part part : Part.values()) {
            Pictures pictures = shapes.part(part);
            int[] counts = new int[10];
            IntStream.range(0, pictures.size()).forEach(i -> counts[pictures.label(i)]++);
            assertThat(counts).containsOnly(pictures.size() / 10);
        }
        assertThat(shapes.part(Part.TRAINING).size()).isEqualTo(8_000);
        assertThat(shapes.part(Part.VALIDATION).size()).isEqualTo(1_000);
        assertThat(shapes.part(Part.TEST).size()).isEqualTo(2_000);
    }

    @Test
    void a_picture_depends_on_seed_part_and_index_only() {
        byte[] picture = new Shapes(5).part(Part.TEST).picture(42).orElseThrow().rgb();
        Dataset again = new Shapes(5, 10, 10, 100);
        again.part(Part.TEST).picture(7);
        assertThat(again.part(Part.TEST).picture(42).orElseThrow().rgb()).isEqualTo(picture);
        assertThat(new Shapes(6).part(Part.TEST).picture(42).orElseThrow().rgb()).isNotEqualTo(picture);
        assertThat(new Shapes(5).part(Part.TRAINING).picture(42).orElseThrow().rgb()).isNotEqualTo(picture);
        assertThat(new Shapes(5).part(Part.TEST).picture(52).orElseThrow().rgb()).isNotEqualTo(picture);
    }

    @Test
    void seeds_are_part_of_the_specification() {
        assertThat(Datasets.open("shapes").specification()).isEqualTo("shapes");
        Dataset seven = Datasets.open("shapes:7");
        assertThat(seven.specification()).isEqualTo("shapes:7");
        assertThat(seven.part(Part.TEST).picture(0).orElseThrow().rgb())
                .isEqualTo(new Shapes(7).part(Part.TEST).picture(0).orElseThrow().rgb());
    }

    @Test
    void masks_cover_an_object_of_a_fitting_size() {
        Pictures pictures = new Shapes(1).part(Part.VALIDATION);
        for (int i = 0; i < 500; i++) {
            boolean[] mask = pictures.mask(i).orElseThrow();
            long on = IntStream.range(0, mask.length).filter(p -> mask[p]).count();
            assertThat(on).as("pixels of %s", pictures.title(i)).isBetween(150L, 2_200L);
        }
    }

    /**
     * A plain object is of one colour but for light: where its mask is, pixels differ less than mask and background do.
     */
    @Test
    void masks_lie_where_the_object_was_painted() {
        Pictures pictures = new Shapes(1).part(Part.TEST);
        int cross = ShapeClass.PLAIN_CROSS.ordinal();
        int right = 0;
        for (int i = cross; i < 1_000; i += 10) {
            double outside = deviation(pictures, i, false);
            double inside = deviation(pictures, i, true);
            right += inside < outside ? 1 : 0;
        }
        assertThat(right).isGreaterThan(90);
    }

    /**
     * The mean squared difference from the mean colour on the mask, or of the pixels off the mask from that same
     * colour.
     */
    private static double deviation(Pictures pictures, int index, boolean onMask) {
        Picture picture = pictures.picture(index).orElseThrow();
        boolean[] mask = pictures.mask(index).orElseThrow();
        double[] mean = new double[3];
        int count = 0;
        for (int p = 0; p < mask.length; p++) {
            if (mask[p]) {
                count++;
                for (int c = 0; c < 3; c++) {
                    mean[c] += picture.rgb()[3 * p + c] & 0xFF;
                }
            }
        }
        double sum = 0;
        int compared = 0;
        for (int p = 0; p < mask.length; p++) {
            if (mask[p] == onMask) {
                compared++;
                for (int c = 0; c < 3; c++) {
                    double difference = (picture.rgb()[3 * p + c] & 0xFF) - mean[c] / count;
                    sum += difference * difference;
                }
            }
        }
        return sum / compared;
    }

    @Test
    void the_normalisation_is_that_of_the_pictures() {
        Dataset shapes = new Shapes(3, 400, 0, 0);
        double[] sum = new double[3];
        double[] squares = new double[3];
        int count = 400 * 64 * 64;
        try (Batches batches = Batches.inOrder(shapes.part(Part.TRAINING), shapes.normalisation(), 50)) {
            batches.forEachRemaining(batch -> {
                for (int i = 0; i < batch.pixels().length; i++) {
                    sum[i % 3] += batch.pixels()[i];
                    squares[i % 3] += batch.pixels()[i] * batch.pixels()[i];
                }
            });
        }
        for (int c = 0; c < 3; c++) {
            assertThat(sum[c] / count).isCloseTo(0, within(.1));
            assertThat(squares[c] / count).isCloseTo(1, within(.15));
        }
    }

    /** Colours must not give the class away: the mean colour of each class is that of all. */
    @Test
    void colours_say_nothing_of_the_class() {
        Pictures pictures = new Shapes(1).part(Part.TRAINING);
        double[][] mean = new double[10][3];
        for (int i = 0; i < 1_500; i++) {
            byte[] rgb = pictures.picture(i).orElseThrow().rgb();
            for (int v = 0; v < rgb.length; v++) {
                mean[pictures.label(i)][v % 3] += (rgb[v] & 0xFF) / (4096.0 * 150);
            }
        }
        for (double[] colour : mean) {
            for (double value : colour) {
                assertThat(value).isCloseTo(124, within(14.0));
            }
        }
    }

    /**
     * The property of a distance: no two points differ by more than they are apart. The fold of star and triangle obeys
     * it.
     */
    @ParameterizedTest
    @EnumSource(Form.class)
    void outlines_are_true_distances(Form form) {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(form.distance(2, 1.5f)).isPositive();
        float middle = form == Form.RING ? .74f : 0;
        assertThat(form.distance(middle, 0)).isNegative();
        for (int i = 0; i < 10_000; i++) {
            float x = (float) (3 * random.nextDouble() - 1.5);
            float y = (float) (3 * random.nextDouble() - 1.5);
            float dx = (float) (.02 * random.nextDouble() - .01);
            float dy = (float) (.02 * random.nextDouble() - .01);
            double apart = Math.hypot(dx, dy);
            assertThat((double) Math.abs(form.distance(x + dx, y + dy) - form.distance(x, y)))
                    .isLessThan(apart * 1.001 + 1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Surface.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void patterns_have_a_good_share_of_both_colours(Surface surface) {
        double sum = 0;
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 100; j++) {
                float share = surface.second(i * .0731f, j * .0613f, .1f);
                assertThat(share).isBetween(0f, 1f);
                sum += share;
            }
        }
        assertThat(sum / 10_000).isBetween(.25, .55);
    }

    @Test
    void neighbouring_places_have_unrelated_random_numbers() {
        SplittableRandom first = Seeds.random(1, 5);
        SplittableRandom second = Seeds.random(1, 6);
        first.nextLong();
        assertThat(first.nextLong()).isNotEqualTo(second.nextLong());
    }
}
