package espalier.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Choice;
import espalier.basics.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The one list of options. */
class PruningChoicesTest {

    @Test
    void everyOptionReadsAndWritesItsOwnPlaceInTheSettings() {
        for (Choice<PruningSettings, ?> choice : PruningChoices.ALL) {
            assertThat(unchanged(choice)).as(choice.key()).isEqualTo(PruningSettings.STANDARD);
        }
        PruningSettings other = PruningSettings.STANDARD.with(PruningChoices.FLOOR, 0.25).with(PruningChoices.L1, 3e-4)
                .with(PruningChoices.PROTECT, Set.of("conv1"));
        assertThat(other.protection().floor()).isEqualTo(0.25);
        assertThat(other.tuning().fineTuning().l1()).isEqualTo(other.tuning().recovery().l1()).isEqualTo(3e-4);
        assertThat(other.goal()).isEqualTo(PruningSettings.STANDARD.goal());
        assertThat(PruningChoices.PROTECT.get().apply(other)).containsExactly("conv1");
    }

    private static <T> PruningSettings unchanged(Choice<PruningSettings, T> choice) {
        return PruningSettings.STANDARD.with(choice, choice.get().apply(PruningSettings.STANDARD));
    }

    @Test
    void everyOptionIsToldOnceAndInOneSection() {
        assertThat(PruningChoices.ALL).extracting(Choice::key).doesNotHaveDuplicates();
        assertThat(Arrays.stream(PruningChoices.Section.values()).flatMap(section -> section.choices().stream())
                .collect(Collectors.toList())).containsExactlyInAnyOrderElementsOf(PruningChoices.ALL);
        assertThat(PruningChoices.ALL).allSatisfy(choice -> {
            assertThat(choice.title()).isNotBlank();
            assertThat(choice.explanation()).endsWith(".");
        });
    }

    @Test
    void aValueOutOfRangeIsRefusedWithItsReason() {
        assertThatThrownBy(() -> PruningSettings.STANDARD.with(PruningChoices.RATES, List.of(4.0, 2.0)))
                .isInstanceOf(Problem.class).hasMessageContaining("must rise");
    }
}
