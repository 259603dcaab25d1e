package espalier.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class CellAxisTest {

    @Test
    void everyPixelOfACellLeadsBackToIt() {
        for (int cells : new int[] {1, 3, 7, 64, 100}) {
            CellAxis axis = new CellAxis(cells, 101);
            for (int cell = 0; cell < cells; cell++) {
                for (int pixel = axis.start(cell); pixel < axis.start(cell + 1); pixel++) {
                    assertThat(axis.cellAt(pixel)).isEqualTo(cell);
                    assertThat(axis.cellAt(pixel + 0.9)).isEqualTo(cell);
                }
            }
        }
    }

    @Test
    void cellsFillThePixelsWithoutGapOrOverlap() {
        CellAxis axis = new CellAxis(7, 100);
        assertThat(axis.start(0)).isZero();
        assertThat(axis.start(7)).isEqualTo(100);
    }

    @Test
    void whereThereAreMoreCellsThanPixelsEachCellHasItsPixel() {
        CellAxis axis = new CellAxis(4096, 700);
        BitSet seen = new BitSet();
        for (int pixel = 0; pixel < 700; pixel++) {
            for (int cell = axis.cellAt(pixel); cell < axis.cellsEnd(pixel); cell++) {
                seen.set(cell);
            }
        }
        assertThat(seen.cardinality()).isEqualTo(4096);
    }

    @Test
    void beyondTheEndsIsNoCell() {
        CellAxis axis = new CellAxis(5, 50);
        assertThat(axis.cellAt(-1)).isEqualTo(-1);
        assertThat(axis.cellAt(50)).isEqualTo(-1);
        assertThat(new CellAxis(0, 50).cellAt(3)).isEqualTo(-1);
    }

    @Test
    void labelsStandAtRoundNumbersAsFarApartAsTheyNeed() {
        assertThat(new CellAxis(10, 400).labelStep(20)).isEqualTo(1);
        assertThat(new CellAxis(64, 640).labelStep(22)).isEqualTo(5);
        assertThat(new CellAxis(4096, 700).labelStep(30)).isEqualTo(200);
    }
}
