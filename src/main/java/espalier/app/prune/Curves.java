package espalier.app.prune;

import espalier.basics.Figures;
import espalier.basics.Ticks;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/** Accuracy and loss against the iteration, as the run goes. */
final class Curves extends VBox {

    private static final double LEAST_ACCURACY_SPAN = 0.1;

    private final RunModel run;
    private final NumberAxis accuracyAxis = axis();
    private final NumberAxis lossAxis = axis();
    private final LineChart<Number, Number> accuracy;
    private final LineChart<Number, Number> loss;

    Curves(RunModel run) {
        this.run = run;
        getStyleClass().add("curves");
        accuracyAxis.setTickLabelFormatter(label(value -> Math.round(100 * value) + " %"));
        accuracy = chart("accuracy", accuracyAxis);
        loss = chart("loss", lossAxis);
        XYChart.Series<Number, Number> validation = series(accuracy);
        XYChart.Series<Number, Number> test = series(accuracy);
        follow(run.validation(), validation,
                point -> point("Validation accuracy " + Figures.percent(point.value()), point));
        follow(run.test(), test, point -> point("Test accuracy " + Figures.percent(point.value()), point));
        follow(run.losses(), series(loss),
                point -> point(String.format(Locale.ROOT, "Loss %.3f", point.value()), point));
        getChildren().addAll(
                title("Accuracy", key("validation, each iteration", "key-validation"),
                        key("test, each rate", "key-test")),
                accuracy, title("Loss", key("cross entropy, each epoch of fine-tuning", "key-loss")), loss, caption());
        fit();
    }

    private static NumberAxis axis() {
        NumberAxis axis = new NumberAxis();
        axis.setAutoRanging(false);
        axis.setMinorTickVisible(false);
        axis.setAnimated(false);
        axis.setPrefWidth(46);
        return axis;
    }

    private static LineChart<Number, Number> chart(String id, NumberAxis values) {
        NumberAxis iterations = axis();
        iterations.setTickLabelFormatter(
                label(value -> value == Math.rint(value) ? Long.toString(Math.round(value)) : ""));
        LineChart<Number, Number> chart = new LineChart<>(iterations, values);
        chart.setId("chart-" + id);
        chart.setAnimated(false);
        chart.setLegendVisible(false);
        chart.setVerticalGridLinesVisible(false);
        chart.setHorizontalZeroLineVisible(false);
        chart.setVerticalZeroLineVisible(false);
        chart.setMinSize(160, 90);
        // Points at an edge are drawn whole: no value lies outside of the axes.
        chart.lookup(".plot-content").getParent().setClip(null);
        chart.setAccessibleText("Chart of " + id + " against iteration");
        VBox.setVgrow(chart, Priority.ALWAYS);
        return chart;
    }

    private static XYChart.Series<Number, Number> series(LineChart<Number, Number> chart) {
        XYChart.Series<Number, Number> series = new XYChart.Series<>();
        chart.getData().add(series);
        return series;
    }

    /** Keeps a curve to its points, each with what it says when it is pointed at. */
    private void follow(ObservableList<RunModel.Point> points, XYChart.Series<Number, Number> series,
            Function<RunModel.Point, String> text) {
        Runnable addMissing = () -> {
            for (RunModel.Point point : List.copyOf(points.subList(series.getData().size(), points.size()))) {
                XYChart.Data<Number, Number> data = new XYChart.Data<>(point.iteration(), point.value());
                series.getData().add(data);
                if (data.getNode() != null) {
                    Tooltip.install(data.getNode(), FormParts.tooltip(text.apply(point)));
                }
            }
            fit();
        };
        points.addListener((ListChangeListener<RunModel.Point>) change -> addMissing.run());
        addMissing.run();
    }

    private String point(String what, RunModel.Point point) {
        return what + " at " + (Figures.rate(point.rate()) + " " + run.settings().rateOf().unit()).strip()
                + String.format(Locale.ROOT, ", iteration %.4g", point.iteration());
    }

    /** Both charts show the same iterations, and as many values as there are. */
    private void fit() {
        double last = 4;
        for (List<RunModel.Point> points : List.of(run.validation(), run.test(), run.losses())) {
            last = Math.max(last, points.stream().mapToDouble(RunModel.Point::iteration).max().orElse(0));
        }
        double step = Math.max(1, Ticks.step(last / 8));
        for (LineChart<Number, Number> chart : List.of(accuracy, loss)) {
            bounds((NumberAxis) chart.getXAxis(), 0, last, step);
        }
        double lowest = java.util.stream.Stream.concat(run.validation().stream(), run.test().stream())
                .mapToDouble(RunModel.Point::value).min().orElse(1 - LEAST_ACCURACY_SPAN);
        double highest = java.util.stream.Stream.concat(run.validation().stream(), run.test().stream())
                .mapToDouble(RunModel.Point::value).max().orElse(1);
        double accuracyStep = Math.max(0.01, Ticks.step(Math.max(LEAST_ACCURACY_SPAN, highest - lowest) / 4));
        bounds(accuracyAxis, Math.max(0, Math.floor(lowest / accuracyStep - 0.2) * accuracyStep),
                Math.min(1, Math.ceil(highest / accuracyStep + 0.2) * accuracyStep), accuracyStep);
        double most = run.losses().stream().mapToDouble(RunModel.Point::value).filter(Double::isFinite).max().orElse(1);
        double lossStep = Ticks.step(Math.max(0.01, most) / 3);
        bounds(lossAxis, 0, Math.ceil(most / lossStep + 0.1) * lossStep, lossStep);
    }

    private static void bounds(NumberAxis axis, double low, double high, double step) {
        axis.setLowerBound(low);
        axis.setUpperBound(high);
        axis.setTickUnit(step);
    }

    private static StringConverter<Number> label(Function<Double, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(Number value) {
                return text.apply(Math.round(value.doubleValue() * 1e9) / 1e9);
            }

            @Override
            public Number fromString(String typed) {
                throw new UnsupportedOperationException();
            }
        };
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

    private static Label caption() {
        Label label = new Label("iteration: rank, take out, fine-tune");
        label.getStyleClass().add("axis-caption");
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }
}
