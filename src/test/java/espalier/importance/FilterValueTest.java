package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.importance.FilterValue.Likeness;
import espalier.importance.NetworkScores.LayerScores;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterValueTest {

    private static NetworkScores scores(float[][] perClass, float[][] lossChange) {
        return new NetworkScores(List.of("a", "b"), 10,
                List.of(new LayerScores("conv1", new float[3], perClass, new float[2][3], lossChange)));
    }

    @Test
    void whatIsNotKnownIsNoNumber() {
        float[][] values = FilterValue.LOSS_CHANGE.of(scores(new float[2][3], null).layer("conv1"));
        assertThat(values).hasDimensions(2, 3);
        assertThat(values[1]).containsOnly(Float.NaN);
        assertThat(FilterValue.LOSS_CHANGE.text(values[0][0])).isEqualTo("–");
    }

    @Test
    void valuesAreSaidInFewLettersWithTheirSign() {
        assertThat(FilterValue.SHARE.text(.7)).isEqualTo("70 %");
        assertThat(FilterValue.LOSS_CHANGE.text(.0312)).isEqualTo("+0.031");
        assertThat(FilterValue.LOSS_CHANGE.text(-1.26)).isEqualTo("−1.3");
        assertThat(FilterValue.LOSS_CHANGE.text(-.0000421)).isEqualTo("−4.2e-5");
        assertThat(FilterValue.LOSS_CHANGE.text(0)).isEqualTo("0");
    }

    @Test
    void aFilterIsTheSameWhereItIsSoForEveryClass() {
        NetworkScores one = scores(new float[][] {{.1f, .2f, .3f}, {.4f, .5f, .6f}},
                new float[][] {{1, 2, 3}, {4, 5, 6}});
        NetworkScores other = scores(new float[][] {{.1f, .2f, .3f}, {.4f, .5f, .7f}},
                new float[][] {{-1, -2, -3}, {-4, -5, -6}});
        assertThat(FilterValue.SHARE.likeness(one, other)).isEqualTo(new Likeness(3, 2, 1));
        Likeness turned = FilterValue.LOSS_CHANGE.likeness(one, other);
        assertThat(turned.same()).isZero();
        assertThat(turned.rho()).isCloseTo(-1, within(1e-12));
    }
}
