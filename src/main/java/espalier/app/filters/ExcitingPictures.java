package espalier.app.filters;

import atlantafx.base.theme.Styles;
import espalier.app.controls.Images;
import espalier.drawing.ColourMap;
import espalier.drawing.Interpolation;
import espalier.drawing.Overlay;
import espalier.importance.FilterResponses;
import espalier.importance.FilterResponses.ResponseMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Cursor;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The pictures that excite a filter most, and its response over the chosen one. */
final class ExcitingPictures extends VBox {

    private static final int SMALL = 46;
    private static final int LARGE = 120;
    private static final double OPACITY = 0.6;

    private final InspectorViewModel model;
    private final FlowPane thumbnails = new FlowPane(4, 4);
    private final ImageView plain = new ImageView();
    private final ImageView response = new ImageView();
    private final Label caption = new Label();
    private final HBox large = new HBox(8, plain, response);

    /** @param closer looks closely at a picture */
    ExcitingPictures(InspectorViewModel model, Consumer<InspectorViewModel.Excited> closer) {
        super(8);
        this.model = model;
        thumbnails.setPrefWrapLength(5 * (SMALL + 4));
        caption.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        caption.setWrapText(true);
        for (ImageView view : List.of(plain, response)) {
            view.setFitWidth(LARGE);
            view.setFitHeight(LARGE);
            view.setPreserveRatio(true);
        }
        Tooltip.install(plain, new Tooltip("Click to look closely"));
        plain.setCursor(Cursor.HAND);
        plain.setOnMouseClicked(event -> chosen().ifPresent(closer));
        getChildren().addAll(thumbnails, large, caption);
        model.picturesProperty().addListener(change -> showPictures());
        model.pictureProperty().addListener(change -> {
            select();
            showMap();
        });
        model.mapProperty().addListener(change -> showMap());
        showPictures();
    }

    private void showPictures() {
        Optional<List<InspectorViewModel.Excited>> pictures = model.picturesProperty().get();
        if (pictures.isEmpty()) {
            ProgressIndicator busy = new ProgressIndicator();
            busy.setPrefSize(20, 20);
            Label text = new Label("Looking through " + FilterResponses.PICTURES + " training pictures…");
            text.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
            HBox row = new HBox(8, busy, text);
            row.setAlignment(Pos.CENTER_LEFT);
            row.setMinHeight(2 * SMALL + 8);
            thumbnails.getChildren().setAll(row);
        } else if (pictures.get().isEmpty()) {
            thumbnails.getChildren().setAll(new Label("No picture excites it: it is dead."));
        } else {
            thumbnails.getChildren().setAll(pictures.get().stream().map(this::thumbnail).toList());
        }
        showMap();
    }

    private ToggleButton thumbnail(InspectorViewModel.Excited excited) {
        ImageView image = new ImageView(Images.of(excited.picture()));
        image.setFitWidth(SMALL - 4);
        image.setFitHeight(SMALL - 4);
        ToggleButton button = new ToggleButton(excited.title(), image);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.getStyleClass().setAll("thumbnail");
        button.setUserData(excited.index());
        button.setPrefSize(SMALL, SMALL);
        String said = String.format(Locale.ROOT, "%s: %s, largest response %.2f", excited.className(), excited.title(),
                excited.peak());
        button.setTooltip(new Tooltip(said));
        button.setAccessibleText(said);
        button.setSelected(excited.index() == model.pictureProperty().get());
        button.setOnAction(event -> {
            button.setSelected(true);
            model.pictureProperty().set(excited.index());
        });
        return button;
    }

    private void select() {
        thumbnails.getChildren().forEach(node -> {
            if (node instanceof ToggleButton button) {
                button.setSelected(button.getUserData().equals(model.pictureProperty().get()));
            }
        });
    }

    private Optional<InspectorViewModel.Excited> chosen() {
        return model.picturesProperty().get().orElse(List.of()).stream()
                .filter(picture -> picture.index() == model.pictureProperty().get()).findFirst();
    }

    private void showMap() {
        Optional<InspectorViewModel.Excited> chosen = chosen();
        large.setVisible(chosen.isPresent());
        caption.setText("");
        chosen.ifPresent(excited -> {
            plain.setImage(Images.of(excited.picture()));
            response.setVisible(model.mapProperty().get().isPresent());
        });
        if (chosen.isPresent() && model.mapProperty().get().isPresent()) {
            InspectorViewModel.Excited excited = chosen.get();
            ResponseMap map = model.mapProperty().get().get();
            float[] enlarged = Interpolation.BILINEAR.enlarge(map.scaled(), map.height(), map.width(),
                    excited.picture().height(), excited.picture().width());
            response.setImage(Images.of(excited.picture().width(), excited.picture().height(),
                    Overlay.heatMap(excited.picture(), enlarged, ColourMap.INFERNO, OPACITY)));
            caption.setText(String.format(Locale.ROOT, "%s (%s). Bright: where the filter responds, at most %.2f.",
                    excited.className(), excited.title(), map.max()));
            response.setAccessibleText(caption.getText());
        }
    }
}
