package espalier.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.WindowTest;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;

class HeatmapTest extends WindowTest {

    private Heatmap heatmap;

    @Test
    void ofAThousandClassesByFourThousandFiltersAnyCellCanBeLookedAt() {
        float[][] values = new float[1000][4096];
        IntStream.range(0, 1000).forEach(row -> IntStream.range(0, 4096)
                .forEach(column -> values[row][column] = (row * 31 + column * 17) % 100 / 100f));
        heatmap = onFx((Callable<Heatmap>) Heatmap::new);
        show(new StackPane(heatmap));
        onFx(() -> {
            heatmap.dataProperty().set(new HeatmapData(Collections.nCopies(1000, "a class"),
                    IntStream.range(0, 4096).mapToObj(Integer::toString).toList(), values, 0, 1));
            heatmap.requestFocus();
            heatmap.selectedColumnProperty().set(2000);
            heatmap.selectedRowProperty().set(500);
            return null;
        });
        Point2D far = middle(2001, 500).subtract(middle(2000, 500));
        assertThat(far.getX()).isLessThan(1);
        for (int i = 0; i < 12; i++) {
            type(KeyCode.PLUS);
        }
        assertThat(onFx(() -> lookup("#whole-heatmap").query().isVisible())).isTrue();
        assertThat(middle(2001, 500).subtract(middle(2000, 500)).getX()).isGreaterThan(8);
        onFx(() -> {
            heatmap.selectedRowProperty().set(-1);
            heatmap.selectedColumnProperty().set(-1);
            return null;
        });
        clickOn(onFx(() -> heatmap.localToScreen(heatmap.middle(501, 2003))));
        assertThat(onFx(() -> heatmap.selectedColumnProperty().get())).isEqualTo(2003);
        assertThat(onFx(() -> heatmap.selectedRowProperty().get())).isEqualTo(501);
        double before = middle(2003, 501).getX();
        drag(onFx(() -> heatmap.localToScreen(heatmap.middle(501, 2003)))).moveBy(-200, 0).drop();
        await("the cells to follow the mouse", () -> heatmap.middle(501, 2003).getX() < before - 30);
        type(KeyCode.DIGIT0);
        assertThat(onFx(() -> lookup("#whole-heatmap").query().isVisible())).isFalse();
        assertThat(onFx(() -> heatmap.csv().orElseThrow().lines().count())).isEqualTo(1001);
    }

    private Point2D middle(int column, int row) {
        return onFx(() -> {
            heatmap.layout();
            return heatmap.middle(row, column);
        });
    }
}
