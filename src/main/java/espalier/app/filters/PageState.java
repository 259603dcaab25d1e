package espalier.app.filters;

import espalier.app.OpenNetwork;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.controls.StatePane;
import espalier.network.LayerInfo;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** What the page shows while there is nothing to see: what will be here, and why it is not yet. */
final class PageState extends StackPane {

    private final Session session;
    private final SelectedScores selectedScores;
    private final FiltersViewModel model;

    PageState(Session session, SelectedScores selectedScores, FiltersViewModel model) {
        this.session = session;
        this.selectedScores = selectedScores;
        this.model = model;
        getStyleClass().add("page-state");
        model.state().addListener(change -> show());
        session.selectedProperty().addListener(change -> show());
        selectedScores.failureProperty().addListener(change -> show());
        show();
    }

    private void show() {
        switch (model.state().get()) {
            case EMPTY ->
                getChildren().setAll(StatePane.empty(FiltersPage.ICON, "Filters by class", "Here you will see which "
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
