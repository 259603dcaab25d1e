package espalier.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.training.TrainingSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffortTest {

    @ParameterizedTest
    @CsvSource({"QUICK, 45000, 2, 4000", "NORMAL, 45000, 2, 0", "THOROUGH, 45000, 8, 0", "QUICK, 600, 13, 0",
            "NORMAL, 600, 40, 0", "THOROUGH, 600, 100, 0", "QUICK, 4000, 2, 0", "NORMAL, 4000, 6, 0"})
    void few_pictures_come_more_often(Effort effort, int training, int epochs, int pictures) {
        TrainingSettings recovery = effort.of(PruningSettings.STANDARD, training).tuning().recovery();
        assertThat(recovery.epochs()).isEqualTo(epochs);
        assertThat(recovery.picturesPerEpoch()).isEqualTo(pictures);
    }
}
