package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rank of matrices that are known to have it. */
class HRankTest {

    @Test
    void ranksByHand() {
        assertThat(HRank.rank(new float[6], 2, 3)).isZero();
        assertThat(HRank.rank(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3)).isEqualTo(3);
        assertThat(HRank.rank(new float[] {1, 2, 3, 2, 4, 6}, 2, 3)).isEqualTo(1);
        assertThat(HRank.rank(new float[] {1, 2, 3, 2, 4, 7}, 2, 3)).isEqualTo(2);
        // The third row is the sum of the first two.
        assertThat(HRank.rank(new float[] {1, 0, 2, 0, 1, 1, 1, 1, 3}, 3, 3)).isEqualTo(2);
        assertThat(HRank.rank(new float[] {5}, 1, 1)).isEqualTo(1);
    }

    @Test
    void aProductHasTheRankOfItsNarrowPart() {
        Random random = new Random(4);
        for (int rank = 1; rank <= 6; rank++) {
            assertThat(HRank.rank(product(random, 9, rank, 12), 9, 12)).isEqualTo(rank);
            assertThat(HRank.rank(product(random, 12, rank, 9), 12, 9)).isEqualTo(rank);
        }
    }

    @Test
    void scaleDoesNotMatter() {
        float[] small = product(new Random(5), 8, 3, 8);
        for (int i = 0; i < small.length; i++) {
            small[i] *= 1e-6f;
        }
        assertThat(HRank.rank(small, 8, 8)).isEqualTo(3);
    }

    private static float[] product(Random random, int rows, int inner, int columns) {
        double[] left = random.doubles((long) rows * inner, -1, 1).toArray();
        double[] right = random.doubles((long) inner * columns, -1, 1).toArray();
        float[] product = new float[rows * columns];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                double sum = 0;
                for (int i = 0; i < inner; i++) {
                    sum += left[y * inner + i] * right[i * columns + x];
                }
                product[y * columns + x] = (float) sum;
            }
        }
        return product;
    }
}
