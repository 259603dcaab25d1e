package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.data.Batches.Augmentation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class BatchesTest {

    /** Gives each pixel value back as it was. */
    private static final Normalisation PLAIN = new Normalisation(new float[3],
            new float[] {1f / 255, 1f / 255, 1f / 255});

    private static List<Batch> all(Batches batches) {
        List<Batch> list = new ArrayList<>();
        batches.forEachRemaining(list::add);
        return list;
    }

    private static List<Integer> pictures(Batch batch) {
        int values = batch.pixels().length / batch.size();
        return IntStream.range(0, batch.size()).mapToObj(i -> Math.round(batch.pixels()[i * values])).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pictures_in_order_come_all_and_the_last_batch_is_smaller(boolean quick) {
        Batches batches = Batches.inOrder(new FakePictures(10, quick), PLAIN, 4);
        assertThat(batches.count()).isEqualTo(3);
        List<Batch> list = all(batches);
        assertThat(list).extracting(Batch::size).containsExactly(4, 4, 2);
        assertThat(pictures(list.get(1))).containsExactly(4, 5, 6, 7);
        assertThat(list.get(1).labels()).containsExactly(1, 2, 0, 1);
        assertThat(list.get(2).pixels()).hasSize(2 * 12);
    }

    @Test
    void chosen_pictures_come_in_the_order_asked_for() {
        List<Batch> list = all(Batches.inOrder(new FakePictures(10, true), new int[] {7, 2, 2}, PLAIN, 8));
        assertThat(list).hasSize(1);
        assertThat(pictures(list.get(0))).containsExactly(7, 2, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_next_pictures_move_up_where_one_is_damaged(boolean quick) {
        List<Batch> list = all(Batches.inOrder(new FakePictures(10, quick, 0, 5), PLAIN, 4));
        assertThat(list).extracting(BatchesTest::pictures).containsExactly(List.of(1, 2, 3, 4), List.of(6, 7, 8, 9));
    }

    @Test
    void nothing_comes_where_every_picture_is_damaged() {
        assertThat(Batches.inOrder(new FakePictures(2, false, 0, 1), PLAIN, 4).hasNext()).isFalse();
    }

    @Test
    void an_epoch_has_every_picture_at_most_once_in_full_batches() {
        Batches batches = Batches.shuffled(new FakePictures(103, true), PLAIN, 10, Augmentation.NONE, 1);
        assertThat(batches.count()).isEqualTo(10);
        List<Batch> list = all(batches);
        assertThat(list).hasSize(10).allSatisfy(batch -> assertThat(batch.size()).isEqualTo(10));
        List<Integer> order = list.stream().flatMap(batch -> pictures(batch).stream()).toList();
        assertThat(order).doesNotHaveDuplicates().isNotEqualTo(order.stream().sorted().toList());
    }

    @Test
    void an_epoch_of_few_pictures_is_one_incomplete_batch() {
        Batches batches = Batches.shuffled(new FakePictures(5, true), PLAIN, 10, Augmentation.NONE, 1);
        assertThat(batches.count()).isEqualTo(1);
        assertThat(all(batches)).extracting(Batch::size).containsExactly(5);
    }

    @Test
    void an_epoch_is_never_lost_to_a_damaged_picture() {
        List<Batch> list = all(Batches.shuffled(new FakePictures(10, true, 3), PLAIN, 10, Augmentation.NONE, 1));
        assertThat(list).extracting(Batch::size).containsExactly(9);
    }

    @Test
    void the_same_seed_gives_the_same_epoch_however_pictures_are_decoded() {
        Augmentation augmentation = new Augmentation(true, 1);
        List<Batch> quick = all(Batches.shuffled(new FakePictures(60, true), PLAIN, 8, augmentation, 7));
        List<Batch> slow = all(Batches.shuffled(new FakePictures(60, false), PLAIN, 8, augmentation, 7));
        List<Batch> other = all(Batches.shuffled(new FakePictures(60, true), PLAIN, 8, augmentation, 8));
        for (int i = 0; i < quick.size(); i++) {
            assertThat(quick.get(i).pixels()).isEqualTo(slow.get(i).pixels());
            assertThat(quick.get(i).labels()).isEqualTo(slow.get(i).labels());
        }
        assertThat(quick.get(0).pixels()).isNotEqualTo(other.get(0).pixels());
    }

    @Test
    void normalisation_is_the_one_that_pictures_are_given() {
        float[] expected = new float[12];
        Normalisation.CIFAR10.apply(new FakePictures(200, true).picture(150).orElseThrow(), expected, 0);
        Batch batch = Batches.inOrder(new FakePictures(200, true), new int[] {150}, Normalisation.CIFAR10, 1).next();
        assertThat(batch.pixels()).isEqualTo(expected);
    }

    @Test
    void crops_pad_with_zeros_and_flips_mirror() {
        // One row, four columns with the values 10, 20, 30, 40: every result must be a window of 0 … 10 20 30 40 … 0 or
        // its mirror.
        byte[] rgb = {10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40};
        Picture picture = new Picture(1, 4, rgb);
        Batches.Writer writer = new Batches.Writer(PLAIN, new Augmentation(true, 2), 3);
        Set<List<Integer>> seen = new HashSet<>();
        for (int position = 0; position < 2_000; position++) {
            float[] pixels = writer.write(List.of(new PictureStream.Item(picture, 0, position))).pixels();
            seen.add(IntStream.range(0, 4).mapToObj(i -> Math.round(pixels[3 * i])).toList());
        }
        List<List<Integer>> expected = new ArrayList<>();
        for (List<Integer> padded : List.of(List.of(0, 0, 10, 20, 30, 40, 0, 0), List.of(0, 0, 40, 30, 20, 10, 0, 0))) {
            for (int start = 0; start <= 4; start++) {
                expected.add(padded.subList(start, start + 4));
            }
        }
        expected.add(List.of(0, 0, 0, 0)); // Moved up or down out of its only row.
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void no_more_than_a_few_batches_are_made_ahead() {
        FakePictures pictures = new FakePictures(1_000, true);
        Deque<Runnable> work = new ArrayDeque<>();
        try (Batches batches = Batches.inOrder(pictures, IntStream.range(0, 1_000).toArray(), PLAIN, 10, work::add)) {
            doAll(work);
            assertThat(pictures.decoded).hasValue(30);
            batches.next();
            doAll(work);
            assertThat(pictures.decoded).hasValue(40);
        }
    }

    @Test
    void what_was_closed_makes_no_more_batches() {
        FakePictures pictures = new FakePictures(1_000, true);
        Deque<Runnable> work = new ArrayDeque<>();
        Batches batches = Batches.inOrder(pictures, IntStream.range(0, 1_000).toArray(), PLAIN, 10, work::add);
        work.remove().run();
        batches.close();
        doAll(work);
        assertThat(pictures.decoded).hasValue(10);
    }

    private static void doAll(Deque<Runnable> work) {
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    @Test
    void closing_ends_the_pass() {
        Batches batches = Batches.inOrder(new FakePictures(100, true), PLAIN, 10);
        batches.next();
        batches.close();
        assertThat(batches.hasNext()).isFalse();
        assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_problem_while_decoding_reaches_the_one_who_takes_batches(boolean quick) {
        Pictures broken = new Pictures() {
            @Override
            public int size() {
                return 5;
            }

            @Override
            public int label(int index) {
                return 0;
            }

            @Override
            public Optional<Picture> picture(int index) {
                throw new Problem("The disk is gone.");
            }

            @Override
            public boolean quick(int index) {
                return quick;
            }

            @Override
            public String title(int index) {
                return "";
            }
        };
        Batches batches = Batches.inOrder(broken, PLAIN, 2);
        assertThatThrownBy(batches::hasNext).isInstanceOf(Problem.class).hasMessage("The disk is gone.");
    }
}
