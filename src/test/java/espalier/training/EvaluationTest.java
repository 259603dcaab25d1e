package espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EvaluationTest {

    /** Of 10, 4 and 6 pictures 8, 1 and 3 are right. */
    private static final Evaluation EVALUATION = new Evaluation(20, 12 / 20.0, new double[] {0.8, 0.25, 0.5}, 1,
            new int[][] {{8, 1, 1}, {2, 1, 1}, {0, 3, 3}});

    @Test
    void each_picture_counts_with_the_weight_of_its_class() {
        assertThat(EVALUATION.accuracy(new double[] {1, 1, 1})).isEqualTo(EVALUATION.accuracy());
        assertThat(EVALUATION.accuracy(new double[] {0, 3, 0})).isEqualTo(0.25);
        assertThat(EVALUATION.accuracy(new double[] {2, 1, 0})).isCloseTo((16 + 1) / (20 + 4.0), within(1e-12));
    }

    @Test
    void of_an_evaluation_that_was_written_down_classes_count_as_if_they_had_as_many_pictures() {
        Evaluation stored = new Evaluation(20, 0.6, new double[] {0.8, 0.25, Double.NaN}, Double.NaN, new int[0][0]);
        assertThat(stored.accuracy(new double[] {2, 1, 0})).isCloseTo(1.85 / 3, within(1e-12));
        assertThat(stored.accuracy(new double[] {0, 1.5, 1.5})).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void without_pictures_of_the_classes_that_matter_there_is_no_accuracy() {
        Evaluation none = new Evaluation(1, 1, new double[] {1, Double.NaN}, 0, new int[][] {{1, 0}, {0, 0}});
        assertThat(none.accuracy(new double[] {0, 2})).isNaN();
    }

    @Test
    void one_answer_to_all_pictures_or_an_accuracy_near_one_in_so_many_classes_is_chance() {
        assertThat(EVALUATION.isChance()).isTrue();
        assertThat(new Evaluation(2000, 0.6, new double[] {0.8, 0.25, 0.5}, 1, new int[0][0]).isChance()).isFalse();
        assertThat(new Evaluation(2000, 0.36, new double[] {0.3, 0.4, 0.38}, 1, new int[0][0]).isChance()).isTrue();
        assertThat(new Evaluation(2000, 0.9, new double[] {1, 0, 0}, 1, new int[0][0]).isChance()).isTrue();
        assertThat(new Evaluation(2000, 1, new double[] {1, Double.NaN, Double.NaN}, 1, new int[0][0]).isChance())
                .isFalse();
    }
}
