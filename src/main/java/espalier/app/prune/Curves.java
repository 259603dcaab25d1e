package espalier.app.prune;

import espalier.app.controls.Chart;
import espalier.app.controls.ChartData;
import espalier.app.controls.ChartData.Axis;
import espalier.app.controls.ChartData.Look;
import espalier.app.controls.ChartData.Point;
import espalier.app.controls.ChartData.Scale;
import espalier.app.controls.ChartData.Series;
import espalier.app.controls.ChartKey;
import espalier.app.figures.Figure;
import espalier.app.rates.RateChart;
import espalier.basics.Figures;
import espalier.basics.Ticks;
import espalier.pruning.PruningSettings;
import espalier.pruning.PruningStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Accuracy and loss against the iteration, as the run goes. */
final class Curves extends VBox {

    private static final double LEAST_ACCURACY_SPAN = 0.1;
    private static final int MOST_MARKS = 40;
    private static final int SOME_ITERATIONS = 4;
    /** Both charts begin at the same place, as they show the same iterations. */
    private static final double NUMBERS = 46;
    private static final DoubleFunction<String> PERCENT = share -> Math.round(100 * share) + " %";
    private static final DoubleFunction<String> WHOLE = value -> Math.abs(value - Math.rint(value)) < 1e-9
            ? Long.toString(Math.round(value)) : "";

    private final RunModel run;
    private final Chart accuracy = chart("accuracy");
    private final ChartKey accuracyKey = new ChartKey();
    private final Chart loss = chart("loss");
    private final ChartKey lossKey = new ChartKey();

    Curves(RunModel run) {
        this.run = run;
        getStyleClass().add("curves");
        getChildren().addAll(title("Accuracy", accuracyKey), accuracy, title("Loss", lossKey), loss);
        lossKey.setId("key-loss");
        lossKey.show(List.of(new Series("cross entropy, each epoch of fine-tuning", 0, true, List.of())));
        Figure.of(accuracy, "Accuracy by iteration");
        Figure.of(loss, "Loss by iteration");
        all().forEach(points -> points.addListener((Observable change) -> draw()));
        draw();
    }

    private Stream<ObservableList<RunModel.Point>> all() {
        return Stream.concat(accuracies(), Stream.of(run.losses()));
    }

    private Stream<ObservableList<RunModel.Point>> accuracies() {
        return Stream.concat(Stream.of(run.validation()),
                Stream.of(PruningStep.values()).flatMap(step -> Stream.of(run.between(step), run.test(step))));
    }

    private static Chart chart(String id) {
        Chart chart = new Chart("Chart of " + id + " against iteration");
        chart.setId("chart-" + id);
        chart.setMinSize(160, 90);
        chart.setLeastLeft(NUMBERS);
        VBox.setVgrow(chart, Priority.ALWAYS);
        return chart;
    }

    /** Both charts show the same iterations, and as many values as there are. */
    private void draw() {
        List<Series> shown = new ArrayList<>();
        shown.add(series("within iterations", 4, true, Look.LINE, course(), this::within));
        shown.add(series("validation", 0, true, Look.FULL, run.validation(),
                point -> told("Validation accuracy " + Figures.percent(point.value()), point)));
        for (PruningStep step : PruningStep.values()) {
            boolean first = Stream.of(PruningStep.values()).takeWhile(before -> before != step)
                    .allMatch(before -> run.test(before).isEmpty());
            shown.add(series((first ? "test: " : "") + step.key(), 1, false, RateChart.look(step), run.test(step),
                    point -> told("Test accuracy " + (point.number() == 0 ? "" : step.key() + " ")
                            + Figures.percent(point.value()), point)));
        }
        shown.removeIf(series -> series.points().isEmpty() && series.number() != 0);
        accuracy.dataProperty().set(Optional.of(new ChartData(iterations(""), accuracyAxis(), shown)));
        accuracyKey.show(shown);
        loss.dataProperty()
                .set(Optional.of(new ChartData(iterations("iteration: rank, take out, compensate, fine-tune"),
                        lossAxis(), List.of(series("loss", 0, true, lossLook(), run.losses(),
                                point -> told(String.format(Locale.ROOT, "Loss %.3f", point.value()), point))))));
    }

    /** Marks of many epochs would lie over each other. */
    private Look lossLook() {
        return run.losses().size() > MOST_MARKS ? Look.LINE : Look.FULL;
    }

    /** The drop and the recovery: what was estimated within each iteration, and how the iterations ended. */
    private List<RunModel.Point> course() {
        List<RunModel.Point> between = Stream.of(PruningStep.values()).flatMap(step -> run.between(step).stream())
                .toList();
        return between.isEmpty() ? List.of() : Stream.concat(between.stream(), run.validation().stream())
                .sorted(Comparator.comparingDouble(RunModel.Point::iteration)).toList();
    }

    private String within(RunModel.Point point) {
        String step = Stream.of(PruningStep.values()).filter(one -> run.between(one).contains(point))
                .map(PruningStep::key).findFirst().map(key -> key + " ").orElse("");
        return told(
                "Validation accuracy " + step + Figures.percent(point.value()) + (step.isEmpty() ? "" : ", estimated"),
                point);
    }

    private Axis iterations(String title) {
        double last = all().flatMap(List::stream).mapToDouble(RunModel.Point::iteration).max().orElse(0);
        return new Axis(title, Scale.LINEAR, WHOLE, 0, Math.max(expected(), last));
    }

    /** Iterations that there will be at least: where each has a rate of its own, it has all the room that it needs. */
    private int expected() {
        PruningSettings settings = run.settings();
        boolean oneEach = settings.goal().oneShot() || settings.tuning().sharePerIteration() == 1;
        return oneEach && settings.goal().mode().hasRates() ? settings.goal().rates().size() : SOME_ITERATIONS;
    }

    private Axis accuracyAxis() {
        DoubleSummaryStatistics known = accuracies().flatMap(List::stream).mapToDouble(RunModel.Point::value)
                .filter(Double::isFinite).summaryStatistics();
        double lowest = known.getCount() == 0 ? 1 - LEAST_ACCURACY_SPAN : known.getMin();
        double highest = known.getCount() == 0 ? 1 : known.getMax();
        double step = Math.max(0.01, Ticks.step(Math.max(LEAST_ACCURACY_SPAN, highest - lowest) / 4));
        return new Axis("", Scale.LINEAR, PERCENT, Math.max(0, Math.floor(lowest / step - 0.2) * step),
                Math.min(1, Math.ceil(highest / step + 0.2) * step));
    }

    private Axis lossAxis() {
        double most = run.losses().stream().mapToDouble(RunModel.Point::value).filter(Double::isFinite).max().orElse(1);
        double step = Ticks.step(Math.max(0.01, most) / 3);
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return new Axis("", Scale.LINEAR, value -> Figures.fixed(value, digits), 0,
                Math.ceil(most / step + 0.1) * step);
    }

    private static Series series(String name, int number, boolean joined, Look look, List<RunModel.Point> points,
            Function<RunModel.Point, String> text) {
        return new Series(name, number, joined, look,
                points.stream().filter(point -> Double.isFinite(point.value()))
                        .map(point -> new Point(name + " " + point.iteration(), point.iteration(), point.value(),
                                Double.NaN, Double.NaN, text.apply(point)))
                        .toList());
    }

    private String told(String what, RunModel.Point point) {
        return what + " at " + (Figures.rate(point.rate()) + " " + run.settings().rateOf().unit()).strip()
                + (point.number() == 0 ? ", unpruned" : ", iteration " + point.number());
    }

    private static HBox title(String text, ChartKey key) {
        Label label = new Label(text);
        label.getStyleClass().add("heading");
        label.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(key, Priority.ALWAYS);
        HBox row = new HBox(label, key);
        row.getStyleClass().add("curve-title");
        return row;
    }
}
