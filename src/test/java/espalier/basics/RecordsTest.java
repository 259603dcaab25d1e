package espalier.basics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of one component. */
class RecordsTest {

    /** A part that has a rule. */
    public record Inner(int size, String name) {

        /** Checks the rule. */
        public Inner {
            if (size < 0) {
                throw new Problem("A size is 0 or more.");
            }
        }
    }

    /** A whole with a part. */
    public record Outer(Inner inner, List<String> words) {}

    private static final Outer WHOLE = new Outer(new Inner(3, "three"), List.of("a"));

    @Test
    void aComponentIsReadAndChangedAtAnyDepth() {
        assertThat(Records.get(WHOLE, "inner.size")).isEqualTo(3);
        assertThat(Records.with(WHOLE, "inner.size", 4)).isEqualTo(new Outer(new Inner(4, "three"), List.of("a")));
        assertThat(Records.with(WHOLE, "words", List.of())).isEqualTo(new Outer(WHOLE.inner(), List.of()));
    }

    @Test
    void whatTheConstructorRefusesIsToldAsItTellsIt() {
        assertThatThrownBy(() -> Records.with(WHOLE, "inner.size", -1)).isInstanceOf(Problem.class)
                .hasMessage("A size is 0 or more.");
    }

    @Test
    void aNameThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> Records.with(WHOLE, "inner.height", 1)).hasMessageContaining("height");
    }
}
