package espalier.app.rates;

import atlantafx.base.theme.Styles;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.TrajectorySurvey;
import espalier.app.TrajectorySurvey.State;
import espalier.app.controls.Chart;
import espalier.app.controls.Named;
import espalier.app.figures.Figure;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import espalier.survey.RateSurvey;
import espalier.survey.RateSurvey.Result;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** A measure of explanations against rate, with intervals, the sweet spot and a sentence. */
public final class RatesPane extends VBox {

    private static final double VERDICT = 111;

    private final Session session;
    private final TrajectorySurvey survey;
    private final ObjectProperty<MapMeasure> measure = new SimpleObjectProperty<>(this, "measure", MapMeasure.PEARSON);
    private final ObjectProperty<Optional<Other>> other = new SimpleObjectProperty<>(this, "other", Optional.empty());
    private final Chart chart = new Chart("Explanations against compression rate");
    private final Label instead = new Label();
    private final Button begin = new Button();
    private final ProgressBar progress = new ProgressBar();
    private final Text note = new Text();
    private final Hyperlink again = new Hyperlink();
    private final Hyperlink test = new Hyperlink("Test faithfulness, too");
    private final Label sentence = new Label();

    /** Maps that the page shows, which may not be those that are measured. */
    public record Other(CamMethod method, String layer) {}

    /** @param title above it */
    public RatesPane(String title, Session session, TrajectorySurvey trajectorySurvey) {
        this.session = session;
        this.survey = trajectorySurvey;
        getStyleClass().addAll("card-box", "rates-pane");
        getStylesheets().add(RatesPane.class.getResource("/espalier/assets/styles/rates.css").toExternalForm());
        setMinSize(0, 0);
        chart.setId("explanation-chart");
        Figure.of(chart, () -> measure.get().title() + " of explanations by rate");
        VBox middle = new VBox(instead, begin);
        middle.getStyleClass().add("instead");
        instead.setWrapText(true);
        begin.setId("begin-survey");
        begin.getStyleClass().addAll(Styles.ACCENT, Styles.SMALL);
        begin.setOnAction(event -> {
            if (isUntested()) {
                survey.test();
            } else {
                survey.start();
            }
        });
        StackPane place = new StackPane(chart, middle);
        place.setMinSize(0, 0);
        middle.visibleProperty()
                .bind(Bindings.createBooleanBinding(() -> chart.dataProperty().get().isEmpty(), chart.dataProperty()));
        VBox.setVgrow(place, Priority.ALWAYS);
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.progressProperty().bind(
                Bindings.createDoubleBinding(() -> Math.max(0, survey.doneProperty().get()), survey.doneProperty()));
        progress.managedProperty().bind(progress.visibleProperty());
        note.getStyleClass().add("card-note");
        again.setId("survey-again");
        again.getStyleClass().add("card-note");
        again.setOnAction(event -> {
            if (survey.stateProperty().get() == State.CANCELLED) {
                survey.start();
            } else {
                other.get().ifPresent(wanted -> survey.start(wanted.method(), Optional.of(wanted.layer())));
            }
        });
        again.managedProperty().bind(again.visibleProperty());
        sentence.setId("sweet-spot");
        sentence.getStyleClass().add("verdict");
        sentence.setWrapText(true);
        // Long conclusions scroll, so that they are read to their end.
        ScrollPane verdict = new ScrollPane(sentence);
        verdict.getStyleClass().add("verdict-scroll");
        verdict.setFitToWidth(true);
        verdict.setMinHeight(VERDICT);
        verdict.setPrefHeight(VERDICT);
        verdict.visibleProperty().bind(sentence.visibleProperty());
        verdict.managedProperty().bind(sentence.visibleProperty());
        Tooltip whole = tooltip();
        whole.textProperty().bind(sentence.textProperty());
        sentence.setTooltip(whole);
        test.setId("test-faithfulness");
        test.getStyleClass().add("card-note");
        test.setOnAction(event -> survey.test());
        test.managedProperty().bind(test.visibleProperty());
        test.setTooltip(tip(
                "Runs the networks some dozens of times for each picture, and shows that work below: deletion, insertion, drop, "
                        + "increase, ROAD and the earth mover's distance. The sentence then rests on these, too."));
        TextFlow notes = new TextFlow(note, again, test);
        notes.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(top(title), place, progress, notes, verdict);
        for (Observable shown : List.of(survey.stateProperty(), survey.resultProperty(), survey.doneProperty(),
                survey.wholeProperty(), measure, other, session.trajectory())) {
            shown.addListener(change -> show());
        }
        sceneProperty().addListener((property, old, now) -> followWhenSeen());
        visibleProperty().addListener((property, old, now) -> followWhenSeen());
        show();
    }

    /** The measure in the chart. */
    public ObjectProperty<MapMeasure> measureProperty() {
        return measure;
    }

    /** Maps that the page shows: where they are not those that are measured, a link offers to measure them. */
    public ObjectProperty<Optional<Other>> otherProperty() {
        return other;
    }

    /** The chart; a page may bind what is selected in it. */
    public Chart chart() {
        return chart;
    }

    private void followWhenSeen() {
        if (getScene() != null && isVisible()) {
            survey.follow();
        }
    }

    private HBox top(String title) {
        Label heading = new Label(title);
        heading.getStyleClass().add("card-title");
        heading.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        ComboBox<MapMeasure> box = new ComboBox<>(FXCollections.observableArrayList(MapMeasure.values()));
        box.setId("map-measure");
        box.setAccessibleText("What is measured of the maps");
        box.getStyleClass().add(Styles.SMALL);
        box.valueProperty().bindBidirectional(measure);
        box.setConverter(Named.by(MapMeasure::title));
        box.setMinWidth(0);
        Tooltip tooltip = tooltip();
        tooltip.textProperty().bind(Bindings.createStringBinding(
                () -> measure.get().kind().title() + ".\n" + measure.get().formula() + ".\n" + measure.get().caution(),
                measure));
        box.setTooltip(tooltip);
        HBox top = new HBox(heading, space, box);
        top.getStyleClass().add("card-top");
        return top;
    }

    private static Tooltip tip(String words) {
        Tooltip tooltip = tooltip();
        tooltip.setText(words);
        return tooltip;
    }

    private static Tooltip tooltip() {
        Tooltip tooltip = new Tooltip();
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(420);
        return tooltip;
    }

    private void show() {
        List<OpenNetwork> trajectory = List.copyOf(session.trajectory());
        Optional<Result> result = survey.resultProperty().get();
        chart.dataProperty().set(RateChart.of(survey, trajectory, measure.get()));
        chart.markProperty().set(RateChart.sweetSpot(survey));
        State state = survey.stateProperty().get();
        progress.setVisible(state == State.RUNNING);
        begin.setVisible(state != State.RUNNING && (isUntested() || result.isEmpty() && state != State.NOTHING));
        begin.setManaged(begin.isVisible());
        begin.setText(isUntested() ? "Test faithfulness" : "Measure " + RateSurvey.PICTURES + " pictures");
        test.setVisible(state == State.DONE && result.isPresent() && !survey.wholeProperty().get()
                && trajectory.size() > 1 && !isUntested());
        instead.setText(instead(state, result, trajectory.size() < 2));
        note.setText(result.map(known -> note(known, state)).orElse(state == State.RUNNING ? running() : ""));
        sentence.setText(result.map(known -> known.spot().sentence()).orElse(""));
        sentence.setVisible(result.isPresent() && trajectory.size() > 1);
        Optional<Other> unmeasured = other.get()
                .filter(wanted -> result.isPresent() && !isMeasured(wanted, result.get()));
        again.setVisible(
                result.isPresent() && (state == State.CANCELLED || state == State.DONE && unmeasured.isPresent()));
        again.setText(state == State.CANCELLED ? "Resume measuring" : unmeasured
                .map(wanted -> "Measure " + wanted.method().title() + " at " + wanted.layer() + " instead").orElse(""));
    }

    private static boolean isMeasured(Other wanted, Result known) {
        return known.settings().method() == wanted.method() && known.spot().networks().stream().findFirst()
                .filter(first -> first.layer().equals(wanted.layer())).isPresent();
    }

    /** Whether the chosen measure is one for which the networks must be run again, and were not. */
    private boolean isUntested() {
        return !survey.wholeProperty().get() && survey.resultProperty().get()
                .filter(known -> known.spot().networks().stream()
                        .noneMatch(network -> network.values().containsKey(measure.get())) && !isWithoutObjects(known))
                .isPresent();
    }

    private boolean isWithoutObjects(Result known) {
        return measure.get().kind() == MapMeasure.Kind.LOCALISATION && !known.pictures().hasObjects();
    }

    private String instead(State state, Optional<Result> result, boolean alone) {
        if (state == State.NOTHING) {
            return "Open a network and its pictures to measure explanations.";
        }
        if (result.isEmpty()) {
            return state == State.RUNNING ? ""
                    : "Measures of explanations at each rate, with intervals. For these networks that takes "
                            + "a while; it is shown below, where it can be paused and cancelled.";
        }
        if (isUntested() || state == State.RUNNING) {
            return state == State.RUNNING ? ""
                    : "For this measure each network is run some dozens of times for each picture.";
        }
        return isWithoutObjects(result.get()) ? "These pictures do not tell where the object is."
                : alone && measure.get().comparesToUnpruned() ? "Prune the network to compare its maps."
                        : "No map has this measure.";
    }

    private String running() {
        return String.format(Locale.ROOT, "Measuring explanations: %.0f %%",
                100 * Math.max(0, survey.doneProperty().get()));
    }

    private String note(Result known, State state) {
        return state == State.RUNNING ? running()
                : known.pictures().size() + " test pictures, " + known.settings().method().title() + " at "
                        + known.spot().networks().stream().findFirst().map(network -> network.layer()).orElse("")
                        + ", 95 % intervals.  ";
    }
}
