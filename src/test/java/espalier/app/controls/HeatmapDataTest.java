package espalier.app.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeatmapDataTest {

    @Test
    void aTableHasTheColumnsAsTheyStandAndNoWordForWhatIsNoNumber() {
        HeatmapData data = new HeatmapData(List.of("disc", "ring"), List.of("0", "1"),
                new float[][] {{.5f, 1}, {Float.NaN, .25f}}, 0, 1);
        assertThat(data.csv(new int[] {1, 0})).isEqualTo("row,1,0\r\ndisc,1.00000,0.500000\r\nring,0.250000,\r\n");
    }

    @ParameterizedTest
    @CsvSource({"0.0117, 0.02", "0.0213, 0.04", "0.0061, 0.008", "0.092, 0.1", "3, 4", "2, 2", "1, 1"})
    void theScaleEndsAtANumberWhoseHalfIsAsShort(double most, double end) {
        assertThat(HeatmapData.shortened(most)).isCloseTo(end, within(1e-12));
    }

    @Test
    void signedValuesHaveZeroInTheMiddleAndUnknownOnesDoNotCount() {
        HeatmapData data = HeatmapData.signed(List.of("row"), List.of("a", "b"), new float[][] {{Float.NaN, -.013f}});
        assertThat(data.max()).isCloseTo(.02, within(1e-12));
        assertThat(data.min()).isEqualTo(-data.max());
        assertThat(data.share(0)).isEqualTo(.5);
        assertThat(HeatmapData.fromZero(List.of("row"), List.of("a"), new float[1][1]).max()).isEqualTo(1);
    }
}
