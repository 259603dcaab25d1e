package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class SceneFaultsTest {

    @BeforeAll
    static void startJavaFx() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void whatFitsIsFine() {
        assertThat(faults(new HBox(new Label("A short text"), new Button("Do it")))).isEmpty();
    }

    @Test
    void textThatIsCutOffIsFoundUnlessATooltipTellsIt() {
        Label label = new Label("A text that is much longer than its label has room");
        label.setMaxWidth(80);
        assertThat(faults(new HBox(label))).singleElement().asString().contains("is cut off", "A text that");
        label.setTooltip(new Tooltip(label.getText()));
        assertThat(faults(new HBox(label))).isEmpty();
    }

    @Test
    void wrappedTextIsFineAsLongAsAllOfItIsSeen() {
        Label label = new Label("A text that is much longer than its label has room on one line");
        label.setWrapText(true);
        label.setMaxWidth(80);
        label.setMinHeight(Region.USE_PREF_SIZE);
        assertThat(faults(new HBox(label))).isEmpty();
    }

    @Test
    void aControlOutsideOfTheWindowIsFoundUnlessItScrolls() {
        Button outside = new Button("Do it");
        outside.setTranslateX(390);
        assertThat(faults(new HBox(outside))).singleElement().asString().contains("not wholly in the window", "Do it");
        Region tall = new Region();
        tall.setMinHeight(2000);
        assertThat(faults(new ScrollPane(new javafx.scene.layout.VBox(tall, new Button("Do it"))))).isEmpty();
    }

    @Test
    void neighboursOverEachOtherAreFoundUnlessTheyAreStacked() {
        Label left = new Label("Left");
        left.setMinWidth(100);
        Label right = new Label("Right");
        right.setTranslateX(-50);
        assertThat(faults(new HBox(left, right))).singleElement().asString().contains("lie over each other", "Right");
        assertThat(faults(new StackPane(new Label("Below"), new Label("Above")))).isEmpty();
    }

    @Test
    void whatIsHiddenIsNotLookedAt() {
        Button outside = new Button("Do it");
        outside.setTranslateX(390);
        outside.setVisible(false);
        assertThat(faults(new Pane(outside))).isEmpty();
    }

    private static List<String> faults(Node node) {
        return WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            Parent root = new StackPane(node);
            return SceneFaults.of(new Scene(root, 400, 300));
        });
    }
}
