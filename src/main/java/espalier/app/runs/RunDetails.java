package espalier.app.runs;

import atlantafx.base.theme.Styles;
import espalier.app.Desktop;
import espalier.app.Notices;
import espalier.app.Session;
import espalier.app.runs.RunsViewModel.Row;
import espalier.basics.Figures;
import espalier.workspace.RunLabel;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.util.Arrays;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The chosen run: its name, tags and note to write in, its networks, its settings in words, and what can be done. */
final class RunDetails extends ScrollPane {

    private static final int WRAPPED = 420;

    private final RunsViewModel model;
    private final Session session;
    private final Notices notices;
    private final TextField name = new TextField();
    private final TextField tags = new TextField();
    private final TextArea note = new TextArea();
    private final VBox networks = new VBox();
    private final Label settings = new Label();
    private final VBox content = new VBox();
    private Optional<Row> shown = Optional.empty();

    RunDetails(RunsViewModel model, Session session, Notices notices) {
        this.model = model;
        this.session = session;
        this.notices = notices;
        name.setId("run-name");
        name.setAccessibleText("Name");
        tags.setId("run-tags");
        tags.setAccessibleText("Tags");
        tags.setPromptText("with, commas");
        note.setId("run-note");
        note.setAccessibleText("Note");
        note.setWrapText(true);
        note.setPrefRowCount(4);
        for (TextInputControl field : new TextInputControl[] {name, tags, note}) {
            field.focusedProperty().addListener((property, old, focused) -> {
                if (!focused) {
                    keep();
                }
            });
        }
        name.setOnAction(event -> keep());
        tags.setOnAction(event -> keep());
        settings.setWrapText(true);
        settings.setMinHeight(Region.USE_PREF_SIZE);
        settings.getStyleClass().add("hint");
        networks.getStyleClass().add("run-networks");
        content.getStyleClass().add("run-details");
        content.getChildren().addAll(titled("Name", name), titled("Tags", tags), titled("Note", note), actions(),
                titled("Networks", networks), titled("Settings", settings));
        setContent(content);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().add("run-details-pane");
        show(Optional.empty());
    }

    /** Shows a run, after what was typed for the one before is kept. */
    void show(Optional<Row> row) {
        boolean same = row.isPresent()
                && shown.map(old -> old.run().path().equals(row.get().run().path())).orElse(false);
        if (!same) {
            keep();
        }
        shown = row;
        content.setDisable(row.isEmpty());
        row.ifPresent(one -> {
            if (!same) {
                name.setText(one.label().name());
                name.setPromptText(one.run().id());
                tags.setText(String.join(", ", one.label().tags()));
                note.setText(one.label().note());
            }
            networks.getChildren()
                    .setAll(one.run().milestones().stream().map(milestone -> network(one, milestone)).toList());
            settings.setText(
                    one.run().recipe().settings() + "\n" + one.run().content().message() + "\n" + one.run().path());
        });
    }

    private void keep() {
        shown.ifPresent(row -> model.say(row,
                new RunLabel(name.getText(), note.getText(), Arrays.asList(tags.getText().split(",")))));
    }

    private static VBox titled(String title, Node control) {
        Label label = new Label(title);
        label.getStyleClass().add("heading");
        label.setLabelFor(control);
        VBox both = new VBox(label, control);
        both.getStyleClass().add("run-part");
        return both;
    }

    private FlowPane actions() {
        Button open = button("Open", "fth-folder", "open-run", "Shows all its networks in the window");
        open.setOnAction(event -> shown.ifPresent(model::open));
        Button folder = button("Show folder", "fth-external-link", "show-run-folder", "Where its files are");
        folder.setOnAction(event -> shown.ifPresent(row -> Desktop.open(row.run().path(), notices)));
        Button delete = button("Delete", "fth-trash-2", "delete-run",
                "Throws it away; can be undone until the window closes");
        delete.setOnAction(event -> shown.ifPresent(model::discard));
        FlowPane row = new FlowPane(open, folder, delete);
        row.getStyleClass().add("run-actions");
        return row;
    }

    private static Button button(String title, String icon, String id, String explanation) {
        Button button = new Button(title, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(explanation));
        return button;
    }

    private HBox network(Row row, MilestoneRecord milestone) {
        Label rate = new Label(milestone.rate() == 1 ? "unpruned" : milestone.rateOf().text(milestone.rate()));
        rate.setMinWidth(Region.USE_PREF_SIZE);
        Label accuracy = new Label(Figures.percent(milestone.accuracy()));
        accuracy.getStyleClass().add("figure");
        accuracy.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button on = new Button("Prune on");
        on.setId("prune-on-" + Figures.plain(milestone.rate()));
        on.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
        on.setMinWidth(Region.USE_PREF_SIZE);
        Tooltip explanation = new Tooltip("Opens this network by itself, to begin another run with it: the page Prune");
        explanation.setWrapText(true);
        explanation.setMaxWidth(WRAPPED);
        on.setTooltip(explanation);
        on.setOnAction(event -> {
            model.pruneOn(row, milestone);
            session.setPage("Prune");
        });
        HBox line = new HBox(rate, gap, accuracy, on);
        line.getStyleClass().add("row");
        return line;
    }
}
