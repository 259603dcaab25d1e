package espalier.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeatmapDataTest {

    @Test
    void aTableHasTheColumnsAsTheyStandAndNoWordForWhatIsNoNumber() {
        HeatmapData data = new HeatmapData(List.of("disc", "ring"), List.of("0", "1"),
                new float[][] {{.5f, 1}, {Float.NaN, .25f}}, 0, 1);
        assertThat(data.table(new int[] {1, 0})).isEqualTo("\t1\t0\ndisc\t1.0\t0.5\nring\t0.25\t");
    }
}
