package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.EngineTask;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.controls.Bars;
import espalier.app.controls.Bars.Bar;
import espalier.app.controls.Images;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.Picture;
import espalier.data.PictureFile;
import espalier.data.PictureSize;
import espalier.network.Network;
import espalier.network.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;

/** What the shown network takes pictures for that are dropped on the window: each with its likeliest classes. */
final class DroppedPictures {

    /** More than these nobody looks through here. */
    private static final int MOST = 60;
    private static final int CLASSES = 3;
    private static final double SIDE = 64;
    private static final double CARD = 330;

    private record Answered(Path file, Picture picture, List<Bar> likeliest) {}

    private final Session session;
    private final Networks networks;
    private final Notices notices;
    private final Node owner;

    /** @param owner what the answers point to */
    DroppedPictures(Session session, Networks networks, Notices notices, Node owner) {
        this.session = session;
        this.networks = networks;
        this.notices = notices;
        this.owner = owner;
    }

    /** Predicts pictures and shows the answers when they are there. */
    void show(List<Path> files) {
        OpenNetwork network = session.getSelected();
        if (network == null) {
            notices.report(new Problem("No network is open that could look at pictures. Open one first."));
            return;
        }
        List<Path> some = files.subList(0, Math.min(files.size(), MOST));
        EngineTask<List<Answered>> task = networks.engine().submit(network + ": looking at dropped pictures",
                progress -> {
                    Network own = networks.get(network);
                    PictureSize size = own.description().inputSize();
                    List<Picture> pictures = new ArrayList<>();
                    for (Path file : some) {
                        progress.checkpoint();
                        pictures.add(PictureFile.readOwn(file, size));
                    }
                    List<Prediction> predictions = Prediction.of(own, pictures.size(), pictures::get, progress);
                    List<String> names = own.description().classNames();
                    return IntStream.range(0, some.size()).mapToObj(
                            i -> new Answered(some.get(i), pictures.get(i), likeliest(predictions.get(i), names)))
                            .toList();
                });
        task.setOnSucceeded(event -> show(network, task.getValue(), files.size() - some.size()));
    }

    private static List<Bar> likeliest(Prediction prediction, List<String> names) {
        return Arrays.stream(prediction.likeliest(CLASSES)).mapToObj(c -> new Bar(c, names.get(c),
                prediction.probabilities()[c], Figures.percent(prediction.probabilities()[c]))).toList();
    }

    private void show(OpenNetwork network, List<Answered> answers, int leftOut) {
        FlowPane cards = new FlowPane(12, 12);
        cards.setPrefWrapLength(answers.size() == 1 ? CARD : 2 * CARD + 12);
        cards.getChildren().setAll(answers.stream().map(DroppedPictures::card).toList());
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMaxHeight(440);
        Label title = new Label("What " + network + " sees");
        title.getStyleClass().add(Styles.TEXT_BOLD);
        VBox content = new VBox(12, title, scroll);
        content.setPadding(new Insets(16));
        content.setId("dropped-pictures");
        if (leftOut > 0) {
            Label more = new Label("The first " + answers.size() + " pictures; \"espalier predict\" takes any number.");
            more.getStyleClass().add(Styles.TEXT_MUTED);
            content.getChildren().add(more);
        }
        PopOver popOver = new PopOver(content);
        popOver.setDetachable(false);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        popOver.setAnimated(false);
        popOver.show(owner);
    }

    private static Node card(Answered answered) {
        ImageView picture = new ImageView(Images.of(answered.picture));
        picture.setFitWidth(SIDE);
        picture.setFitHeight(SIDE);
        picture.setPreserveRatio(true);
        picture.setSmooth(answered.picture.width() > SIDE);
        Label name = new Label(answered.file.getFileName().toString());
        name.getStyleClass().add(Styles.TEXT_MUTED);
        name.setMaxWidth(CARD - SIDE - 10);
        Bars bars = new Bars();
        bars.barsProperty().set(answered.likeliest);
        bars.setMinHeight(Region.USE_PREF_SIZE);
        bars.setPrefWidth(CARD - SIDE - 10);
        HBox card = new HBox(10, picture, new VBox(2, name, bars));
        card.setPrefWidth(CARD);
        return card;
    }
}
