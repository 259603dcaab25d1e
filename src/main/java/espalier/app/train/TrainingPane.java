package espalier.app.train;

import atlantafx.base.theme.Styles;
import espalier.app.Page;
import espalier.app.controls.Chart;
import espalier.app.controls.ChartData;
import espalier.app.controls.ChartData.Axis;
import espalier.app.controls.ChartData.Point;
import espalier.app.controls.ChartData.Scale;
import espalier.app.controls.ChartData.Series;
import espalier.app.controls.ChartKey;
import espalier.app.controls.Heatmap;
import espalier.app.controls.HeatmapData;
import espalier.app.train.TrainingModel.State;
import espalier.basics.Figures;
import espalier.basics.Ticks;
import espalier.training.Evaluation;
import espalier.training.TrainingState.Epoch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One training: its progress or its end, curves, and the confusion of the validation pictures as it goes. */
final class TrainingPane extends VBox {

    /** Both charts begin at the same place, as they show the same epochs. */
    private static final double NUMBERS = 46;
    private static final double HIGHEST_CONFUSION = 420;
    private static final DoubleFunction<String> PERCENT = share -> Math.round(100 * share) + " %";
    private static final DoubleFunction<String> WHOLE = value -> Math.abs(value - Math.rint(value)) < 1e-9
            ? Long.toString(Math.round(value)) : "";

    private final TrainViewModel model;
    private final TrainingModel training;
    private final Chart accuracy = chart("Accuracy", "train-accuracy");
    private final Chart loss = chart("Loss", "train-loss");
    private final Heatmap confusion = new Heatmap();
    private final Label confusionTitle = heading("Validation pictures");

    TrainingPane(TrainViewModel model, TrainingModel training) {
        this.model = model;
        this.training = training;
        getStyleClass().addAll("run", "training");
        VBox curves = new VBox(
                titled("Accuracy", List.of("validation", "training pictures as they are fitted"), List.of(0, 1)),
                accuracy, titled("Loss", List.of("cross entropy, each epoch"), List.of(0)), loss);
        curves.getStyleClass().add("curves");
        HBox.setHgrow(curves, Priority.ALWAYS);
        HBox middle = new HBox(curves, confusion());
        middle.getStyleClass().add("middle");
        VBox.setVgrow(middle, Priority.ALWAYS);
        getChildren().addAll(progress(), outcome(), middle);
        InvalidationListener draw = change -> draw();
        training.epochs().addListener(draw);
        training.validationProperty().addListener(draw);
        draw();
    }

    private static Chart chart(String name, String id) {
        Chart chart = new Chart("Chart of " + name.toLowerCase(Locale.ROOT) + " against epoch");
        chart.setId(id);
        chart.setMinSize(160, 90);
        chart.setLeastLeft(NUMBERS);
        VBox.setVgrow(chart, Priority.ALWAYS);
        return chart;
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("heading");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static Node titled(String title, List<String> names, List<Integer> numbers) {
        ChartKey key = new ChartKey();
        key.show(IntStream.range(0, names.size())
                .mapToObj(i -> new Series(names.get(i), numbers.get(i), true, List.of())).toList());
        HBox.setHgrow(key, Priority.ALWAYS);
        HBox row = new HBox(heading(title), key);
        row.getStyleClass().add("curve-title");
        return row;
    }

    private Node confusion() {
        confusion.setId("confusion");
        confusion.setAccessibleText("Of each class, as which the validation pictures are taken");
        VBox.setVgrow(confusion, Priority.ALWAYS);
        confusion.setMaxHeight(HIGHEST_CONFUSION);
        confusion.readOutProperty().set((row, column) -> {
            Evaluation evaluation = training.validationProperty().get();
            List<String> names = training.classNames();
            return evaluation == null || row < 0 || column < 0 ? "" : evaluation.confusion()[row][column] + " of "
                    + names.get(row) + (row == column ? ": right" : ", taken for " + names.get(column));
        });
        Label hint = new Label("Rows are classes, columns what the network takes them for.");
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        hint.setMinHeight(USE_PREF_SIZE);
        VBox box = new VBox(confusionTitle, hint, confusion);
        box.getStyleClass().add("confusion");
        return box;
    }

    private void draw() {
        List<Epoch> epochs = training.epochs();
        Axis x = new Axis("", Scale.LINEAR, WHOLE, 0, Math.max(4, training.settings().epochs()));
        double least = epochs.stream()
                .flatMapToDouble(epoch -> DoubleStream.of(epoch.accuracy(), epoch.validationAccuracy()))
                .filter(Double::isFinite).min().orElse(0);
        Axis shares = new Axis("", Scale.LINEAR, PERCENT, Math.max(0, Math.floor(least * 10 - 0.2) / 10), 1);
        accuracy.dataProperty()
                .set(Optional.of(new ChartData(x, shares, List.of(
                        series("training", 1, Epoch::accuracy,
                                epoch -> "Training accuracy " + Figures.percent(epoch.accuracy())),
                        series("validation", 0, Epoch::validationAccuracy,
                                epoch -> "Validation accuracy " + Figures.percent(epoch.validationAccuracy()))))));
        double most = epochs.stream().mapToDouble(Epoch::loss).filter(Double::isFinite).max().orElse(1);
        double step = Ticks.step(Math.max(0.01, most) / 3);
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        Axis losses = new Axis("", Scale.LINEAR, value -> Figures.fixed(value, digits), 0,
                Math.ceil(most / step + 0.1) * step);
        loss.dataProperty().set(Optional.of(new ChartData(new Axis("epoch", Scale.LINEAR, WHOLE, 0, x.to()), losses,
                List.of(series("loss", 0, Epoch::loss, epoch -> "Loss " + Figures.fixed(epoch.loss(), 3))))));
        Evaluation evaluation = training.validationProperty().get();
        if (evaluation != null) {
            List<String> names = training.classNames();
            // Columns have no room for names: they are numbered as the rows are.
            List<String> numbers = IntStream.rangeClosed(1, names.size()).mapToObj(Integer::toString).toList();
            confusion.dataProperty()
                    .set(new HeatmapData(
                            IntStream.range(0, names.size()).mapToObj(i -> names.get(i) + "  " + (i + 1)).toList(),
                            numbers, shares(evaluation.confusion()), 0, 1));
            confusionTitle.setText("Validation pictures: " + Figures.percent(evaluation.accuracy()) + " of "
                    + Figures.count(evaluation.pictures()));
        }
    }

    /** Of each row its sum. */
    private static float[][] shares(int[][] counts) {
        float[][] shares = new float[counts.length][counts.length];
        for (int row = 0; row < counts.length; row++) {
            int sum = Math.max(1, IntStream.of(counts[row]).sum());
            for (int column = 0; column < counts.length; column++) {
                shares[row][column] = counts[row][column] / (float) sum;
            }
        }
        return shares;
    }

    private Series series(String name, int number, ToDoubleFunction<Epoch> value, Function<Epoch, String> text) {
        return new Series(name, number, true,
                training.epochs().stream().filter(epoch -> Double.isFinite(value.applyAsDouble(epoch)))
                        .map(epoch -> new Point(name + " " + epoch.number(), epoch.number(), value.applyAsDouble(epoch),
                                Double.NaN, Double.NaN, text.apply(epoch) + " after epoch " + epoch.number()))
                        .toList());
    }

    /** What it does now, how far it is and how long it will take; holds it, resumes it, stops it. */
    private Node progress() {
        Label title = heading("Training " + training.name());
        title.setMinWidth(60);
        ProgressBar bar = new ProgressBar();
        bar.progressProperty().bind(training.task().progressProperty());
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(bar, Priority.ALWAYS);
        Label left = new Label();
        left.getStyleClass().add("figure");
        left.setMinWidth(USE_PREF_SIZE);
        left.textProperty().bind(Bindings.createStringBinding(() -> {
            double seconds = training.task().secondsLeftProperty().get();
            return Double.isNaN(seconds) ? "" : "about " + Figures.time(seconds) + " left";
        }, training.task().secondsLeftProperty()));
        Label message = new Label();
        message.getStyleClass().add("hint");
        message.setMaxWidth(Double.MAX_VALUE);
        message.textProperty().bind(Bindings.createStringBinding(() -> switch (training.stateProperty().get()) {
            case PAUSED -> "Paused. " + training.task().getMessage();
            case STOPPING -> "Stopping after this batch…";
            default -> training.task().getMessage();
        }, training.stateProperty(), training.task().messageProperty()));
        HBox first = new HBox(title, bar, left, pause(), stop());
        first.getStyleClass().add("row");
        VBox box = new VBox(first, message);
        box.getStyleClass().add("run-progress");
        Page.showWhile(box, training.outcomeProperty().isEmpty());
        return box;
    }

    private Button pause() {
        BooleanBinding paused = training.stateProperty().isEqualTo(State.PAUSED);
        FontIcon icon = new FontIcon("fth-pause");
        paused.addListener((property, old, now) -> icon.setIconLiteral(now ? "fth-play" : "fth-pause"));
        Button button = small("", "train-pause", icon);
        button.textProperty().bind(Bindings.when(paused).then("Resume").otherwise("Pause"));
        button.setOnAction(event -> {
            if (paused.get()) {
                training.task().resume();
            } else {
                training.task().pause();
            }
        });
        button.disableProperty().bind(training.stateProperty().isEqualTo(State.STOPPING));
        return button;
    }

    private Button stop() {
        Button button = small("Stop", "train-stop", new FontIcon("fth-x"));
        button.setTooltip(new Tooltip("Stops after this batch. It can be resumed after the last whole epoch."));
        button.setOnAction(event -> training.task().cancel());
        button.disableProperty().bind(training.stateProperty().isEqualTo(State.STOPPING));
        return button;
    }

    private static Button small(String text, String id, FontIcon icon) {
        Button button = new Button(text, icon);
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.getStyleClass().add(Styles.SMALL);
        return button;
    }

    private Node outcome() {
        Label sentence = new Label();
        sentence.setId("train-outcome");
        sentence.setWrapText(true);
        sentence.setMinHeight(USE_PREF_SIZE);
        sentence.textProperty().bind(training.outcomeProperty());
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setMaxWidth(Double.MAX_VALUE);
        FontIcon icon = new FontIcon("fth-check-circle");
        Button resume = small("Resume", "train-resume", new FontIcon("fth-rotate-cw"));
        resume.setTooltip(new Tooltip("Resumes after the last whole epoch, and ends as the training would have ended"));
        resume.setOnAction(event -> model.resume());
        Button keep = small("Keep as it is", "train-keep", new FontIcon("fth-check"));
        keep.setTooltip(new Tooltip("Evaluates and opens the network as it was after the last whole epoch"));
        keep.setOnAction(event -> model.keepAsItIs());
        Button open = small("Open it", "train-open", new FontIcon("fth-folder"));
        open.setTooltip(new Tooltip("Shows the network on all pages"));
        open.setOnAction(event -> training.task().getValue().network().ifPresent(model::open));
        HBox box = new HBox(icon, sentence, resume, keep, open);
        Page.showWhile(box, training.outcomeProperty().isNotEmpty());
        Runnable style = () -> {
            State state = training.stateProperty().get();
            show(resume, training.canResume().isPresent());
            show(keep, training.canKeep());
            show(open, state == State.DONE);
            icon.setIconLiteral(state == State.DONE ? "fth-check-circle"
                    : state == State.FAILED ? "fth-alert-triangle" : "fth-info");
            box.getStyleClass().setAll("outcome", state == State.DONE ? "outcome-complete"
                    : state == State.FAILED ? "outcome-failed" : "outcome-partial");
        };
        training.stateProperty().addListener(property -> style.run());
        style.run();
        return box;
    }

    private static void show(Region region, boolean shown) {
        region.setVisible(shown);
        region.setManaged(shown);
    }
}
