package espalier.app.closer;

import espalier.app.CloseUp;
import espalier.app.controls.Images;
import espalier.basics.Figures;
import espalier.data.Picture;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Pictures with a few words below each; a click looks closely at one. */
final class PictureCards extends VBox {

    private static final double SIDE = 64;
    private static final double WIDTH = 116;
    /** More are counted only. */
    static final int MOST = 60;

    private final Label heading = new Label();
    private final FlowPane cards = new FlowPane(6, 6);
    private final Consumer<CloseUp.OfPicture> opener;

    /**
     * A picture with words.
     *
     * @param words   below it, in short lines
     * @param details under the mouse
     */
    record Card(CloseUp.OfPicture of, String words, String details) {}

    /** @param opener told of a picture that is clicked */
    PictureCards(Consumer<CloseUp.OfPicture> opener) {
        super(6);
        this.opener = opener;
        heading.getStyleClass().add("card-title");
        heading.setWrapText(true);
        heading.setMinHeight(USE_PREF_SIZE);
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(heading, scroll);
        setMinSize(0, 0);
    }

    /**
     * Shows pictures.
     *
     * @param title what they are
     * @param all   how many there are, of which these are the first
     */
    void show(String title, List<Card> shown, int all) {
        heading.setText(
                title + (all > shown.size() ? " (the first " + shown.size() + " of " + Figures.count(all) + ")" : ""));
        cards.getChildren().setAll(shown.stream().map(this::button).toList());
    }

    private Button button(Card card) {
        Picture picture = card.of.picture();
        ImageView view = new ImageView(Images.of(picture));
        view.setFitWidth(SIDE);
        view.setFitHeight(SIDE);
        view.setPreserveRatio(true);
        view.setSmooth(picture.width() > SIDE);
        Button button = new Button(card.words, view);
        button.setContentDisplay(ContentDisplay.TOP);
        button.setAlignment(Pos.TOP_CENTER);
        button.setWrapText(true);
        button.getStyleClass().addAll("flat", "picture-card");
        button.setPrefWidth(WIDTH);
        button.setTooltip(new Tooltip(card.details + "\nClick to look closely"));
        button.setAccessibleText(card.details);
        button.setOnAction(event -> opener.accept(card.of));
        return button;
    }
}
