package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.FilterDecisions.Decision;
import espalier.importance.Filter;
import org.junit.jupiter.api.Test;

class FilterDecisionsTest {

    private static final Filter FILTER = new Filter("conv1", 3);

    private long now = 1;
    private final FilterDecisions decisions = new FilterDecisions(() -> now);

    @Test
    void aDecisionHoldsForItsNetworkOnly() {
        decisions.decide("unpruned", FILTER, Decision.KEEP);
        assertThat(decisions.marks("unpruned").keep()).containsExactly(FILTER);
        assertThat(decisions.marks("unpruned").remove()).isEmpty();
        assertThat(decisions.of("×2")).isEmpty();
    }

    @Test
    void decisionsAreUndoneAndDoneAgainInTurn() {
        decisions.decide("a", FILTER, Decision.KEEP);
        decisions.decide("a", FILTER, Decision.REMOVE);
        decisions.undo();
        assertThat(decisions.of("a")).containsEntry(FILTER, Decision.KEEP);
        decisions.undo();
        assertThat(decisions.of("a")).isEmpty();
        assertThat(decisions.canUndoProperty().get()).isFalse();
        decisions.redo();
        decisions.redo();
        assertThat(decisions.of("a")).containsEntry(FILTER, Decision.REMOVE);
        assertThat(decisions.canRedoProperty().get()).isFalse();
    }

    @Test
    void aNewDecisionForgetsWhatWasTakenBack() {
        decisions.decide("a", FILTER, Decision.KEEP);
        decisions.undo();
        decisions.decide("a", new Filter("conv1", 4), Decision.REMOVE);
        assertThat(decisions.canRedoProperty().get()).isFalse();
    }

    @Test
    void theSameDecisionAgainIsNothingToUndo() {
        decisions.decide("a", FILTER, null);
        assertThat(decisions.canUndoProperty().get()).isFalse();
        decisions.decide("a", FILTER, Decision.KEEP);
        decisions.decide("a", FILTER, Decision.KEEP);
        decisions.undo();
        assertThat(decisions.of("a")).isEmpty();
    }

    @Test
    void clearingIsUndoneAtOnce() {
        decisions.decide("a", FILTER, Decision.KEEP);
        decisions.decide("a", new Filter("conv2", 0), Decision.REMOVE);
        decisions.clear("a");
        assertThat(decisions.of("a")).isEmpty();
        decisions.undo();
        assertThat(decisions.of("a")).hasSize(2);
    }

    @Test
    void aDragOfTheThresholdIsUndoneAtOnceAndInTurnWithFilters() {
        decisions.beginAt(3);
        assertThat(decisions.canUndoProperty().get()).isFalse();
        move(3.5, 4, 4.5);
        now += 2_000_000_000L;
        move(6);
        decisions.decide("a", FILTER, Decision.KEEP);
        move(6.5);
        decisions.undo();
        assertThat(decisions.thresholdProperty().get()).isEqualTo(6);
        assertThat(decisions.of("a")).containsEntry(FILTER, Decision.KEEP);
        decisions.undo();
        assertThat(decisions.of("a")).isEmpty();
        decisions.undo();
        assertThat(decisions.thresholdProperty().get()).isEqualTo(4.5);
        decisions.undo();
        assertThat(decisions.thresholdProperty().get()).isEqualTo(3);
        assertThat(decisions.canUndoProperty().get()).isFalse();
        decisions.redo();
        assertThat(decisions.thresholdProperty().get()).isEqualTo(4.5);
    }

    @Test
    void anotherNetworkHasNothingToUndo() {
        decisions.decide("a", FILTER, Decision.KEEP);
        decisions.undo();
        move(4);
        decisions.forgetPast();
        assertThat(decisions.canUndoProperty().get()).isFalse();
        assertThat(decisions.canRedoProperty().get()).isFalse();
    }

    private void move(double... thresholds) {
        for (double threshold : thresholds) {
            now += 50_000_000;
            decisions.thresholdProperty().set(threshold);
        }
    }
}
