package espalier.app.importing;

import atlantafx.base.theme.Styles;
import espalier.app.Page;
import espalier.app.controls.Images;
import espalier.app.controls.Segments;
import espalier.app.controls.StatePane;
import espalier.app.importing.ImportSession.Preview;
import espalier.basics.Figures;
import espalier.network.imports.Preparation.ChannelOrder;
import espalier.network.imports.PreparationGuess.Candidate;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.javafx.FontIcon;

/** The sheet: on the left what is decided, on the right what the network then makes of pictures. */
public final class ImportView extends StackPane {

    private static final int PICTURE = 104;
    private static final String OWN = "Own values";

    private final ImportViewModel model;
    private final Supplier<Optional<Path>> askForNames;

    /** @param askForNames asks the person for a file with names of classes */
    public ImportView(ImportViewModel model, Supplier<Optional<Path>> askForNames) {
        this.model = model;
        this.askForNames = askForNames;
        getStyleClass().add("import-veil");
        getStylesheets().add(Objects.requireNonNull(ImportView.class.getResource("/espalier/assets/styles/import.css"))
                .toExternalForm());
        BorderPane content = new BorderPane(effect(), heading(), null, buttons(), form());
        StatePane busy = StatePane.busy("Reading " + model.file().getFileName(),
                "and trying how its pictures are prepared");
        StackPane sheet = new StackPane(content, busy, failed());
        sheet.getStyleClass().add("import-sheet");
        sheet.setId("import");
        Page.showWhile(busy, model.stateProperty().isEqualTo(ImportViewModel.State.READING));
        Page.showWhile(content,
                Bindings.createBooleanBinding(
                        () -> model.stateProperty().get() == ImportViewModel.State.READY
                                || model.stateProperty().get() == ImportViewModel.State.IMPORTING,
                        model.stateProperty()));
        content.disableProperty().bind(model.stateProperty().isEqualTo(ImportViewModel.State.IMPORTING));
        getChildren().add(sheet);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                model.cancel();
                event.consume();
            }
        });
    }

    private Node failed() {
        Label text = new Label();
        text.textProperty().bind(model.failureProperty());
        text.setWrapText(true);
        Label title = new Label(model.file().getFileName() + " cannot be imported", new FontIcon("fth-alert-triangle"));
        title.getStyleClass().add(Styles.TITLE_4);
        Button back = new Button("Close");
        back.setOnAction(event -> model.cancel());
        VBox box = new VBox(title, text, back);
        box.getStyleClass().add("import-failed");
        Page.showWhile(box, model.stateProperty().isEqualTo(ImportViewModel.State.FAILED));
        return box;
    }

    private Node heading() {
        Label title = new Label("Import " + model.file().getFileName());
        title.getStyleClass().add(Styles.TITLE_4);
        Label facts = new Label();
        facts.textProperty().bind(model.factsProperty());
        facts.getStyleClass().add(Styles.TEXT_MUTED);
        VBox box = new VBox(title, facts);
        box.getStyleClass().add("import-heading");
        return box;
    }

    private Node form() {
        TextField name = new TextField();
        name.textProperty().bindBidirectional(model.nameProperty());
        name.setId("import-name");
        VBox form = new VBox(titled("Name", "How it is called in this window and in its file.", name),
                titled("Pixels are prepared",
                        "What was done to pixels in training has to be done again: (value − mean) ÷ deviation, "
                                + "for each colour, of values 0 to 255.",
                        candidates(), values(), reason()),
                titled("Colours are read",
                        "The order in which the network was taught to read a pixel's colours. Networks from Caffe or "
                                + "OpenCV read blue first.",
                        channels()),
                titled("Classes are called", "In the order of the network's outputs.", classes()), notes());
        form.getStyleClass().add("import-form");
        return form;
    }

    private static Node titled(String title, String explanation, Node... nodes) {
        Label label = new Label(title);
        label.getStyleClass().add(Styles.TEXT_BOLD);
        label.setTooltip(new Tooltip(explanation));
        VBox box = new VBox(label);
        box.getChildren().addAll(nodes);
        box.getStyleClass().add("import-field");
        return box;
    }

    private Node candidates() {
        ComboBox<Candidate> box = new ComboBox<>();
        box.setId("import-candidate");
        box.getItems().addAll(Candidate.USUAL);
        box.setCellFactory(list -> cell());
        // What the file itself says is none of the usual ways in the list, so the list's cell would not know it.
        box.setButtonCell(new ListCell<>() {
            @Override
            protected void updateItem(Candidate item, boolean empty) {
                super.updateItem(item, empty);
                Candidate chosen = model.candidateProperty().get();
                setText(chosen == null ? OWN : chosen.name());
            }
        });
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(Candidate item) {
                return item == null ? OWN : item.name();
            }

            @Override
            public Candidate fromString(String name) {
                return box.getItems().stream().filter(item -> item.name().equals(name)).findFirst().orElse(null);
            }
        });
        box.setPromptText(OWN);
        box.setMaxWidth(Double.MAX_VALUE);
        box.valueProperty().bindBidirectional(model.candidateProperty());
        return box;
    }

    private static ListCell<Candidate> cell() {
        return new ListCell<>() {
            @Override
            protected void updateItem(Candidate item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty || item == null ? OWN : item.name());
            }
        };
    }

    private Node values() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("import-values");
        String[] colours = {"red", "green", "blue"};
        grid.add(new Label("mean"), 0, 1);
        Label deviation = new Label("deviation");
        deviation.setMinWidth(Region.USE_PREF_SIZE);
        grid.add(deviation, 0, 2);
        for (int c = 0; c < 3; c++) {
            Label colour = new Label(colours[c]);
            grid.add(colour, c + 1, 0);
            grid.add(number(model.mean().get(c), "mean of " + colours[c], "import-mean-" + c), c + 1, 1);
            grid.add(number(model.deviation().get(c), "deviation of " + colours[c], "import-deviation-" + c), c + 1, 2);
        }
        return grid;
    }

    private static TextField number(StringProperty value, String words, String id) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(value);
        field.setPrefColumnCount(6);
        field.setAccessibleText(words);
        field.setId(id);
        value.addListener((property, old, now) -> field.pseudoClassStateChanged(Styles.STATE_DANGER,
                !ImportViewModel.isNumber(now)));
        return field;
    }

    private Node reason() {
        Label reason = new Label();
        reason.setGraphic(new FontIcon("fth-info"));
        reason.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> !model.wrongProperty().get().isEmpty() ? model.wrongProperty().get()
                                : model.candidateProperty().get() == null ? "Your own values."
                                        : model.reasonProperty().get(),
                        model.wrongProperty(), model.candidateProperty(), model.reasonProperty()));
        reason.setWrapText(true);
        reason.getStyleClass().add("import-note");
        return reason;
    }

    private Node channels() {
        Segments<ChannelOrder> order = new Segments<>(List.of(ChannelOrder.RGB, ChannelOrder.BGR),
                value -> value == ChannelOrder.RGB ? "red first" : "blue first", value -> value == ChannelOrder.RGB
                        ? "Red, green, blue: most networks" : "Blue, green, red: networks from Caffe or OpenCV");
        order.valueProperty().bindBidirectional(model.channelsProperty());
        order.setId("import-channels");
        return order;
    }

    private Node classes() {
        Label source = new Label();
        source.textProperty().bind(model.classSourceProperty());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button file = new Button("From a file…", new FontIcon("fth-list"));
        file.getStyleClass().add(Styles.SMALL);
        file.setMinWidth(Region.USE_PREF_SIZE);
        file.setId("import-classes");
        file.setTooltip(new Tooltip("A text file with one name on each line, a table with a column index, or JSON"));
        file.setOnAction(event -> askForNames.get().ifPresent(model::namesFrom));
        HBox row = new HBox(source, space, file);
        row.setAlignment(Pos.CENTER_LEFT);
        CheckBox only = new CheckBox();
        only.textProperty().bind(model.dataTitleProperty().map(title -> "Keep only the classes of " + title));
        only.setTooltip(new Tooltip("The other answers are cut off, so that scores and maps are about these classes"));
        only.selectedProperty().bindBidirectional(model.onlyDataProperty());
        Page.showWhile(only, model.moreClassesProperty());
        VBox box = new VBox(row, only);
        box.setSpacing(6);
        return box;
    }

    private Node notes() {
        Label notes = new Label();
        notes.textProperty().bind(Bindings.createStringBinding(() -> String.join("\n", model.notes()), model.notes()));
        notes.setWrapText(true);
        notes.getStyleClass().add("import-note");
        return notes;
    }

    private Node effect() {
        Label title = new Label();
        title.textProperty().bind(model.dataTitleProperty().map(
                data -> data.isEmpty() ? "No pictures are open to try it on" : "What it makes of pictures of " + data));
        title.getStyleClass().add(Styles.TEXT_BOLD);
        Label share = new Label();
        share.setId("import-share");
        share.setWrapText(true);
        VBox pictures = new VBox();
        pictures.getStyleClass().add("import-pictures");
        VBox box = new VBox(title, share, pictures);
        box.getStyleClass().add("import-effect");
        model.previewProperty().addListener((property, old, now) -> {
            share.setText(now.tried() > 0
                    ? "Right for " + now.right() + " of " + now.tried() + " pictures tried, "
                            + Figures.percent(now.right() / (double) now.tried())
                    : now.pictures().isEmpty()
                            ? "Open data first to see the effect of these choices; you can also import without."
                            : "These pictures are of other classes, so it cannot be told how often it is right.");
            pictures.getChildren().setAll(now.pictures().stream().map(ImportView::row).toList());
        });
        return box;
    }

    private static Node row(Preview.Shown shown) {
        ImageView image = new ImageView(Images.of(shown.picture()));
        image.setFitWidth(PICTURE);
        image.setFitHeight(PICTURE);
        image.setSmooth(shown.picture().width() > PICTURE);
        image.setPreserveRatio(true);
        GridPane answers = new GridPane();
        answers.getStyleClass().add("import-answers");
        Label truth = new Label(shown.trueClass());
        truth.getStyleClass().add(Styles.TEXT_MUTED);
        answers.add(truth, 0, 0, 3, 1);
        for (int i = 0; i < shown.answers().size(); i++) {
            Preview.Answer answer = shown.answers().get(i);
            Label name = new Label(answer.name(), answer.right() ? new FontIcon("fth-check") : null);
            name.getStyleClass().add("answer-name");
            ProgressBar bar = new ProgressBar(answer.probability());
            bar.getStyleClass().add(answer.right() ? "right-answer" : "other-answer");
            Label percent = new Label(Figures.percent(answer.probability()));
            percent.getStyleClass().add("answer-share");
            answers.addRow(i + 1, name, bar, percent);
        }
        HBox row = new HBox(image, answers);
        row.getStyleClass().add("import-picture");
        HBox.setHgrow(answers, Priority.ALWAYS);
        return row;
    }

    private Node buttons() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button cancel = new Button("Cancel");
        cancel.setOnAction(event -> model.cancel());
        Button go = new Button("Import and open");
        go.setId("import-go");
        go.setDefaultButton(true);
        go.getStyleClass().add(Styles.ACCENT);
        go.disableProperty().bind(model.wrongProperty().isNotEmpty());
        go.setOnAction(event -> model.importNow());
        Label where = new Label(
                "It is written as one of Espalier's own networks into the workspace; the file stays as it is.");
        where.getStyleClass().add("import-note");
        HBox box = new HBox(where, space, cancel, go);
        box.getStyleClass().add("import-buttons");
        model.stateProperty().addListener((property, old, now) -> {
            if (now == ImportViewModel.State.READY) {
                Platform.runLater(go::requestFocus);
            }
        });
        return box;
    }
}
