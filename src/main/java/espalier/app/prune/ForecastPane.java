package espalier.app.prune;

import espalier.app.controls.FormParts;
import espalier.app.controls.StatePane;
import espalier.app.figures.Figure;
import espalier.basics.Figures;
import espalier.compensation.Compensation;
import espalier.network.Cost;
import espalier.pruning.Forecast;
import espalier.pruning.Forecasts;
import espalier.pruning.LivePruning.Estimate;
import espalier.pruning.PruningMode;
import espalier.pruning.PruningSettings;
import espalier.pruning.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.geometry.HPos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the form would do, before anything runs: sizes and widths at each rate, beside the unpruned network. */
final class ForecastPane extends StackPane {

    /** Parameters are kept in single precision. */
    private static final int BYTES_PER_PARAMETER = 4;
    /** So many layers leave room for taller rows in the smallest window. */
    private static final int FEW_LAYERS = 10;

    private final PruneViewModel model;
    private final GridPane grid = new GridPane();
    private final StackPane instead = new StackPane();
    private final Label note = new Label();
    private int row;

    ForecastPane(PruneViewModel model) {
        this.model = model;
        getStyleClass().add("forecast");
        grid.setId("forecast");
        Figure.of(grid, "What pruning would leave");
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox content = new VBox(scroll, note());
        content.getStyleClass().add("forecast-content");
        instead.setMouseTransparent(true);
        content.visibleProperty().bind(model.forecast().valueProperty().isNotNull());
        content.opacityProperty().bind(Bindings.when(model.forecast().runningProperty()).then(.55).otherwise(1.));
        instead.setId("forecast-instead");
        getChildren().addAll(content, instead);
        InvalidationListener change = property -> showInstead();
        model.forecast().failureProperty().addListener(change);
        model.forecast().runningProperty().addListener(change);
        model.obstacleProperty().addListener(change);
        model.forecast().valueProperty().addListener(change);
        showInstead();
        model.forecast().valueProperty().addListener((property, old, now) -> show(now));
        model.forecast().expectedProperty().addListener(property -> show(model.forecast().valueProperty().get()));
        show(model.forecast().valueProperty().get());
    }

    /** What stands here while there is no forecast. */
    private void showInstead() {
        String failure = model.forecast().failureProperty().get();
        StatePane now = model.forecast().valueProperty().get() != null ? null : !failure.isEmpty()
                ? StatePane.failed("This cannot be pruned as it is", failure)
                : model.forecast().runningProperty().get()
                        ? StatePane.busy("Ranking the filters…",
                                "Then you see here what each rate leaves of the network.")
                        : StatePane.empty("fth-scissors", "What pruning would leave",
                                "The widths of all layers, parameters and MACs at each rate, before anything runs. "
                                        + model.obstacleProperty().get());
        instead.getChildren().clear();
        if (now != null) {
            instead.getChildren().add(now);
        }
    }

    private Label note() {
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        note.getStyleClass().add("hint");
        return note;
    }

    /** How the run would fine-tune, as far as the form leaves that open. */
    private static String tuning(Tuning tuning) {
        return tuning.noFineTuning() ? ""
                : "The learning rate is at most " + Figures.plain(tuning.recovery().learningRate()) + " at each rate. ";
    }

    private void show(Forecasts result) {
        grid.getChildren().clear();
        grid.getColumnConstraints().clear();
        row = 0;
        if (result == null) {
            return;
        }
        boolean expects = Expectations.arePossible(result.settings());
        note.setText((caution(result.settings())
                + (expects
                        ? " Accuracy at once is before fine-tuning, which the run measures; "
                                + "it is estimated on validation pictures, ± half of the 95 % interval. "
                        : " Accuracy cannot be known before; the run measures it. ")
                + tuning(result.settings().tuning()) + model.decisions()).strip());
        grid.getStyleClass().setAll("forecast-grid", result.widths().size() <= FEW_LAYERS ? "roomy" : "dense");
        columns(result.forecasts().size());
        header(result.forecasts(), result.settings());
        if (expects) {
            expected(result);
        }
        totals("Parameters", "Trained parameters", result, Cost::parameters, Figures::large);
        totals("MACs", "Multiply-accumulates of convolutions and dense layers for one picture", result, Cost::macs,
                Figures::large);
        if (result.settings().goal().mode() == PruningMode.CONVOLUTION_WEIGHTS) {
            totals("Conv. weights", "Weights of all convolutions, without biases", result, Cost::convolution,
                    Figures::large);
        }
        if (result.settings().goal().mode() == PruningMode.UNSTRUCTURED) {
            totals("Nonzero conv. weights", "Weights of all convolutions that are not zero", result,
                    Cost::nonzeroConvolution, Figures::large);
        }
        totals("File", "About, at 4 bytes a parameter", result, Cost::parameters,
                value -> Figures.bytes((double) value * BYTES_PER_PARAMETER));
        Label caption = new Label("Filters of each convolution");
        caption.getStyleClass().add("caption");
        grid.add(caption, 0, row++, 2, 1);
        double widest = result.widths().values().stream().mapToInt(Integer::intValue).max().orElse(1);
        result.widths().forEach((layer, width) -> {
            List<Long> after = new ArrayList<>();
            result.forecasts().forEach(forecast -> after.add((long) forecast.widths().get(layer)));
            Label name = line(layer, "The filters of " + layer, width, after, widest, value -> Long.toString(value));
            remark(name, result.remarks().get(layer));
        });
    }

    /** The accuracy of the networks cut and compensated, as far as it is known. */
    private void expected(Forecasts result) {
        Map<Set<Integer>, Estimate> known = model.forecast().expectedProperty().get();
        List<Optional<Estimate>> after = result.forecasts().stream()
                .map(forecast -> Optional.ofNullable(known.get(forecast.removed()))).toList();
        Optional<Estimate> before = Optional.ofNullable(known.get(Set.of()));
        boolean compensated = result.settings().tuning().compensation() != Compensation.Mode.NONE;
        Label label = new Label("Accuracy at once");
        label.setTooltip(FormParts.tooltip("What to expect before fine-tuning: each network cut"
                + (compensated ? " and compensated" : "") + " as forecast here, on "
                + before.map(estimate -> Figures.count(estimate.evaluation().pictures())).orElse("some hundred")
                + " validation pictures, with its 95 % interval (Wilson 1927). Computed in the background."));
        NestedBar bar = new NestedBar();
        bar.show(before.map(Estimate::accuracy).orElse(0.0),
                after.stream().map(estimate -> estimate.map(Estimate::accuracy).orElse(0.0)).toList());
        grid.addRow(row, label, bar, number(text(before), "before"));
        for (int i = 0; i < after.size(); i++) {
            Label cell = number(text(after.get(i)), "after");
            cell.setId("expected-" + Figures.plain(result.forecasts().get(i).rate()));
            grid.add(cell, 3 + i, row);
        }
        row++;
    }

    private static String text(Optional<Estimate> estimate) {
        return estimate
                .map(known -> Figures.percent(known.accuracy()) + "\n± " + Figures.fixed(100 * known.margin(), 1))
                .orElse("…\n ");
    }

    private void columns(int rates) {
        ColumnConstraints name = new ColumnConstraints();
        name.setMinWidth(84);
        ColumnConstraints bar = new ColumnConstraints();
        bar.setHgrow(Priority.ALWAYS);
        bar.setMinWidth(120);
        grid.getColumnConstraints().addAll(name, bar);
        for (int i = 0; i <= rates; i++) {
            ColumnConstraints number = new ColumnConstraints();
            number.setHalignment(HPos.RIGHT);
            number.setMinWidth(64);
            grid.getColumnConstraints().add(number);
        }
    }

    private void header(List<Forecast> forecasts, PruningSettings settings) {
        boolean threshold = !settings.goal().mode().hasRates();
        Label of = new Label(threshold ? "under " + Figures.plain(settings.goal().threshold()) + " classes"
                : "rate of " + settings.rateOf().title());
        of.setTooltip(FormParts.tooltip(settings.rateOf().explanation()));
        of.getStyleClass().add("hint");
        grid.add(of, 0, row, 2, 1);
        grid.add(key("unpruned", "track"), 2, row);
        for (int i = 0; i < forecasts.size(); i++) {
            double rate = forecasts.get(i).rate();
            grid.add(key(threshold ? Figures.rate(rate) : "×" + Figures.plain(rate), NestedBar.shade(i)), 3 + i, row);
        }
        row++;
    }

    private static String caution(PruningSettings settings) {
        return switch (settings.goal().mode()) {
            case UNSTRUCTURED ->
                "Every convolution keeps the same share of its weights, the largest; the others become zero. All "
                        + "filters stay, and zeros are stored and multiplied like any weight: file and time stay as they are.";
            case THRESHOLD ->
                "As the scores stand now, all taken out at once. The run scores anew after each fine-tuning, so it may go farther.";
            default -> settings.goal().oneShot()
                    ? "Widths as the ranking stands now, all taken out at once: what the run does."
                    : "Widths as the ranking stands now, all taken out at once. The run ranks anew after each fine-tuning: its widths may differ, "
                            + "its sizes will not.";
        };
    }

    /** A name with its colour: the legend is the table's head. */
    private static HBox key(String text, String style) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("swatch", style);
        Label label = new Label(text);
        label.getStyleClass().add("column-head");
        label.setMinWidth(Region.USE_PREF_SIZE);
        HBox key = new HBox(swatch, label);
        key.getStyleClass().add("key");
        return key;
    }

    private void totals(String name, String explanation, Forecasts result, ToLongFunction<Cost> of,
            java.util.function.LongFunction<String> text) {
        List<Long> after = result.forecasts().stream().map(forecast -> of.applyAsLong(forecast.cost())).toList();
        long before = of.applyAsLong(result.cost());
        line(name, explanation, before, after, before, text);
    }

    /** A sign behind a layer's name, for its filters stay or go only with others; its tooltip says why. */
    private static void remark(Label name, Forecasts.Remark remark) {
        if (remark != null) {
            FontIcon sign = new FontIcon(remark.stays() ? "fth-lock" : "fth-link");
            sign.getStyleClass().add("remark");
            name.setGraphic(sign);
            name.setContentDisplay(ContentDisplay.RIGHT);
            name.setTooltip(FormParts.tooltip(name.getTooltip().getText() + ". " + remark.sentence()));
            name.setAccessibleText(name.getText() + ". " + remark.sentence());
        }
    }

    private Label line(String name, String explanation, long before, List<Long> after, double scale,
            java.util.function.LongFunction<String> text) {
        Label label = new Label(name);
        label.setTooltip(FormParts.tooltip(explanation));
        NestedBar bar = new NestedBar();
        bar.show(before / scale, after.stream().map(value -> value / scale).toList());
        grid.addRow(row, label, bar, number(text.apply(before), "before"));
        for (int i = 0; i < after.size(); i++) {
            grid.add(number(text.apply(after.get(i)), "after"), 3 + i, row);
        }
        row++;
        return label;
    }

    private static Label number(String text, String style) {
        Label label = new Label(text);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll("figure", style);
        return label;
    }
}
