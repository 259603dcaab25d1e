package espalier.app.overview;

import atlantafx.base.theme.Styles;
import espalier.app.CloseUp;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Opener;
import espalier.app.Page;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.controls.StatePane;
import espalier.app.figures.Figure;
import espalier.app.overview.DiagramLayout.Column;
import espalier.app.overview.SamplesModel.Sample;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The page that opens first. */
public final class OverviewPage extends Page {

    /** The page's title. */
    public static final String TITLE = "Overview";
    /** The page's icon. */
    public static final String ICON = "fth-home";

    private static final String FILTERS = "Filters";

    private final Session session;
    private final SelectedScores selectedScores;
    private final Opener opener;
    private final SamplesModel samples;
    private final Node content;

    /** A page on what is open. */
    public OverviewPage(Session session, Networks networks, SelectedScores selectedScores, Notices notices,
            Opener opener) {
        super("overview");
        this.session = session;
        this.selectedScores = selectedScores;
        this.opener = opener;
        this.samples = new SamplesModel(session, networks, notices);
        this.content = content();
        InvalidationListener change = property -> show();
        session.selectedProperty().addListener(change);
        opener.openingProperty().addListener(change);
        show();
    }

    private void show() {
        String opening = opener.openingProperty().get();
        Node shown = session.getSelected() != null ? content
                : !opening.isEmpty()
                        ? StatePane.busy("Opening " + opening,
                                "The first time takes a few seconds: the engine " + "is being loaded.")
                        : StatePane.empty("fth-layers", "No network is open",
                                "Open a network (.zip) or a run with “Open…” above, drop "
                                        + "one onto the window, or begin with the sample.",
                                "Open the sample", opener::sample);
        if (view().getChildren().isEmpty() || view().getChildren().get(0) != shown) {
            view().getChildren().setAll(shown);
        }
    }

    private Node content() {
        CostTable costs = new CostTable(session);
        Figure.of(costs, "What it costs");
        ClassAccuracies classes = new ClassAccuracies(session);
        Figure.of(classes, "Accuracy by class").withTable(classes::csv);
        VBox left = new VBox(12, card("What it costs", costs),
                grow(card("Where it comes from", scroll(new ProvenancePane(session)))));
        Node middle = card("Accuracy by class", scroll(classes), confusion());
        Region right = new StackPane(new SampleGallery(session, samples));
        right.getStyleClass().add("card-box");
        left.setMinWidth(450);
        left.setPrefWidth(450);
        ((Region) middle).setMinWidth(262);
        ((Region) middle).setPrefWidth(296);
        right.setPrefWidth(420);
        right.setMinWidth(186);
        HBox bottom = new HBox(12, left, middle, right);
        HBox.setHgrow(left, Priority.SOMETIMES);
        HBox.setHgrow(right, Priority.ALWAYS);
        VBox.setVgrow(bottom, Priority.ALWAYS);
        bottom.setMinHeight(260);
        VBox all = new VBox(12, diagram(), bottom);
        all.getStyleClass().add("page");
        return all;
    }

    private Node diagram() {
        NetworkDiagram diagram = new NetworkDiagram();
        diagram.selectedLayerProperty().bindBidirectional(session.selectedLayerProperty());
        diagram.setOpener(layer -> session.setPage(FILTERS));
        diagram.columnsProperty()
                .bind(Bindings.createObjectBinding(() -> columns(session.getSelected(), session.getUnpruned()),
                        session.selectedProperty(), session.unprunedProperty()));
        diagram.scoresProperty().bind(selectedScores.valueProperty());
        diagram.pictureProperty().bind(Bindings.createObjectBinding(this::firstPicture, samples.samplesProperty()));
        ScrollPane scroll = new ScrollPane(diagram);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        Label title = new Label();
        title.textProperty().bind(Bindings.createStringBinding(this::diagramTitle, session.selectedProperty(),
                session.unprunedProperty()));
        title.getStyleClass().add("card-title");
        tellWhole(title);
        Label key = new Label(
                "Height: number of filters.  Hatched: taken out.  Strips: the share of a class's pictures "
                        + "that a filter matters to.  Double-click: its filters.");
        key.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        tellWhole(key);
        Figure.of(diagram, "Layers").withKey(key);
        VBox box = new VBox(4, new HBox(12, title, key), scroll);
        ((HBox) box.getChildren().get(0)).setAlignment(javafx.geometry.Pos.BASELINE_LEFT);
        box.getStyleClass().add("card-box");
        box.setPrefHeight(308);
        box.setMinHeight(262);
        return box;
    }

    /** A name that may have no room is told by the mouse. */
    private static void tellWhole(Label label) {
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(label.textProperty());
        label.setTooltip(whole);
    }

    private static List<Column> columns(OpenNetwork network, OpenNetwork unpruned) {
        return network == null ? List.of()
                : Column.of(network.layers(), (unpruned == null ? network : unpruned).layers());
    }

    private String diagramTitle() {
        OpenNetwork network = session.getSelected();
        return network == null ? "" : network + ", " + network.convolutions().size() + " convolutions";
    }

    private Image firstPicture() {
        List<Sample> shown = samples.samplesProperty().get();
        return shown.isEmpty() ? null : shown.get(0).image();
    }

    /** Leads to what is taken for what. */
    private Node confusion() {
        Button button = new Button("Confusion");
        button.setId("confusion");
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(
                "What is taken for what, before and after pruning; whose answer changed, whose explanation moved most"));
        button.setOnAction(event -> session.setCloseUp(new CloseUp.Answers()));
        button.disableProperty().bind(session.dataProperty().isNull());
        return button;
    }

    private static Node card(String title, Node content, Node... controls) {
        Label heading = new Label(title);
        heading.getStyleClass().add("card-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox top = new HBox(6, heading, space);
        top.getChildren().addAll(controls);
        VBox card = new VBox(6, controls.length == 0 ? heading : top, content);
        card.getStyleClass().add("card-box");
        VBox.setVgrow(content, Priority.ALWAYS);
        return card;
    }

    private static Node grow(Node node) {
        VBox.setVgrow(node, Priority.ALWAYS);
        return node;
    }

    private static ScrollPane scroll(Node content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }
}
