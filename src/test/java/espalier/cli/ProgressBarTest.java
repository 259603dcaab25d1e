package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How far the work is, as text. */
class ProgressBarTest {

    @Test
    void theTimeLeftFollowsFromTheTimeTaken() {
        assertThat(ProgressBar.state(0.25, 20)).isEqualTo(" 25 %, 1:00 left");
        assertThat(ProgressBar.state(0.5, 7200)).isEqualTo(" 50 %, 2:00:00 left");
        assertThat(ProgressBar.state(1, 20)).isEqualTo("100 %, 0:00 left");
    }

    @Test
    void nothingIsGuessedFromAFractionThatIsTooSmallOrUnknown() {
        assertThat(ProgressBar.state(0, 5)).isEqualTo("  0 %");
        assertThat(ProgressBar.state(Double.NaN, 65)).isEqualTo(" 1:05 so far");
    }

    @Test
    void shortWorkPrintsNothingWhereThereIsNoTerminal() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProgressBar bar = new ProgressBar(new PrintStream(err, true, StandardCharsets.UTF_8), false);
        for (int i = 0; i <= 1000; i++) {
            bar.update(i / 1000.0, "Working");
        }
        bar.clear();
        assertThat(err.size()).isZero();
    }
}
