package espalier.app.prune;

import espalier.app.controls.Chart;
import espalier.app.controls.ChartData;
import espalier.app.controls.ChartData.Axis;
import espalier.app.controls.ChartData.Point;
import espalier.app.controls.ChartData.Scale;
import espalier.app.controls.ChartData.Series;
import espalier.basics.Figures;
import espalier.basics.Ticks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Accuracy and loss against the iteration, as the run goes. */
final class Curves extends VBox {

    private static final double LEAST_ACCURACY_SPAN = 0.1;
    /** Both charts begin at the same place, as they show the same iterations. */
    private static final double NUMBERS = 46;
    private static final DoubleFunction<String> PERCENT = share -> Math.round(100 * share) + " %";
    private static final DoubleFunction<String> WHOLE = value -> Math.abs(value - Math.rint(value)) < 1e-9
            ? Long.toString(Math.round(value)) : "";

    private final RunModel run;
    private final Chart accuracy = chart("accuracy");
    private final Chart loss = chart("loss");

    Curves(RunModel run) {
        this.run = run;
        getStyleClass().add("curves");
        getChildren().addAll(
                title("Accuracy", key("validation, each iteration", "key-validation"),
                        key("test, each rate", "key-test")),
                accuracy, title("Loss", key("cross entropy, each epoch of fine-tuning", "key-loss")), loss);
        for (ObservableList<RunModel.Point> points : List.of(run.validation(), run.test(), run.losses())) {
            points.addListener((Observable change) -> draw());
        }
        draw();
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
        accuracy.dataProperty()
                .set(Optional.of(new ChartData(iterations(""), accuracyAxis(),
                        List.of(series("validation", 0, true, run.validation(),
                                point -> told("Validation accuracy " + Figures.percent(point.value()), point)),
                                series("test", 1, false, run.test(),
                                        point -> told("Test accuracy " + Figures.percent(point.value()), point))))));
        loss.dataProperty()
                .set(Optional.of(new ChartData(iterations("iteration: rank, take out, fine-tune"), lossAxis(),
                        List.of(series("loss", 0, true, run.losses(),
                                point -> told(String.format(Locale.ROOT, "Loss %.3f", point.value()), point))))));
    }

    private Axis iterations(String title) {
        double last = Stream.of(run.validation(), run.test(), run.losses()).flatMap(List::stream)
                .mapToDouble(RunModel.Point::iteration).max().orElse(0);
        return new Axis(title, Scale.LINEAR, WHOLE, 0, Math.max(4, last));
    }

    private Axis accuracyAxis() {
        double lowest = accuracies().min().orElse(1 - LEAST_ACCURACY_SPAN);
        double highest = accuracies().max().orElse(1);
        double step = Math.max(0.01, Ticks.step(Math.max(LEAST_ACCURACY_SPAN, highest - lowest) / 4));
        return new Axis("", Scale.LINEAR, PERCENT, Math.max(0, Math.floor(lowest / step - 0.2) * step),
                Math.min(1, Math.ceil(highest / step + 0.2) * step));
    }

    private DoubleStream accuracies() {
        return Stream.of(run.validation(), run.test()).flatMap(List::stream).mapToDouble(RunModel.Point::value);
    }

    private Axis lossAxis() {
        double most = run.losses().stream().mapToDouble(RunModel.Point::value).filter(Double::isFinite).max().orElse(1);
        double step = Ticks.step(Math.max(0.01, most) / 3);
        return new Axis("", Scale.LINEAR, value -> Figures.fixed(value, step < 0.1 ? 2 : step < 1 ? 1 : 0), 0,
                Math.ceil(most / step + 0.1) * step);
    }

    private static Series series(String name, int number, boolean joined, List<RunModel.Point> points,
            Function<RunModel.Point, String> text) {
        return new Series(name, number, joined,
                points.stream().filter(point -> Double.isFinite(point.value()))
                        .map(point -> new Point(name + " " + point.iteration(), point.iteration(), point.value(),
                                Double.NaN, Double.NaN, text.apply(point)))
                        .toList());
    }

    private String told(String what, RunModel.Point point) {
        return what + " at " + (Figures.rate(point.rate()) + " " + run.settings().rateOf().unit()).strip()
                + String.format(Locale.ROOT, ", iteration %.4g", point.iteration());
    }

    private static HBox title(String text, Node... keys) {
        Label label = new Label(text);
        label.getStyleClass().add("heading");
        label.setMinWidth(Region.USE_PREF_SIZE);
        HBox row = new HBox(label);
        row.getChildren().addAll(keys);
        row.getStyleClass().add("curve-title");
        return row;
    }

    private static HBox key(String text, String style) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("key-dot", style);
        Label label = new Label(text);
        label.getStyleClass().add("hint");
        HBox key = new HBox(swatch, label);
        key.getStyleClass().add("key");
        return key;
    }
}
