package espalier.app.study;

import atlantafx.base.theme.Styles;
import espalier.app.EngineTask;
import espalier.app.Page;
import espalier.app.controls.Named;
import espalier.app.controls.Segments;
import espalier.app.study.NewStudyViewModel.Choice;
import espalier.app.study.NewStudyViewModel.Pairing;
import espalier.explain.CamMethod;
import espalier.study.Question;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.IntegerProperty;
import javafx.beans.value.ObservableStringValue;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form of a new study: what is asked on the left, of whom how much on the right, and making it below. */
final class NewStudyPane extends VBox {

    private final NewStudyViewModel model;

    NewStudyPane(NewStudyViewModel model) {
        this.model = model;
        getStyleClass().add("study-form");
        VBox what = card("What is asked", row("Title", "What participants see above all pages", title()),
                row("Experiment", "One for each study: who has compared maps of a picture would recognise it later",
                        experiment()),
                row("Networks", "Of the trajectory that the window shows, by rate", choices()),
                whilePreference(row("Compare", "Which two maps stand beside each other", pairing())),
                row("Maps", "How a map is drawn: the highest tenth of the pixels, or colours over the picture",
                        display()),
                row("Method", "How maps are computed, for the class that the network predicts", method()),
                row("Information", "What participants read and agree to before the first question", information()));
        VBox much = card("How much, and of how many",
                row("Pictures of each class",
                        "Of the test part, drawn at random; only those that all chosen networks classify correctly",
                        spinner("per-class", model.perClassProperty(), 1, 500)),
                row("Answers to each question", "By as many different people",
                        spinner("answers", model.answersProperty(), 1, 500)),
                row("Questions for one participant", "At most; about ten seconds each",
                        spinner("share", model.shareProperty(), 1, 2000)),
                row("Practice pictures", "Come before; their answers do not count",
                        spinner("practice", model.practiceProperty(), 0, 50)),
                row("Seed", "Of the choice of pictures, of order and sides: the same seed gives the same study",
                        spinner("seed", model.seedProperty(), 0, Integer.MAX_VALUE)),
                told("extent", model.extentProperty(), "sentence"), power());
        HBox.setHgrow(what, Priority.ALWAYS);
        what.setPrefWidth(560);
        much.setPrefWidth(400);
        HBox cards = new HBox(what, much);
        cards.getStyleClass().add("study-cards");
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        getChildren().addAll(scroll, action());
    }

    private static VBox card(String title, Node... rows) {
        Label heading = new Label(title);
        heading.getStyleClass().add("card-title");
        VBox card = new VBox(heading);
        card.getChildren().addAll(rows);
        card.getStyleClass().addAll("card-box", "study-card", "rows");
        return card;
    }

    private static HBox row(String name, String explanation, Region control) {
        Label label = new Label(name);
        label.setTooltip(ResultsPane.tooltip(explanation));
        label.getStyleClass().add("row-name");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setLabelFor(control);
        HBox row = new HBox(label, control);
        row.getStyleClass().add("row");
        HBox.setHgrow(control, control instanceof Spinner ? Priority.NEVER : Priority.ALWAYS);
        if (control instanceof TextArea) {
            row.getStyleClass().add("tall");
        }
        if (control instanceof Spinner) {
            label.getStyleClass().add("long");
        }
        return row;
    }

    private Node whilePreference(Node node) {
        Page.showWhile(node, model.experimentProperty().isEqualTo(Experiment.PREFERENCE));
        return node;
    }

    private Region title() {
        TextField field = new TextField();
        field.setId("study-title");
        field.textProperty().bindBidirectional(model.titleProperty());
        return field;
    }

    private Region experiment() {
        Segments<Experiment> choice = new Segments<>(List.of(Experiment.values()),
                each -> each == Experiment.PREFERENCE ? "preference" : "recognition",
                each -> each == Experiment.PREFERENCE
                        ? "A picture between two networks' maps: which is more reasonable?"
                        : "One map alone: which class is it?");
        choice.setId("experiment");
        choice.valueProperty().bindBidirectional(model.experimentProperty());
        return choice;
    }

    private Region choices() {
        FlowPane pills = new FlowPane();
        pills.getStyleClass().add("pills");
        Runnable fill = () -> pills.getChildren().setAll(model.choices().stream().map(NewStudyPane::pill).toList());
        model.choices().addListener((javafx.beans.Observable change) -> fill.run());
        fill.run();
        return pills;
    }

    private static ToggleButton pill(Choice choice) {
        ToggleButton pill = new ToggleButton(choice.network().rateTitle());
        pill.setId("network-" + Question.network(choice.network().rate()).replace("×", "x"));
        pill.getStyleClass().addAll(Styles.SMALL, "rate-pill");
        pill.setTooltip(ResultsPane.tooltip(choice.network().toString()));
        pill.selectedProperty().bindBidirectional(choice.chosen());
        return pill;
    }

    private Region pairing() {
        Segments<Pairing> choice = new Segments<>(List.of(Pairing.values()), Pairing::title, Pairing::explanation);
        choice.setId("pairing");
        choice.valueProperty().bindBidirectional(model.pairingProperty());
        return choice;
    }

    private Region display() {
        Segments<Display> choice = new Segments<>(List.of(Display.values()), Display::title,
                each -> each == Display.MAP ? "The highest tenth of the map shows the picture, the rest is black"
                        : "The map's colours over the whole picture");
        choice.setId("display");
        choice.valueProperty().bindBidirectional(model.displayProperty());
        return choice;
    }

    private Region method() {
        ComboBox<CamMethod> box = new ComboBox<>(FXCollections.observableArrayList(CamMethod.values()));
        box.setId("method");
        box.setConverter(Named.by(CamMethod::title));
        box.valueProperty().bindBidirectional(model.methodProperty());
        box.setTooltip(ResultsPane.tooltip(""));
        box.getTooltip().textProperty().bind(
                model.methodProperty().map(each -> each.summary() + " " + each.formula() + " (" + each.source() + ")"));
        return box;
    }

    private Region information() {
        TextArea area = new TextArea();
        area.setId("information");
        area.setWrapText(true);
        area.setPrefRowCount(7);
        area.setPrefColumnCount(20);
        area.textProperty().bindBidirectional(model.informationProperty());
        return area;
    }

    private static Spinner<Integer> spinner(String id, IntegerProperty value, int least, int most) {
        Spinner<Integer> spinner = new Spinner<>(least, most, value.get());
        spinner.setId(id);
        spinner.setEditable(true);
        spinner.getStyleClass().add("number");
        value.addListener((property, old, now) -> spinner.getValueFactory().setValue(now.intValue()));
        spinner.valueProperty().addListener((property, old, now) -> value.set(now));
        return spinner;
    }

    private static Label told(String id, ObservableStringValue text, String styleClass) {
        Label label = ResultsPane.words("", styleClass);
        label.setId(id);
        label.textProperty().bind(text);
        Page.showWhile(label, Bindings.isNotEmpty(text));
        return label;
    }

    private Node power() {
        Spinner<Integer> effect = spinner("effect", model.effectProperty(), 55, 95);
        HBox row = row("To see that … % prefer one",
                "Of the answers that prefer one. Seen at the 5 % level with a chance of 80 %: the exact power of the binomial "
                        + "test (Cohen, “Statistical Power Analysis”), where 31 % of answers decide nothing and, as answers "
                        + "of one person or picture hang together, twice as many are needed (Kish 1965), both as in the "
                        + "published study",
                effect);
        Button enough = new Button("Ask as many");
        enough.setId("ask-enough");
        enough.getStyleClass().add(Styles.SMALL);
        enough.setTooltip(ResultsPane.tooltip("Sets the answers to each question to what that needs"));
        enough.setOnAction(event -> model.answersProperty().set(model.answersNeeded()));
        enough.disableProperty().bind(Bindings.isEmpty(model.powerProperty()));
        VBox power = new VBox(row, told("power", model.powerProperty(), "sentence"), enough);
        power.getStyleClass().add("rows");
        return whilePreference(power);
    }

    private Node action() {
        Button make = new Button("Make the study");
        make.setId("make-study");
        make.getStyleClass().add(Styles.ACCENT);
        make.setMinWidth(Region.USE_PREF_SIZE);
        make.disableProperty().bind(Bindings.isNotEmpty(model.obstacleProperty()).or(model.taskProperty().isNotNull()));
        make.setOnAction(event -> model.make());
        ProgressBar bar = new ProgressBar();
        bar.setAccessibleText("Making the study");
        Label message = new Label();
        Button cancel = new Button("Cancel");
        cancel.setId("cancel-making");
        model.taskProperty().addListener((property, old, now) -> follow(now, bar, message, cancel));
        follow(model.taskProperty().get(), bar, message, cancel);
        HBox busy = new HBox(bar, message, cancel);
        busy.getStyleClass().add("row");
        Page.showWhile(busy, model.taskProperty().isNotNull());
        Label obstacle = told("obstacle", model.obstacleProperty(), "obstacle");
        Label failure = told("failure", model.failureProperty(), "obstacle");
        HBox.setHgrow(failure, Priority.ALWAYS);
        HBox action = new HBox(make, busy, obstacle, failure);
        action.getStyleClass().addAll("row", "study-action");
        return action;
    }

    private static void follow(EngineTask<?> task, ProgressBar bar, Label message, Button cancel) {
        bar.progressProperty().unbind();
        message.textProperty().unbind();
        cancel.disableProperty().unbind();
        if (task != null) {
            bar.progressProperty().bind(task.progressProperty());
            message.textProperty().bind(task.messageProperty());
            cancel.disableProperty().bind(task.cancellingProperty());
            cancel.setOnAction(event -> task.cancel());
        }
    }
}
