package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.app.InterruptedRuns;
import espalier.workspace.RunFolder;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The runs that were interrupted and can be resumed, the newest first; nothing where there are none. */
final class InterruptedPane extends VBox {

    private static final int MOST = 3;

    private final PruneViewModel model;

    InterruptedPane(PruneViewModel model) {
        this.model = model;
        setId("interrupted");
        getStyleClass().add("interrupted");
        visibleProperty().bind(Bindings.isNotEmpty(model.interrupted()));
        managedProperty().bind(visibleProperty());
        model.interrupted().addListener((ListChangeListener<RunFolder>) change -> show());
        show();
    }

    private void show() {
        getChildren().clear();
        for (int i = model.interrupted().size() - 1; i >= Math.max(0, model.interrupted().size() - MOST); i--) {
            getChildren().add(row(model.interrupted().get(i)));
        }
    }

    private Node row(RunFolder run) {
        Label text = new Label(InterruptedRuns.describe(run) + ".", new FontIcon("fth-rotate-cw"));
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        text.setMaxWidth(Double.MAX_VALUE);
        text.setTooltip(new Tooltip(
                "In " + run.path() + "\nNetwork: " + run.recipe().network() + "\nPictures: " + run.recipe().data()));
        HBox.setHgrow(text, Priority.ALWAYS);
        Button resume = new Button("Resume");
        resume.getStyleClass().addAll(Styles.ACCENT, Styles.SMALL);
        resume.setMinWidth(USE_PREF_SIZE);
        resume.setTooltip(new Tooltip("Resumes after that iteration, and ends as the run would have ended"));
        resume.setOnAction(event -> model.resume(run));
        Button leave = new Button("Leave it");
        leave.getStyleClass().addAll(Styles.FLAT, Styles.SMALL);
        leave.setMinWidth(USE_PREF_SIZE);
        leave.setTooltip(new Tooltip("Keeps what it reached, and offers it no more"));
        leave.setOnAction(event -> model.leave(run));
        HBox row = new HBox(text, resume, leave);
        row.getStyleClass().add("row");
        return row;
    }
}
