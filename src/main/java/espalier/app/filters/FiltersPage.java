package espalier.app.filters;

import atlantafx.base.theme.Styles;
import espalier.app.FilterDecisions.Decision;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Page;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.Theme;
import espalier.app.controls.Heatmap;
import espalier.app.controls.Legend;
import espalier.app.controls.Segments;
import espalier.app.controls.StatePane;
import espalier.app.figures.Figure;
import espalier.app.filters.FiltersViewModel.LayerView;
import espalier.app.filters.InspectorViewModel.FilterProbe;
import espalier.app.live.LiveModel;
import espalier.app.live.LivePane;
import espalier.network.LayerInfo;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The page of filters: all layers in small, one in large, the threshold below and one filter beside. */
public final class FiltersPage extends Page {

    /** The page's name. */
    public static final String TITLE = "Filters";
    /** The page's icon. */
    public static final String ICON = "fth-layers";

    private static final KeyCombination UNDO = new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination REDO = new KeyCodeCombination(KeyCode.Y, KeyCombination.SHORTCUT_DOWN);

    private final Session session;
    private final FiltersViewModel model;
    private final InspectorViewModel filter;
    private final Heatmap heatmap = new Heatmap();
    private final Label heading = new Label();
    private final HBox content;
    private final PageState state;

    /** @param session whose selected network is shown */
    public FiltersPage(Session session, Networks networks, SelectedScores selectedScores, Notices notices,
            LiveModel live) {
        super("filters-page", "filters.css");
        this.session = session;
        model = new FiltersViewModel(session, networks, selectedScores, notices, live);
        filter = new InspectorViewModel(session, selectedScores, notices, model, new FilterProbe(networks));
        state = new PageState(session, selectedScores, model);
        bindHeatmap();
        Figure.of(heatmap,
                () -> "Classes by filters of " + heading.getText() + ": " + model.shownProperty().get().title());
        VBox main = new VBox(10, new LivePane(live, true), new LayerStrip(session, model), toolBar(),
                new ValueBar(model), heatmap, new ThresholdPane(session, model));
        main.getStyleClass().add("filters-main");
        VBox.setVgrow(heatmap, Priority.ALWAYS);
        HBox.setHgrow(main, Priority.ALWAYS);
        main.setMinWidth(0);
        content = new HBox(main, new FilterInspector(session, selectedScores, model, filter));
        view().getChildren().addAll(content, state);
        view().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        model.checks().activeProperty().bind(view().sceneProperty().isNotNull());
        model.stateProperty().addListener(change -> showState());
        showState();
    }

    private void bindHeatmap() {
        heatmap.setId("heatmap");
        heatmap.setMinHeight(140);
        heatmap.dataProperty().bind(model.heatmapProperty());
        model.orderProperty().addListener((property, old, now) -> order());
        model.heatmapProperty().addListener(change -> order());
        order();
        heatmap.totalsProperty().bind(model.totalsProperty());
        heatmap.readOutProperty().set(model::readOut);
        heatmap.selectedColumnProperty().bindBidirectional(session.selectedFilterProperty());
        heatmap.selectedRowProperty().bindBidirectional(session.selectedClassProperty());
        model.removalProperty()
                .addListener(change -> heatmap.marksProperty().set(filterIndex -> model.mark(filterIndex)));
        session.decisions().allProperty()
                .addListener(change -> heatmap.marksProperty().set(filterIndex -> model.mark(filterIndex)));
        model.shownProperty().addListener(change -> unit());
        Theme.whenValueColoursChange(view(), this::unit);
        unit();
    }

    private void order() {
        if (model.orderProperty().get().length == model.heatmapProperty().get().columns().size()) {
            heatmap.orderProperty().set(model.orderProperty().get());
        }
        heading.setText(model.layerProperty().get().map(LayerView::name).orElse(""));
        heatmap.setAccessibleText("Heatmap of " + heading.getText() + ": classes by filters");
    }

    private void unit() {
        heatmap.coloursProperty().set(model.colours());
        heatmap.legend().rangeProperty().set(new Legend.Range(model.shownProperty().get().unit(), 0, 1));
    }

    private HBox toolBar() {
        heading.getStyleClass().add(Styles.TITLE_4);
        Segments<FilterSort> sort = new Segments<>(List.of(FilterSort.values()), FilterSort::title,
                FilterSort::explanation);
        sort.valueProperty().bindBidirectional(model.sortProperty());
        sort.setId("sort");
        HBox space = new HBox();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(8, heading, space, ValueBar.label("Order"), sort);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private void key(KeyEvent event) {
        if (UNDO.match(event)) {
            session.decisions().undo();
            event.consume();
        } else if (REDO.match(event)) {
            session.decisions().redo();
            event.consume();
        } else if (heatmap.isFocused() && (event.getCode() == KeyCode.K || event.getCode() == KeyCode.DELETE)) {
            Decision pressed = event.getCode() == KeyCode.K ? Decision.KEEP : Decision.REMOVE;
            filter.decisionProperty().set(filter.decisionProperty().get() == pressed ? null : pressed);
            event.consume();
        }
    }

    private void showState() {
        boolean ready = model.stateProperty().get() == FiltersViewModel.State.READY;
        content.setVisible(ready);
        state.setVisible(!ready);
    }

    /** What the page shows while there is nothing to see: what will be here, and why it is not yet. */
    private static final class PageState extends StackPane {

        private final Session session;
        private final FiltersViewModel model;

        PageState(Session session, SelectedScores selectedScores, FiltersViewModel model) {
            this.session = session;
            this.model = model;
            getStyleClass().add("page-state");
            model.stateProperty().addListener(change -> show());
            session.selectedProperty().addListener(change -> show());
            selectedScores.failureProperty().addListener(change -> show());
            show();
        }

        private void show() {
            switch (model.stateProperty().get()) {
                case EMPTY -> getChildren()
                        .setAll(StatePane.empty(FiltersPage.ICON, "Filters by class", "Here you will see which "
                                + "classes each filter of a network matters to. Open a network, or start with the sample."));
                case BUSY -> getChildren().setAll(skeleton(), busy());
                case FAILED -> getChildren().setAll(StatePane.failed("There are no scores", model.failure()));
                case READY -> getChildren().clear();
            }
        }

        private static StatePane busy() {
            StatePane busy = StatePane.busy("Scoring filters", "Which classes does each filter matter to?");
            busy.getStyleClass().add("busy");
            busy.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
            return busy;
        }

        /** The page in grey: a box for each layer, as wide as it has filters, and one for the heatmap. */
        private VBox skeleton() {
            HBox strip = new HBox(6);
            OpenNetwork network = session.getSelected();
            if (network != null) {
                for (LayerInfo layer : network.convolutions()) {
                    Region box = grey();
                    box.setPrefWidth(22 + 3.0 * layer.channels());
                    box.setMinHeight(66);
                    strip.getChildren().add(box);
                }
            }
            Region heatmap = grey();
            VBox.setVgrow(heatmap, Priority.ALWAYS);
            Region histogram = grey();
            histogram.setMinHeight(92);
            VBox main = new VBox(10, strip, heatmap, histogram);
            main.getStyleClass().add("filters-main");
            return main;
        }

        private static Region grey() {
            Region box = new Region();
            box.getStyleClass().add("skeleton");
            box.setMinWidth(0);
            return box;
        }
    }
}
