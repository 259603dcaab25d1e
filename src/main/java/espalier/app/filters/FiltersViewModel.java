package espalier.app.filters;

import espalier.app.FilterDecisions.Decision;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.Theme;
import espalier.app.controls.HeatmapData;
import espalier.app.controls.HeatmapData.ColumnMark;
import espalier.app.controls.HeatmapData.Totals;
import espalier.app.controls.Histogram;
import espalier.app.live.Live;
import espalier.app.live.LiveModel;
import espalier.drawing.ColourMap;
import espalier.importance.Filter;
import espalier.importance.FilterAblation.Agreement;
import espalier.importance.FilterValue;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.LayerInfo;
import espalier.pruning.FilterGroups;
import espalier.pruning.Protection.ShortcutWidths;
import espalier.pruning.Removal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/**
 * What the page of filters shows: the layers with their scores, the chosen layer's values in the chosen order, and what
 * the threshold and the person's decisions would remove.
 */
final class FiltersViewModel {

    /** The paper's threshold: three of ten classes. */
    private static final double USUAL_THRESHOLD = 0.3;
    private static final double THRESHOLD_STEP = 0.1;
    /** Scores of this share of the classes and more say nothing of the filter. */
    private static final double SATURATED = 0.95;

    private final Session session;
    private final Networks networks;
    private final SelectedScores selectedScores;
    private final Notices notices;
    private final LiveModel live;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.EMPTY);
    private final ReadOnlyObjectWrapper<List<LayerView>> layers = new ReadOnlyObjectWrapper<>(this, "layers",
            List.of());
    private final ReadOnlyObjectWrapper<Optional<LayerView>> layer = new ReadOnlyObjectWrapper<>(this, "layer",
            Optional.empty());
    private final ReadOnlyObjectWrapper<HeatmapData> heatmap = new ReadOnlyObjectWrapper<>(this, "heatmap",
            HeatmapData.EMPTY);
    private final ReadOnlyObjectWrapper<int[]> order = new ReadOnlyObjectWrapper<>(this, "order", new int[0]);
    private final ReadOnlyObjectWrapper<Totals> totals = new ReadOnlyObjectWrapper<>(this, "totals", Totals.NONE);
    private final ReadOnlyObjectWrapper<Histogram.Values> histogram = new ReadOnlyObjectWrapper<>(this, "histogram",
            Histogram.Values.NONE);
    private final ReadOnlyObjectWrapper<Removal> removal = new ReadOnlyObjectWrapper<>(this, "removal", Removal.NONE);
    private final ObjectProperty<FilterSort> sort = new SimpleObjectProperty<>(this, "sort", FilterSort.LAYER);
    private final ObjectProperty<FilterValue> shown = new SimpleObjectProperty<>(this, "shown",
            FilterValue.LOSS_CHANGE);
    private final DoubleProperty threshold;
    private final ObjectProperty<FilterGroups> groups = new SimpleObjectProperty<>(this, "groups");
    private final Map<String, FilterGroups> traced = new HashMap<>();
    private final ScoreChecks checks;
    private int classes;
    /** The unpruned network whose filters the threshold is for. */
    private String thresholdOf = "";
    /** Whether the person chose the shown value: then it stays. */
    private boolean chosen;
    /** The threshold is set for another network, not moved by the person. */
    private boolean resetting;

    /** The states of the page. */
    enum State {
        /** No network is open. */
        EMPTY,
        /** Scores are computed. */
        BUSY,
        /** Scores cannot be computed. */
        FAILED,
        /** There is something to see. */
        READY
    }

    FiltersViewModel(Session session, Networks networks, SelectedScores selectedScores, Notices notices,
            LiveModel live) {
        this.session = session;
        this.networks = networks;
        this.selectedScores = selectedScores;
        this.notices = notices;
        this.live = live;
        threshold = session.decisions().thresholdProperty();
        checks = new ScoreChecks(session, networks, selectedScores, notices);
        on(this::showNetwork, session.selectedProperty(), checks.scoresProperty(), selectedScores.failureProperty());
        on(this::showBest, checks.agreementProperty());
        shown.addListener(change -> chosen = true);
        on(this::showLayer, layers, session.selectedLayerProperty());
        on(this::showValues, layer, shown);
        sort.addListener((property, old, now) -> {
            if (now == FilterSort.CLASS && session.getSelectedClass() < 0) {
                session.setSelectedClass(0);
            }
        });
        on(this::showOrder, layer, sort, shown, session.selectedClassProperty());
        on(this::showRemoval, layers, threshold, groups, session.decisions().allProperty(), live.nowProperty());
        on(() -> moveLive(true), threshold);
        on(() -> moveLive(
                live.positionProperty().get().threshold().isPresent() || live.positionProperty().get().isUnpruned()),
                session.decisions().allProperty());
        on(this::showNetwork, live.formProperty());
        showNetwork();
        showBest();
    }

    private static void on(Runnable action, Observable... observables) {
        for (Observable observable : observables) {
            observable.addListener(change -> action.run());
        }
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The convolutions with their scores, in the order in which they run; empty unless ready. */
    ReadOnlyObjectProperty<List<LayerView>> layersProperty() {
        return layers.getReadOnlyProperty();
    }

    /** The chosen one of them. */
    ReadOnlyObjectProperty<Optional<LayerView>> layerProperty() {
        return layer.getReadOnlyProperty();
    }

    /** The chosen layer's values. */
    ReadOnlyObjectProperty<HeatmapData> heatmapProperty() {
        return heatmap.getReadOnlyProperty();
    }

    /** The chosen layer's filters in the chosen order. */
    ReadOnlyObjectProperty<int[]> orderProperty() {
        return order.getReadOnlyProperty();
    }

    /** The chosen layer's scores. */
    ReadOnlyObjectProperty<Totals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    /** The scores of all layers, with those of the chosen one told apart. */
    ReadOnlyObjectProperty<Histogram.Values> histogramProperty() {
        return histogram.getReadOnlyProperty();
    }

    /** What would go. */
    ReadOnlyObjectProperty<Removal> removalProperty() {
        return removal.getReadOnlyProperty();
    }

    ObjectProperty<FilterSort> sortProperty() {
        return sort;
    }

    /** Until a person chooses, what follows the true change of loss best on this network. */
    ObjectProperty<FilterValue> shownProperty() {
        return shown;
    }

    /** What tests the values. */
    ScoreChecks checks() {
        return checks;
    }

    /** Filters that matter to fewer classes go; 0 to the number of classes. The live network follows. */
    DoubleProperty thresholdProperty() {
        return threshold;
    }

    /** Which filters go together; null while that is being found out. */
    ReadOnlyObjectProperty<FilterGroups> groupsProperty() {
        return groups;
    }

    /** The number of classes; 0 while there are no scores. */
    int classes() {
        return classes;
    }

    /** Goes back to the paper's threshold. */
    void resetThreshold() {
        threshold.set(USUAL_THRESHOLD * classes);
    }

    /** What is known of the state, in a sentence for the person. */
    String failure() {
        return selectedScores.getFailure();
    }

    /** What becomes of a filter of the chosen layer. */
    ColumnMark mark(int filter) {
        if (layer.get().isEmpty()) {
            return ColumnMark.PLAIN;
        }
        Filter asked = new Filter(layer.get().get().name(), filter);
        Decision decision = session.decisions().of(session.getSelected().id()).get(asked);
        boolean goes = removal.get().removes(asked.layer(), filter);
        if (decision == Decision.KEEP) {
            return ColumnMark.MUST_STAY;
        }
        return goes ? decision == Decision.REMOVE ? ColumnMark.MUST_GO : ColumnMark.GOES : ColumnMark.PLAIN;
    }

    /** What is said of a cell under the mouse. */
    String readOut(int row, int column) {
        LayerScores scores = layer.get().orElseThrow().scores();
        String name = column < 0 ? "" : "Filter " + column + " of " + scores.layer();
        if (row < 0) {
            return name + ": matters to " + number(scores.scores()[column]) + " of " + classes + " classes";
        }
        String label = heatmap.get().rows().get(row);
        if (column < 0) {
            return label + ": click to choose this class";
        }
        String shuffled = checks.shuffledLabelsProperty().get() ? " (labels shuffled)" : "";
        float value = shown.get().of(scores)[row][column];
        return name + shuffled + switch (shown.get()) {
            case SHARE -> {
                int pictures = selectedScores.get().picturesPerClass();
                yield ", " + label + ": matters to " + Math.round(value * pictures) + " of " + pictures + " pictures";
            }
            case STRENGTH -> String.format(Locale.ROOT, ", %s: %.1f %% of the layer's strength", label, 100 * value);
            case LOSS_CHANGE -> Float.isNaN(value) ? ", " + label + ": not known yet"
                    : value == 0 ? ": silencing it would not change the loss of " + label
                            : ": silencing it would " + (value > 0 ? "raise" : "lower") + " the loss of " + label
                                    + " by " + shown.get().text(value).substring(1);
        };
    }

    /** A remark where the scores say little; empty otherwise. */
    String remark() {
        float[] all = histogram.get().all();
        int saturated = 0;
        for (float score : all) {
            saturated += score >= SATURATED * classes ? 1 : 0;
        }
        if (all.length > 0 && saturated > 0.6 * all.length) {
            return saturated + " of " + all.length
                    + " filters matter to nearly every class. Training with the L1 and orthogonality "
                    + "terms sets them apart; until then look at Loss change.";
        }
        if (all.length > 0 && !removal.get().equals(Removal.NONE) && removal.get().removed() == 0) {
            float lowest = all[0];
            for (float score : all) {
                lowest = Math.min(lowest, score);
            }
            return "The lowest score is " + number(lowest) + ": move the line to the right of it to see what would go.";
        }
        return removal.get().tied() > 0
                ? removal.get().tied() + " of them are tied to weaker filters by an addition and go " + "along." : "";
    }

    private void showNetwork() {
        OpenNetwork network = session.getSelected();
        NetworkScores scores = checks.scoresProperty().get();
        if (network == null || scores == null || !belongs(scores, network)) {
            layers.set(List.of());
            state.set(
                    network == null ? State.EMPTY : selectedScores.getFailure().isEmpty() ? State.BUSY : State.FAILED);
            return;
        }
        String unpruned = session.getUnpruned() == null ? "" : session.getUnpruned().id();
        if (classes != scores.classNames().size() || !thresholdOf.equals(unpruned)) {
            classes = scores.classNames().size();
            thresholdOf = unpruned;
            resetting = true;
            session.decisions().beginAt(USUAL_THRESHOLD * classes);
            resetting = false;
        }
        ShortcutWidths widths = live.formProperty().get() == null ? ShortcutWidths.TIED
                : live.formProperty().get().protection().shortcutWidths();
        groups.set(traced.get(network.id() + widths));
        if (groups.get() == null) {
            trace(network, widths);
        }
        Map<String, LayerInfo> infos = network.layersByName();
        layers.set(scores.layers().stream().map(of -> new LayerView(infos.get(of.layer()), of)).toList());
        state.set(State.READY);
    }

    private void showBest() {
        if (!chosen) {
            shown.set(checks.agreementProperty().get().flatMap(Agreement::best).orElse(FilterValue.LOSS_CHANGE));
            chosen = false;
        }
    }

    /** Scores follow the network: for a moment they may be those of the one before. */
    private static boolean belongs(NetworkScores scores, OpenNetwork network) {
        List<LayerInfo> convolutions = network.convolutions();
        if (convolutions.size() != scores.layers().size()) {
            return false;
        }
        for (int i = 0; i < convolutions.size(); i++) {
            LayerScores of = scores.layers().get(i);
            if (!of.layer().equals(convolutions.get(i).name()) || of.filters() != convolutions.get(i).channels()) {
                return false;
            }
        }
        return true;
    }

    private void trace(OpenNetwork network, ShortcutWidths widths) {
        CompletableFuture<FilterGroups> answer = networks.engine()
                .ask(() -> FilterGroups.trace(networks.get(network), widths));
        answer.whenCompleteAsync((found, failure) -> {
            if (found != null) {
                traced.put(network.id() + widths, found);
                if (session.getSelected() != null && session.getSelected().id().equals(network.id())) {
                    groups.set(found);
                }
            }
            notices.report(failure);
        }, Platform::runLater);
    }

    private void showLayer() {
        String name = session.getSelectedLayer();
        layer.set(layers.get().stream().filter(of -> of.name().equals(name)).findFirst());
        histogram.set(layers.get().isEmpty() ? Histogram.Values.NONE : new Histogram.Values(allScores(),
                layer.get().map(of -> of.scores().scores()).orElse(new float[0]), classes, THRESHOLD_STEP));
    }

    private float[] allScores() {
        float[] all = new float[layers.get().stream().mapToInt(of -> of.scores().filters()).sum()];
        int next = 0;
        for (LayerView of : layers.get()) {
            System.arraycopy(of.scores().scores(), 0, all, next, of.scores().filters());
            next += of.scores().filters();
        }
        return all;
    }

    private void showValues() {
        heatmap.set(layer.get().map(this::data).orElse(HeatmapData.EMPTY));
        showTotals();
    }

    private void showOrder() {
        order.set(layer.get().map(of -> order(of)).orElse(new int[0]));
    }

    /** The shown values of a layer. */
    HeatmapData data(LayerView of) {
        List<String> classNames = checks.scoresProperty().get().classNames();
        List<String> filters = IntStream.range(0, of.scores().filters()).mapToObj(Integer::toString).toList();
        float[][] values = shown.get().of(of.scores());
        return shown.get().isSigned() ? HeatmapData.signed(classNames, filters, values)
                : shown.get() == FilterValue.SHARE ? new HeatmapData(classNames, filters, values, 0, 1)
                        : HeatmapData.fromZero(classNames, filters, values);
    }

    /** Of the shown values. */
    ColourMap colours() {
        return shown.get().isSigned() ? ColourMap.COOLWARM_ROOT : Theme.valueColoursProperty().get();
    }

    /** The filters of a layer in the chosen order. */
    int[] order(LayerView of) {
        return sort.get().order(of.scores(), shown.get(), session.getSelectedClass());
    }

    private void showRemoval() {
        Optional<Live> now = live.nowProperty().get();
        removal.set(
                layers.get().isEmpty() ? Removal.NONE : isBySlider() ? now.orElseThrow().removal() : underThreshold());
        showTotals();
    }

    private Removal underThreshold() {
        NetworkScores scores = selectedScores.get();
        return layers.get().isEmpty() || groups.get() == null || scores == null ? Removal.NONE : Removal
                .at(groups.get(), scores, threshold.get(), session.decisions().marks(session.getSelected().id()));
    }

    /**
     * The live network follows the threshold, and decisions on single filters unless its slider decides: then it takes
     * them into account itself.
     */
    void moveLive(boolean follows) {
        if (follows && !resetting && live.startsFrom(session.getSelected()) && !layers.get().isEmpty()
                && groups.get() != null) {
            live.moveTo(underThreshold());
        }
    }

    /** What decides on filters that nobody decided on by hand: "the threshold of 3", "the live rate of ×4.0". */
    String decider() {
        return isBySlider() ? "the live rate of " + live.nowProperty().get().orElseThrow().title()
                : "the threshold of " + number(threshold.get());
    }

    private boolean isBySlider() {
        return live.positionProperty().get().threshold().isEmpty() && live.startsFrom(session.getSelected())
                && live.nowProperty().get().isPresent();
    }

    private void showTotals() {
        totals.set(layer.get().map(of -> new Totals("score", of.scores().scores(), classes, threshold.get()))
                .orElse(Totals.NONE));
    }

    /** "3.4", "10". */
    static String number(double value) {
        String number = String.format(Locale.ROOT, "%.1f", value);
        return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
    }

    /**
     * A convolution in the strip.
     *
     * @param info   what it is
     * @param scores of its filters
     */
    record LayerView(LayerInfo info, LayerScores scores) {

        String name() {
            return info.name();
        }
    }
}
