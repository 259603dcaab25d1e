package espalier.app.filters;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.FilterDecisions.Decision;
import espalier.app.OpenNetwork;
import espalier.app.WindowTest;
import espalier.app.controls.HeatmapData;
import espalier.app.controls.HeatmapData.ColumnMark;
import espalier.app.filters.FiltersViewModel.LayerView;
import espalier.app.live.LiveModel;
import espalier.drawing.ColourMap;
import espalier.importance.Filter;
import espalier.importance.FilterAblation.Agreement;
import espalier.importance.FilterValue;
import espalier.importance.NetworkScores;
import espalier.pruning.Removal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The model of the page, with a real network and no window. */
class FiltersViewModelTest extends WindowTest {

    private FiltersViewModel model;

    @BeforeEach
    void open() {
        model = onFx(() -> new FiltersViewModel(session, networks, selectedScores, notices, parts.live()));
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
    void anotherNetworkBeginsAtItsOwnThresholdWithNothingToTakeBack() {
        onFx(() -> {
            model.thresholdProperty().set(5);
            return null;
        });
        assertThat(onFx(() -> session.decisions().canUndoProperty().get())).isTrue();
        OpenNetwork another = another();
        onFx(() -> {
            session.begin(another);
            return null;
        });
        await("its scores", () -> model.stateProperty().get() == FiltersViewModel.State.READY);
        assertThat(onFx(() -> model.thresholdProperty().get())).isEqualTo(3);
        assertThat(onFx(() -> session.decisions().canUndoProperty().get())).isFalse();
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
        show(FilterValue.SHARE);
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
        show(FilterValue.STRENGTH);
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
                .isEqualTo(FilterSort.CLASS.order(selectedScores.get().layer("conv1"), FilterValue.LOSS_CHANGE, 4));
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
        assertThat(onFx(() -> model.readOut(0, 3))).matches(
                "Filter 3 of conv1: silencing it would (raise the loss of .+ by|lower the loss of .+ by|not change).+");
        show(FilterValue.STRENGTH);
        assertThat(onFx(() -> model.readOut(0, 3))).endsWith("% of the layer's strength");
        show(FilterValue.SHARE);
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

    @Test
    void theLossChangeIsShownFirstOnAScaleWithZeroInTheMiddle() {
        assertThat(model.shownProperty().get()).isEqualTo(FilterValue.LOSS_CHANGE);
        HeatmapData data = model.heatmapProperty().get();
        assertThat(data.values()).isEqualTo(selectedScores.get().layer("conv1").lossChange());
        assertThat(data.min()).isEqualTo(-data.max());
        assertThat(model.colours()).isSameAs(ColourMap.COOLWARM_ROOT);
    }

    @Test
    void whatFollowsTheTrueChangeOfLossBestIsShownOnceThatIsMeasured() {
        assertThat(note()).isEmpty();
        measure();
        Agreement agreement = model.checks().agreementProperty().get().orElseThrow();
        assertThat(agreement.filters()).isEqualTo(26);
        assertThat(model.shownProperty().get()).isEqualTo(agreement.best().orElseThrow());
        show(FilterValue.STRENGTH);
        assertThat(note()).isEqualTo("follows the true change of loss: Spearman "
                + agreement.correlations().get(FilterValue.STRENGTH) + " on this network");
        show(FilterValue.SHARE);
        assertThat(note()).startsWith("follows ReLU and max pool, not labels; the true change of loss: Spearman ");
        assertThat(onFx(() -> model.checks().explanation(FilterValue.SHARE))).contains("max pools",
                "26 random filters");
    }

    @Test
    void aPersonsChoiceOfTheShownValueStays() {
        show(FilterValue.SHARE);
        measure();
        assertThat(model.shownProperty().get()).isEqualTo(FilterValue.SHARE);
        addMilestones(4);
        onFx(() -> {
            session.setSelected(session.trajectory().get(1));
            return null;
        });
        settle();
        assertThat(model.shownProperty().get()).isEqualTo(FilterValue.SHARE);
    }

    @Test
    void withShuffledLabelsTheCountsHeatmapStaysAndTheOthersChangeAndPruningDoesNotKnow() {
        NetworkScores own = selectedScores.get();
        show(FilterValue.SHARE);
        Removal removal = model.removalProperty().get();
        float[][] shares = model.heatmapProperty().get().values();
        shuffle(true);
        assertThat(model.heatmapProperty().get().values()).isNotSameAs(shares).isDeepEqualTo(shares);
        assertThat(note()).isEqualTo("labels shuffled: all 26 filters keep exactly these values");
        for (FilterValue value : List.of(FilterValue.STRENGTH, FilterValue.LOSS_CHANGE)) {
            show(value);
            assertThat(model.heatmapProperty().get().values()).isNotEqualTo(value.of(own.layer("conv1")));
            assertThat(note()).startsWith("labels shuffled: ").contains(" of 26 filters change, rank correlation");
        }
        assertThat(selectedScores.get()).isSameAs(own);
        assertThat(model.removalProperty().get()).isEqualTo(removal);
        assertThat(onFx(() -> model.readOut(0, 3))).startsWith("Filter 3 of conv1 (labels shuffled)");
        shuffle(false);
        assertThat(model.heatmapProperty().get().values()).isEqualTo(own.layer("conv1").lossChange());
    }

    @Test
    void anotherNetworkIsShownWithItsTrueLabels() {
        shuffle(true);
        addMilestones(4);
        onFx(() -> {
            session.setSelected(session.trajectory().get(1));
            return null;
        });
        settle();
        assertThat(model.checks().shuffledLabelsProperty().get()).isFalse();
        assertThat(model.checks().scoresProperty().get()).isSameAs(selectedScores.get());
    }

    private void show(FilterValue value) {
        onFx(() -> {
            model.shownProperty().set(value);
            return null;
        });
    }

    private void measure() {
        onFx(() -> {
            model.checks().activeProperty().set(true);
            return null;
        });
        await("the measurement", () -> model.checks().agreementProperty().get().isPresent());
    }

    private void shuffle(boolean labels) {
        NetworkScores before = model.checks().scoresProperty().get();
        onFx(() -> {
            model.checks().shuffledLabelsProperty().set(labels);
            return null;
        });
        await("other scores", () -> model.checks().scoresProperty().get() != before);
    }

    private String note() {
        return onFx(() -> model.checks().note(model.shownProperty().get()));
    }

    private int removedAt(double threshold) {
        return onFx(() -> {
            model.thresholdProperty().set(threshold);
            return model.removalProperty().get().removed();
        });
    }

    @Test
    void theLiveNetworkFollowsTheThresholdAndItsSliderSaysWhatGoes() {
        LiveModel live = parts.live();
        await("live pruning", () -> live.stateProperty().get() == LiveModel.State.READY);
        assertThat(onFx(() -> live.nowProperty().get())).isEmpty();
        int removed = removedAt(9);
        Removal threshold = onFx(() -> model.removalProperty().get());
        assertThat(onFx(() -> live.positionProperty().get().threshold())).contains(threshold);
        await("the network", () -> live.networkProperty().get().isPresent());
        assertThat(onFx(() -> live.networkProperty().get().orElseThrow().cost())).isEqualTo(threshold.after());
        assertThat(removed).isPositive();
        onFx(() -> {
            live.moveTo(1.5);
            return null;
        });
        assertThat(onFx(() -> model.removalProperty().get()))
                .isEqualTo(onFx(() -> live.nowProperty().get().orElseThrow().removal()));
        assertThat(model.decider()).startsWith("the live rate of ×1.");
        onFx(() -> {
            session.decisions().decide("tiny", new Filter("conv1", 2), Decision.REMOVE);
            return null;
        });
        assertThat(onFx(() -> live.nowProperty().get().orElseThrow().removal().removes("conv1", 2))).isTrue();
        assertThat(onFx(() -> live.positionProperty().get().threshold())).isEmpty();
    }

    @Test
    void aDecisionMovesTheLiveNetworkThatStoodAtNothing() {
        LiveModel live = parts.live();
        await("live pruning", () -> live.stateProperty().get() == LiveModel.State.READY);
        onFx(() -> {
            session.decisions().decide("tiny", new Filter("conv2", 1), Decision.REMOVE);
            return null;
        });
        assertThat(onFx(() -> live.nowProperty().get().orElseThrow().removal().removes("conv2", 1))).isTrue();
        onFx(() -> {
            session.decisions().undo();
            return null;
        });
        assertThat(onFx(() -> live.nowProperty().get()).filter(now -> now.removal().removes("conv2", 1))).isEmpty();
    }
}
