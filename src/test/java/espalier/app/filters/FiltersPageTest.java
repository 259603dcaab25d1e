package espalier.app.filters;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.FilterDecisions.Decision;
import espalier.app.WindowTest;
import espalier.app.controls.Heatmap;
import espalier.app.controls.HeatmapData.ColumnMark;
import espalier.app.controls.Histogram;
import espalier.app.shell.Parts;
import espalier.drawing.ColourMap;
import espalier.importance.Filter;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FiltersPageTest extends WindowTest {

    private FiltersPage page;

    @BeforeEach
    void open() {
        page = show(Parts::filtersPage);
        settle();
    }

    @Test
    void aLayerIsChosenInTheStripAndAFilterInTheHeatmap() {
        clickOn("#layer-conv2");
        assertThat(session.getSelectedLayer()).isEqualTo("conv2");
        assertThat(heatmap().dataProperty().get().columns()).hasSize(WIDTHS[2]);
        clickOn(cell(3, 5));
        assertThat(session.getSelectedFilter()).isEqualTo(5);
        assertThat(session.getSelectedClass()).isEqualTo(3);
        assertThat(text("#inspector-title")).isEqualTo("#5 of conv2");
        assertThat(text("#inspector-score")).endsWith("of 10 classes");
    }

    @Test
    void thePicturesThatExciteAFilterComeWithItsResponse() {
        clickOn(cell(0, 1));
        await("pictures that excite the filter", () -> !lookup(".thumbnail").queryAll().isEmpty()
                || lookup("No picture excites it: it is dead.").tryQuery().isPresent());
        await("the response",
                () -> lookup(node -> node instanceof javafx.scene.image.ImageView view
                        && view.getAccessibleText() != null && view.getAccessibleText().contains("Bright")).tryQuery()
                        .isPresent());
    }

    @Test
    void arrowKeysGoThroughTheFilters() {
        clickOn(cell(0, 0));
        type(KeyCode.RIGHT);
        type(KeyCode.DOWN);
        assertThat(text("#inspector-title")).isEqualTo("#1 of conv1");
        assertThat(session.getSelectedClass()).isEqualTo(1);
        type(KeyCode.END);
        assertThat(session.getSelectedFilter()).isEqualTo(WIDTHS[0] - 1);
    }

    @Test
    void draggingTheThresholdSaysWhatItRemoves() {
        Histogram histogram = lookup("#histogram").query();
        drag(point(histogram, histogram.x(histogram.thresholdProperty().get())), MouseButton.PRIMARY)
                .dropTo(point(histogram, histogram.x(0)));
        assertThat(text("#removal-sentence")).isEqualTo("Removes none of 26 filters.");
        drag(point(histogram, histogram.x(0)), MouseButton.PRIMARY).dropTo(point(histogram, histogram.x(10)));
        assertThat(text("#removal-sentence")).startsWith("Removes ").contains("of 26 filters: −").endsWith("MACs.");
        assertThat(onFx(() -> marks())).contains(ColumnMark.GOES);
    }

    @Test
    void aFilterIsKeptOrRemovedAndThatIsUndone() {
        onFx(() -> {
            ((Histogram) lookup("#histogram").query()).thresholdProperty().set(0);
            return null;
        });
        clickOn(cell(0, 2));
        clickOn("#remove");
        assertThat(session.decisions().of("tiny")).containsEntry(new Filter("conv1", 2), Decision.REMOVE);
        assertThat(onFx(() -> heatmap().marksProperty().get().apply(2))).isEqualTo(ColumnMark.MUST_GO);
        assertThat(text("#removal-sentence")).startsWith("Removes 1 of 26 filters");
        assertThat(text("#inspector-fate")).isEqualTo("Goes, as you decided.");
        clickOn("#keep");
        assertThat(onFx(() -> heatmap().marksProperty().get().apply(2))).isEqualTo(ColumnMark.MUST_STAY);
        clickOn("#undo");
        clickOn("#undo");
        assertThat(session.decisions().of("tiny")).isEmpty();
        assertThat(text("#inspector-fate")).startsWith("Stays at the threshold");
    }

    @Test
    void whatOnlyRemovedFiltersDoIsSeenByClassBeforeAnythingIsCut() {
        clickOn(cell(0, 1));
        assertThat(lookup("#what-if").query().isVisible()).isFalse();
        clickOn("#remove");
        clickOn("#what-if");
        assertThat(text("#removal-sentence")).startsWith("Removes 1 of 26 filters");
        await("accuracy by class", () -> parts.live().nowProperty().get()
                .filter(live -> live.removal().removed() == 1 && live.changes().length == 10).isPresent());
        assertThat(lookup("#live-classes").query().isVisible()).isTrue();
    }

    @Test
    void theOrderOfFiltersIsChosen() {
        clickOn("Score");
        int[] order = onFx(() -> heatmap().orderProperty().get());
        float[] scores = onFx(() -> selectedScores.get().layer("conv1").scores());
        for (int place = 1; place < order.length; place++) {
            assertThat(scores[order[place]]).isLessThanOrEqualTo(scores[order[place - 1]]);
        }
        clickOn("Share of strength");
        assertThat(onFx(() -> heatmap().dataProperty().get().max())).isLessThanOrEqualTo(1);
    }

    @Test
    void eachValueIsShownWithItsColoursAndTheLabelsAreShuffled() {
        clickOn("Share of pictures");
        assertThat(heatmap().coloursProperty().get()).isSameAs(ColourMap.VIRIDIS);
        float[][] shares = onFx(() -> heatmap().dataProperty().get().values());
        await("the measurement", () -> ((Label) lookup("#value-note").query()).getText().contains("Spearman"));
        assertThat(text("#value-note")).startsWith("follows ReLU and max pool, not labels");
        picture("filters-pictures");
        clickOn("#shuffle-labels");
        await("shuffled labels", () -> ((Label) lookup("#value-note").query()).getText().contains("keep exactly"));
        assertThat(heatmap().dataProperty().get().values()).isDeepEqualTo(shares);
        clickOn(lookup("#shown .toggle-button").nth(2).<javafx.scene.Node>query());
        assertThat(heatmap().coloursProperty().get()).isSameAs(ColourMap.COOLWARM_ROOT);
        assertThat(text("#value-note")).startsWith("labels shuffled: ").contains("filters change");
        picture("filters-shuffled");
        clickOn("#shuffle-labels");
        assertThat(text("#value-note")).startsWith("follows the true change of loss: Spearman");
        clickOn(cell(3, 5));
        picture("filters-loss-change");
    }

    @Test
    void anotherNetworkIsShownWhenItIsSelected() {
        addMilestones(4);
        onFx(() -> {
            session.setSelected(session.trajectory().get(1));
            return null;
        });
        settle();
        assertThat(heatmap().dataProperty().get().columns()).hasSize(3);
        picture("filters");
    }

    @Test
    void withoutANetworkThePageSaysWhatWillBeHere() {
        onFx(() -> {
            session.setSelected(null);
            return null;
        });
        assertThat(lookup("Filters by class").tryQuery()).isPresent();
        assertThat(page.view().getChildren().get(0).isVisible()).isFalse();
    }

    private java.util.List<ColumnMark> marks() {
        return java.util.stream.IntStream.range(0, WIDTHS[0]).mapToObj(heatmap().marksProperty().get()).toList();
    }

    private Heatmap heatmap() {
        return lookup("#heatmap").query();
    }

    private Point2D cell(int row, int column) {
        return onFx(() -> heatmap().localToScreen(heatmap().middle(row, column)));
    }

    private static Point2D point(Histogram histogram, double x) {
        return onFx(() -> histogram.localToScreen(x, histogram.getHeight() / 2));
    }

    private String text(String id) {
        return onFx(() -> ((Label) lookup(id).query()).getText());
    }
}
