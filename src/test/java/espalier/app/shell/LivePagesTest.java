package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.OpenNetwork;
import espalier.app.live.Live;
import espalier.app.live.LiveModel.State;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/** The live network on the pages that show it, with the bundled sample. */
class LivePagesTest extends ShellTestBase {

    private void go(String page) {
        onFx(() -> {
            session.setPage(page);
            return null;
        });
        settle();
    }

    private Slider slider() {
        return lookup("#live-slider").match(node -> node.isVisible() && isShown(node)).query();
    }

    private static boolean isShown(javafx.scene.Node node) {
        for (javafx.scene.Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void theSliderPrunesTheNetworkOnEveryPage() {
        onFx(() -> {
            opener.sample();
            return null;
        });
        await("the sample", () -> session.trajectory().size() == 5);
        await("live pruning", () -> parts.live().stateProperty().get() == State.READY);
        go("Filters");
        picture("live-filters-before");
        TextField typed = lookup("#live-rate").match(LivePagesTest::isShown).query();
        clickOn(typed);
        onFx(() -> {
            typed.setText("6");
            return null;
        });
        type(KeyCode.ENTER);
        awaitAll();
        assertThat(lookup("#live-accuracy").match(LivePagesTest::isShown).<Label>query().getText())
                .contains("(unpruned ");
        assertThat(lookup("#removal-sentence").match(LivePagesTest::isShown).<Label>query().getText())
                .startsWith("Removes ").doesNotStartWith("Removes 3 of");
        picture("live-filters");
        onFx(() -> {
            slider().requestFocus();
            return null;
        });
        double before = slider().getValue();
        type(KeyCode.LEFT);
        assertThat(slider().getValue()).isLessThan(before);
        go("Prune");
        awaitAll();
        assertThat(slider().getValue()).isLessThan(before);
        picture("live-prune");
        go("Explain");
        await("the live column", this::hasColumn);
        await("its maps", () -> session.trajectory().stream().noneMatch(OpenNetwork::isLive)
                && lookup(".map-cell").queryAll().size() >= 7);
        for (int i = 0; i < 10; i++) {
            settle();
        }
        picture("live-explain");
        onFx(() -> {
            parts.live().moveTo(20);
            return null;
        });
        await("the column follows",
                () -> parts.live().networkProperty().get().filter(open -> open.rate() > 15).isPresent() && hasColumn());
        onFx(() -> {
            parts.live().moveTo(1);
            return null;
        });
        await("no column", () -> lookup(".column-title").match((Label label) -> label.getText().startsWith("live"))
                .tryQuery().isEmpty());
    }

    private boolean hasColumn() {
        return parts.live().networkProperty().get().filter(open -> lookup(open.rateTitle()).tryQuery().isPresent())
                .isPresent();
    }

    private void awaitAll() {
        await("all that there is to know", () -> parts.live().nowProperty().get()
                .filter(known -> !Double.isNaN(known.imagesPerSecond())).flatMap(Live::estimate).isPresent());
    }
}
