package espalier.app.filters;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.FilterDecisions.Decision;
import espalier.app.WindowTest;
import espalier.app.controls.HeatmapData.ColumnMark;
import espalier.app.filters.FiltersViewModel.LayerView;
import espalier.importance.Filter;
import espalier.pruning.Removal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The model of the page, with a real network and no window. */
class FiltersViewModelTest extends WindowTest {

    private FiltersViewModel model;

    @BeforeEach
    void open() {
        model = onFx(() -> new FiltersViewModel(session, networks, selectedScores, notices));
        settle();
    }

    @Test
    void allConvolutionsAreThereAndTheFirstIsChosen() {
        assertThat(model.stateProperty().get()).isEqualTo(FiltersViewModel.State.READY);
        assertThat(model.layersProperty().get()).extracting(LayerView::name).containsExactly("conv1", "conv2", "conv3");
        assertThat(model.layerProperty().get()).get().extracting(LayerView::name).isEqualTo("conv1");
        assertThat(model.histogramProperty().get().all()).hasSize(26);
        assertThat(model.histogramProperty().get().part()).hasSize(6);
    }

    @Test
    void theThresholdBeginsWhereThePaperHasIt() {
        assertThat(model.thresholdProperty().get()).isEqualTo(3);
    }

    @Test
    void aHigherThresholdRemovesMoreAndSaysSo() {
        int none = removedAt(0);
        int all = removedAt(10.1);
        assertThat(none).isZero();
        // The best filter of each layer stays.
        assertThat(all).isEqualTo(23);
        assertThat(model.removalProperty().get().sentence()).startsWith("Removes 23 of 26 filters: −");
        assertThat(model.remark()).isNotNull();
    }

    @Test
    void theHeatmapIsTheLayersShares() {
        onFx(() -> {
            session.setSelectedLayer("conv3");
            return null;
        });
        assertThat(model.heatmapProperty().get().values()).isEqualTo(selectedScores.get().layer("conv3").perClass());
        assertThat(model.heatmapProperty().get().rows()).isEqualTo(session.getData().classNames());
        assertThat(model.totalsProperty().get().values()).isEqualTo(selectedScores.get().layer("conv3").scores());
    }

    @Test
    void strengthsOfAClassAddUpToOne() {
        onFx(() -> {
            model.shownProperty().set(ShownValue.STRENGTH);
            return null;
        });
        for (float[] row : model.heatmapProperty().get().values()) {
            double sum = 0;
            for (float value : row) {
                sum += value;
            }
            assertThat(sum).isBetween(0.999, 1.001);
        }
    }

    @Test
    void theOrderFollowsTheChosenClass() {
        onFx(() -> {
            model.sortProperty().set(FilterSort.CLASS);
            session.setSelectedClass(4);
            return null;
        });
        assertThat(model.orderProperty().get())
                .isEqualTo(FilterSort.CLASS.order(selectedScores.get().layer("conv1"), 4));
    }

    @Test
    void theOrderByClassChoosesAClassWhereNoneIsChosen() {
        onFx(() -> {
            model.sortProperty().set(FilterSort.CLASS);
            return null;
        });
        assertThat(session.getSelectedClass()).isZero();
    }

    @Test
    void marksShowWhatBecomesOfEachFilter() {
        removedAt(0);
        onFx(() -> {
            session.decisions().decide("tiny", new Filter("conv1", 2), Decision.REMOVE);
            session.decisions().decide("tiny", new Filter("conv1", 4), Decision.KEEP);
            return null;
        });
        assertThat(onFx(() -> model.mark(2))).isEqualTo(ColumnMark.MUST_GO);
        assertThat(onFx(() -> model.mark(4))).isEqualTo(ColumnMark.MUST_STAY);
        assertThat(onFx(() -> model.mark(0))).isEqualTo(ColumnMark.PLAIN);
    }

    @Test
    void cellsAreSaidInWords() {
        assertThat(onFx(() -> model.readOut(0, 3))).matches("Filter 3 of conv1, .+: matters to \\d+ of \\d+ pictures");
        assertThat(onFx(() -> model.readOut(-1, 3))).matches("Filter 3 of conv1: matters to [\\d.]+ of 10 classes");
    }

    @Test
    void withoutANetworkThereIsNothing() {
        onFx(() -> {
            session.setSelected(null);
            return null;
        });
        assertThat(model.stateProperty().get()).isEqualTo(FiltersViewModel.State.EMPTY);
        assertThat(model.layersProperty().get()).isEmpty();
        assertThat(model.removalProperty().get()).isSameAs(Removal.NONE);
    }

    private int removedAt(double threshold) {
        return onFx(() -> {
            model.thresholdProperty().set(threshold);
            return model.removalProperty().get().removed();
        });
    }
}
