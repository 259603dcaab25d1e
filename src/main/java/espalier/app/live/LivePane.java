package espalier.app.live;

import espalier.app.Page;
import espalier.app.controls.Segments;
import espalier.app.figures.Figure;
import espalier.app.live.LiveModel.Position;
import espalier.app.live.LiveModel.State;
import espalier.basics.Figures;
import espalier.pruning.RateOf;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The slider of the live network with what is known of it: accuracy with its interval, cost, speed, and how each class
 * fares. Several pages have one, of the same model.
 */
public final class LivePane extends VBox {

    /** Steps of the arrow keys, in doublings. */
    private static final double STEP = 0.1;
    /** Room for what is known, beside the slider where there is one row. */
    private static final double KNOWN = 380;

    private final LiveModel model;
    private final boolean whole;
    private final Slider slider = new Slider(0, doublings(LiveModel.HIGHEST_RATE), 0);
    private final TextField typed = new TextField();
    private final Label accuracy = label("live-accuracy");
    private final Label cost = label("live-cost");
    private final Label note = label("live-note");
    /** What is shown is not what the person does. */
    private boolean showing;

    /** @param whole whether there is room for all; otherwise without classes and buttons */
    public LivePane(LiveModel model, boolean whole) {
        this.model = model;
        this.whole = whole;
        getStyleClass().add("live-pane");
        getStylesheets().add(
                Objects.requireNonNull(Page.class.getResource("/espalier/assets/styles/live.css")).toExternalForm());
        slider.setShowTickLabels(whole);
        if (whole) {
            ClassChanges classes = new ClassChanges(model);
            Page.showWhile(classes,
                    Bindings.createBooleanBinding(() -> model.nowProperty().get().isPresent(), model.nowProperty()));
            Figure.of(classes, () -> "Change of accuracy by class at " + typed.getText());
            HBox row = controls();
            row.getChildren().addAll(keep(), fineTune());
            getChildren().addAll(row, row(accuracy, cost, note, message()), classes);
        } else {
            // As wide whatever stands in it: the slider is not to move under the mouse.
            HBox known = row(accuracy, note, message());
            known.setMinWidth(KNOWN);
            known.setPrefWidth(KNOWN);
            known.setMaxWidth(KNOWN);
            HBox row = controls();
            row.getChildren().add(known);
            getChildren().add(row);
        }
        model.positionProperty().addListener(change -> show());
        model.nowProperty().addListener(change -> show());
        model.stateProperty().addListener(change -> show());
        show();
    }

    private HBox controls() {
        Label heading = label("live-heading");
        heading.setText("Live pruning");
        heading.setTooltip(tooltip("The network that is left at the slider's place, really cut: the filters that the "
                + "ranking puts last are taken out, the layers behind them are fitted anew by least squares to what the unpruned network "
                + "gives, and the result is evaluated on validation pictures, without any training. Moving the threshold, or keeping and "
                + "removing filters by hand, moves it as well."));
        heading.setLabelFor(slider);
        slider();
        typed();
        Segments<RateOf> compared = new Segments<>(List.of(RateOf.PARAMETERS, RateOf.MACS), RateOf::title,
                RateOf::explanation);
        compared.setId("live-rate-of");
        compared.setMinWidth(USE_PREF_SIZE);
        compared.valueProperty().addListener((property, old, now) -> model.compare(now));
        model.positionProperty().addListener((property, old, now) -> compared.valueProperty().set(now.rateOf()));
        compared.valueProperty().set(model.positionProperty().get().rateOf());
        return row(heading, slider, typed, compared);
    }

    private void slider() {
        slider.setId("live-slider");
        slider.setAccessibleText("Rate of live pruning");
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setBlockIncrement(STEP);
        slider.setLabelFormatter(new StringConverter<>() {
            @Override
            public String toString(Double doublings) {
                return "×" + Math.round(Math.pow(2, doublings));
            }

            @Override
            public Double fromString(String text) {
                throw new UnsupportedOperationException();
            }
        });
        slider.setTooltip(tooltip("How much smaller: size before ÷ after. Drag, or use the arrow keys. At ×1 nothing "
                + "is taken out."));
        slider.setMinWidth(180);
        HBox.setHgrow(slider, Priority.ALWAYS);
        slider.valueProperty().addListener((property, old, now) -> {
            if (!showing) {
                model.moveTo(Math.round(100 * Math.pow(2, now.doubleValue())) / 100.0);
            }
        });
        slider.disableProperty().bind(model.stateProperty().isEqualTo(State.NOTHING));
    }

    private void typed() {
        typed.setId("live-rate");
        typed.getStyleClass().add("live-rate");
        typed.setAccessibleText("Rate of live pruning, typed");
        typed.setTooltip(tooltip("The rate: type one from 1 to 32 and press Enter"));
        typed.disableProperty().bind(slider.disableProperty());
        typed.setOnAction(event -> take());
        typed.focusedProperty().addListener((property, old, now) -> {
            if (!now) {
                show();
            }
        });
    }

    private void take() {
        try {
            model.moveTo(Double.parseDouble(typed.getText().strip().replaceFirst("^[×x]", "").replace(',', '.')));
        } catch (NumberFormatException e) {
            // What stands there is shown again.
        }
        show();
        typed.selectAll();
    }

    /** What it waits for, what went wrong, or what to do. */
    private Node message() {
        Label words = label("live-message");
        words.setId("live-message");
        words.textProperty().bind(Bindings.createStringBinding(this::words, model.stateProperty(),
                model.messageProperty(), model.nowProperty()));
        words.setTooltip(tooltip(""));
        words.getTooltip().textProperty().bind(words.textProperty());
        words.setMinWidth(0);
        Hyperlink retry = new Hyperlink("Try again");
        retry.setMinWidth(USE_PREF_SIZE);
        retry.setOnAction(event -> model.retry());
        Page.showWhile(retry, model.stateProperty().isEqualTo(State.FAILED));
        HBox box = new HBox(4, words, retry);
        box.setMinWidth(0);
        box.getStyleClass().add("live-row");
        Page.showWhile(box, words.textProperty().isNotEmpty());
        return box;
    }

    private String words() {
        return switch (model.stateProperty().get()) {
            case NOTHING -> "Open a network and pictures first.";
            case PREPARING, FAILED -> model.messageProperty().get();
            case READY -> model.nowProperty().get().isPresent() ? "" : whole
                    ? "Move the slider: the network is really pruned while you look, with its accuracy here and its maps on Explain."
                    : "Move it: a column of maps follows.";
        };
    }

    private Button keep() {
        Button keep = button("Keep this network", "fth-bookmark", "live-keep",
                "Writes it to the workspace as a run of its own that can be repeated, without fine-tuning, and shows it beside the other "
                        + "networks on all pages");
        keep.setOnAction(event -> model.keep());
        return keep;
    }

    private Button fineTune() {
        Button fineTune = button("Fine-tune it", "fth-play", "live-fine-tune",
                "Starts a run on the Prune page that makes this very network and trains it further, as the form there says for a rate");
        fineTune.setOnAction(event -> model.fineTune());
        return fineTune;
    }

    private Button button(String text, String icon, String id, String help) {
        Button button = new Button(text, new FontIcon(icon));
        button.setId(id);
        button.setTooltip(tooltip(help));
        button.setMinWidth(USE_PREF_SIZE);
        BooleanBinding known = Bindings.createBooleanBinding(
                () -> model.nowProperty().get().flatMap(Live::estimate).isPresent(), model.nowProperty());
        button.disableProperty().bind(known.not());
        return button;
    }

    private void show() {
        showing = true;
        Position at = model.positionProperty().get();
        Optional<Live> now = model.nowProperty().get();
        double rate = at.threshold().isPresent() ? now.map(Live::rate).orElse(1.0) : at.rate();
        slider.setValue(doublings(Math.min(LiveModel.HIGHEST_RATE, rate)));
        if (!typed.isFocused() || typed.getText().isEmpty()) {
            typed.setText("×" + Figures.fixed(rate, rate < 9.95 ? 2 : 1));
        }
        tell(accuracy, now.map(live -> live.accuracy().isEmpty() ? "… %" : live.accuracy()).orElse(""),
                "Right predictions on validation pictures, with the 95 % interval (Wilson)"
                        + now.flatMap(Live::estimate)
                                .map(estimate -> ": " + Figures.count(estimate.evaluation().pictures()) + " so far")
                                .orElse("")
                        + "; in brackets the unpruned network on the same pictures. Not fine-tuned.");
        tell(cost, now.map(Live::cost).orElse(""),
                "What it costs: trained parameters, multiply-accumulates for one picture, and as soon as it is "
                        + "measured, pictures a second on this machine in batches of 64.");
        boolean beyond = at.threshold().isEmpty() && at.rate() > model.highestRate() + 0.01;
        tell(note, now.isPresent() && beyond ? "highest: " + Figures.rate(model.highestRate()) : "",
                "More cannot go: in each layer some filters must stay, as the form on the Prune page says (floor, protection).");
        showing = false;
    }

    private static void tell(Label label, String text, String help) {
        label.setText(text);
        label.getTooltip().setText(help);
        label.setManaged(!text.isEmpty());
        label.setVisible(!text.isEmpty());
    }

    private static double doublings(double rate) {
        return Math.log(rate) / Math.log(2);
    }

    private static Label label(String style) {
        Label label = new Label();
        label.setId(style);
        label.getStyleClass().add(style);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.setTooltip(tooltip(""));
        return label;
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(nodes);
        row.getStyleClass().add("live-row");
        return row;
    }

    private static Tooltip tooltip(String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(400);
        return tooltip;
    }
}
