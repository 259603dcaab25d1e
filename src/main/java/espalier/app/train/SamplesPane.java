package espalier.app.train;

import espalier.app.Page;
import espalier.app.controls.FormParts;
import espalier.app.controls.Images;
import espalier.app.controls.StatePane;
import espalier.app.train.TrainingPreview.Sample;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** What would be trained, on which pictures, and how those are changed: each of a few, three times. */
final class SamplesPane extends StackPane {

    private static final double SIDE = 96;

    private final Label network = FormParts.hint("");
    private final Label pictures = FormParts.hint("");
    private final FlowPane cards = new FlowPane(10, 10);

    SamplesPane(TrainViewModel model) {
        getStyleClass().add("train-samples");
        setId("train-samples");
        network.setId("train-network");
        pictures.setId("train-pictures");
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox known = new VBox(heading("The network"), network, heading("The pictures"), pictures,
                heading("As the network sees them in training"), scroll);
        known.getStyleClass().add("known");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        StatePane none = StatePane.empty("fth-activity", "A network of your own",
                "Choose a folder that has a sub-folder of pictures for each class. A few hundred are enough to begin with a "
                        + "network that knows other pictures.");
        Page.showWhile(known, model.previewProperty().isNotNull());
        Page.showWhile(none, model.previewProperty().isNull());
        getChildren().addAll(known, none);
        model.previewProperty().addListener((property, old, now) -> show(now));
        show(model.previewProperty().get());
    }

    private static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("heading");
        return label;
    }

    private void show(TrainingPreview preview) {
        network.setText(preview == null ? "…" : preview.network());
        pictures.setText(preview == null ? "…" : preview.pictures());
        cards.getChildren()
                .setAll(preview == null ? List.of() : preview.samples().stream().map(SamplesPane::card).toList());
    }

    private static Node card(Sample sample) {
        ImageView picture = new ImageView(Images.of(sample.picture()));
        picture.setFitWidth(SIDE);
        picture.setFitHeight(SIDE);
        picture.setPreserveRatio(true);
        picture.setSmooth(sample.picture().width() > SIDE);
        Label label = new Label(sample.label());
        label.setMaxWidth(SIDE);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("hint");
        return new VBox(2, picture, label);
    }
}
