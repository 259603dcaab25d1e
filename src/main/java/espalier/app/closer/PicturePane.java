package espalier.app.closer;

import atlantafx.base.theme.Styles;
import espalier.app.CloseUp;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.closer.PictureCards.Card;
import espalier.app.controls.Bars;
import espalier.app.controls.Images;
import espalier.app.figures.Figure;
import espalier.basics.Figures;
import espalier.data.Pictures;
import espalier.drawing.ColourMap;
import espalier.engine.Loss;
import espalier.explain.LayerActivations;
import espalier.network.Network;
import espalier.survey.PictureAnswers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** One picture: what the network says of it, what each layer's filters make of it, and which others it sees alike. */
final class PicturePane extends HBox {

    private static final int FILTERS = 10;
    private static final int ANSWERS = 5;
    private static final int NEIGHBOURS = 24;
    private static final double SIDE = 200;
    private static final double MAP = 56;

    private final Session session;
    private final Networks networks;
    private final Notices notices;
    private final AnswersModel model;
    private final Label title = new Label();
    private final Label subject = new Label();
    private final ImageView picture = new ImageView();
    private final Bars answers = new Bars();
    private final VBox layers = new VBox(8);
    private final PictureCards neighbours;
    private CompletableFuture<Seen> pending = CompletableFuture.completedFuture(null);
    /** Counts the pictures that were looked at: an answer that comes when another is shown is nobody's. */
    private int looks;
    private Optional<Seen> seen = Optional.empty();
    private CloseUp.OfPicture shown;

    /** What the network makes of the picture. */
    private record Seen(OpenNetwork network, float[] probabilities, List<LayerActivations> layers, float[] features) {}

    PicturePane(Session session, Networks networks, Notices notices, AnswersModel model) {
        super(20);
        this.session = session;
        this.networks = networks;
        this.notices = notices;
        this.model = model;
        neighbours = new PictureCards(session::setCloseUp);
        title.getStyleClass().add(Styles.TITLE_4);
        title.setWrapText(true);
        subject.setWrapText(true);
        subject.getStyleClass().add(Styles.TEXT_MUTED);
        picture.setFitWidth(SIDE);
        picture.setFitHeight(SIDE);
        picture.setPreserveRatio(true);
        Button explain = new Button("Explain it", new FontIcon("fth-eye"));
        explain.setId("explain-picture");
        explain.setTooltip(new Tooltip("Its row on the page Explain: where each network looks"));
        explain.setOnAction(event -> {
            session.wantedExplanationProperty().set(shown);
            session.setCloseUp(null);
            session.setPage("Explain");
        });
        for (Label words : List.of(title, subject)) {
            words.setMinHeight(Region.USE_PREF_SIZE);
        }
        VBox left = new VBox(10, title, subject, picture, answers, explain);
        left.setPrefWidth(230);
        left.setMinWidth(230);
        VBox rows = new VBox(6, heading("What its filters make of it, layer by layer",
                "The filters that answer most, the strongest first, on one scale for each layer: dark is 0, bright the "
                        + "layer's largest value"),
                scroll(layers));
        rows.setMinWidth(0);
        HBox.setHgrow(rows, Priority.ALWAYS);
        neighbours.setPrefWidth(290);
        neighbours.setMinWidth(170);
        setMinSize(0, 0);
        getChildren().addAll(left, rows, neighbours);
        Figure.of(layers, () -> "Activations of " + title.getText());
        model.changesProperty().addListener(change -> showNeighbours());
        session.selectedProperty().addListener(change -> {
            if (shown != null && getScene() != null) {
                show(shown);
            }
        });
    }

    private static Label heading(String words, String explanation) {
        Label heading = new Label(words);
        heading.getStyleClass().add("card-title");
        heading.setTooltip(new Tooltip(explanation));
        return heading;
    }

    private static ScrollPane scroll(VBox content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        return scroll;
    }

    /** Looks at a picture with the network that is selected. */
    void show(CloseUp.OfPicture of) {
        shown = of;
        OpenNetwork network = session.getSelected();
        List<String> names = network == null ? List.of() : network.description().classNames();
        title.setText(of.title() + (of.label() >= 0 && of.label() < names.size() ? ": " + names.get(of.label()) : ""));
        subject.setText(network == null ? "No network is open" : "as " + network + " sees it");
        picture.setImage(Images.of(of.picture()));
        picture.setSmooth(of.picture().width() > SIDE);
        answers.barsProperty().set(List.of());
        layers.getChildren().clear();
        seen = Optional.empty();
        showNeighbours();
        pending.cancel(false);
        int mine = ++looks;
        if (network == null) {
            return;
        }
        pending = networks.engine().ask(() -> look(networks.get(network), network, of));
        pending.whenCompleteAsync((found, failure) -> {
            if (mine == looks) {
                notices.report(failure);
                if (found != null) {
                    seen = Optional.of(found);
                    showSeen(found);
                }
            }
        }, Platform::runLater);
    }

    private static Seen look(Network network, OpenNetwork open, CloseUp.OfPicture of) {
        float[] probabilities = Loss.softmax(network.infer(network.description().batch(List.of(of.picture()))))[0];
        return new Seen(open, probabilities, LayerActivations.of(network, of.picture(), FILTERS),
                PictureAnswers.seen(network, of.picture()));
    }

    private void showSeen(Seen found) {
        List<String> names = found.network.description().classNames();
        answers.barsProperty()
                .set(IntStream.range(0, found.probabilities.length).boxed()
                        .sorted(Comparator.comparingDouble(c -> -found.probabilities[c])).limit(ANSWERS)
                        .map(c -> new Bars.Bar(c, names.get(c), found.probabilities[c],
                                Figures.percent(found.probabilities[c])))
                        .toList());
        answers.selectedProperty().set(shown.label());
        layers.getChildren().setAll(found.layers.stream().map(PicturePane::row).toList());
        showNeighbours();
    }

    private static VBox row(LayerActivations layer) {
        Label name = new Label(layer.layer().name() + ": " + layer.all() + " filters"
                + (layer.silent() == 0 ? "" : ", " + layer.silent() + " of them silent") + ", maps of "
                + layer.layer().height() + "×" + layer.layer().width());
        name.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        FlowPane maps = new FlowPane(6, 4);
        for (int i = 0; i < layer.filters().length; i++) {
            ImageView view = new ImageView(image(layer, i));
            view.setFitWidth(MAP);
            view.setFitHeight(MAP);
            view.setPreserveRatio(true);
            view.setSmooth(false);
            Label filter = new Label("#" + layer.filters()[i], view);
            filter.setContentDisplay(javafx.scene.control.ContentDisplay.TOP);
            filter.setAlignment(Pos.TOP_CENTER);
            filter.setMinWidth(MAP);
            filter.getStyleClass().add(Styles.TEXT_SMALL);
            maps.getChildren().add(filter);
        }
        return new VBox(2, name, maps);
    }

    private static Image image(LayerActivations layer, int place) {
        float[] map = layer.maps().get(place);
        int[] pixels = new int[map.length];
        for (int p = 0; p < map.length; p++) {
            pixels[p] = ColourMap.INFERNO.argb(map[p]);
        }
        return Images.of(layer.layer().width(), map.length / layer.layer().width(), pixels);
    }

    private void showNeighbours() {
        if (getScene() == null || seen.isEmpty()) {
            neighbours.show("Seen alike", List.of(), 0);
            return;
        }
        Optional<PictureAnswers> known = model.of(seen.get().network);
        Optional<Pictures> pictures = model.pictures();
        if (known.isEmpty() || pictures.isEmpty()) {
            neighbours.show("Looking at all test pictures for those that are seen alike…", List.of(), 0);
            return;
        }
        List<String> names = seen.get().network.description().classNames();
        List<Card> cards = new ArrayList<>();
        for (PictureAnswers.Neighbour near : known.get().nearest(seen.get().features, shown.index(), NEIGHBOURS)) {
            int i = near.picture();
            pictures.get().picture(i)
                    .ifPresent(found -> cards.add(
                            new Card(new CloseUp.OfPicture(pictures.get().title(i), pictures.get().label(i), found, i),
                                    names.get(pictures.get().label(i))
                                            + String.format(Locale.ROOT, "%n%.3f alike", near.cosine()),
                                    pictures.get().title(i) + " is “" + names.get(pictures.get().label(i))
                                            + "”, taken for “" + names.get(known.get().predicted(i)) + "”")));
        }
        neighbours.show("Seen alike in the last layer with maps", cards, cards.size());
    }
}
