package espalier.app.explain;

import espalier.app.controls.Named;
import espalier.data.Dataset.Part;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/** Which pictures are shown. */
final class PictureBar extends HBox {

    private static final String ALL = "all classes";
    private static final Map<Part, String> PARTS = Map.of(Part.TEST, "test pictures", Part.VALIDATION,
            "validation pictures", Part.TRAINING, "training pictures");

    private static final double CLASS_WIDTH = 130;
    private static final double PART_WIDTH = 146;

    private final PictureChooser chooser;
    private final ToggleButton rates = new ToggleButton("By rate");

    /**
     * A bar.
     *
     * @param classNames of the data
     * @param open       asks for a picture file
     * @param export     saves the grid
     * @param table      saves the measures
     */
    PictureBar(PictureChooser chooser, ObservableList<String> classNames, Runnable open, Runnable export,
            Runnable table) {
        this.chooser = chooser;
        getStyleClass().add("picture-bar");
        Button previous = button("previous-pictures", "fth-chevron-left", "", "The pictures before these",
                chooser::previous);
        Button next = button("next-pictures", "fth-chevron-right", "", "The next pictures", chooser::next);
        previous.getStyleClass().add("left-pill");
        next.getStyleClass().add("right-pill");
        Button shuffle = button("shuffle-pictures", "fth-shuffle", "Random", "Other pictures, in a random order",
                chooser::shuffle);
        Label summary = new Label();
        summary.getStyleClass().add("column-detail");
        summary.setMinWidth(USE_PREF_SIZE);
        summary.textProperty().bind(chooser.summaryProperty());
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        Button own = button("open-picture", "fth-image", "Picture…", "Explains a picture file of your own beside these",
                open);
        Button save = button("export-grid", "fth-download", "PNG…",
                "Saves these maps, with names, figures and key, as a picture", export);
        rates.setId("show-rates");
        rates.setSelected(true);
        rates.setGraphic(new FontIcon("fth-trending-up"));
        rates.setMinWidth(USE_PREF_SIZE);
        rates.setTooltip(new Tooltip(
                "Shows measures of many pictures against the rate, and whether a mild rate improves explanations"));
        Button csv = button("export-measures", "fth-download", "CSV…", "Saves all measures of these maps as a table",
                table);
        getChildren().addAll(new HBox(previous, next), shuffle, ofClass(classNames), part(), onlyChanged(), progress(),
                summary, space, own, save, csv, rates);
    }

    /** Whether measures against the rate are shown beside the maps. */
    ReadOnlyBooleanProperty ratesShownProperty() {
        return rates.selectedProperty();
    }

    private ComboBox<String> ofClass(ObservableList<String> classNames) {
        ObservableList<String> names = FXCollections.observableArrayList(ALL);
        names.addAll(classNames);
        ComboBox<String> box = new ComboBox<>(names);
        box.setId("picture-class");
        box.setAccessibleText("The class of the pictures");
        // Long names are whole in the list.
        box.setMinWidth(CLASS_WIDTH);
        box.setMaxWidth(CLASS_WIDTH);
        box.setTooltip(new Tooltip("Shows pictures of one class, or of all by turns"));
        box.getSelectionModel().select(0);
        classNames.addListener((ListChangeListener<String>) change -> {
            names.setAll(ALL);
            names.addAll(classNames);
            box.getSelectionModel().select(0);
        });
        box.getSelectionModel().selectedIndexProperty().addListener((property, old, now) -> {
            if (now.intValue() >= 0) {
                chooser.ofClassProperty().set(now.intValue() - 1);
            }
        });
        chooser.ofClassProperty()
                .addListener((property, old, now) -> box.getSelectionModel().select(now.intValue() + 1));
        return box;
    }

    private ComboBox<Part> part() {
        ComboBox<Part> box = new ComboBox<>(
                FXCollections.observableArrayList(Part.TEST, Part.VALIDATION, Part.TRAINING));
        box.setId("picture-part");
        box.setAccessibleText("The part of the data");
        box.setMinWidth(PART_WIDTH);
        box.setTooltip(new Tooltip("Test pictures were seen in neither training nor any choice made on the way"));
        box.valueProperty().bindBidirectional(chooser.partProperty());
        box.setConverter(Named.by(PARTS::get));
        return box;
    }

    private CheckBox onlyChanged() {
        CheckBox box = new CheckBox("only changed");
        box.setMinWidth(USE_PREF_SIZE);
        box.setId("only-changed");
        box.setTooltip(new Tooltip("Only pictures for which not all rates predict the same class"));
        box.selectedProperty().bindBidirectional(chooser.onlyChangedProperty());
        return box;
    }

    private ProgressBar progress() {
        ProgressBar bar = new ProgressBar();
        bar.setId("scan-progress");
        bar.setPrefWidth(80);
        bar.progressProperty().bind(Bindings.createDoubleBinding(() -> Math.max(0, chooser.scannedProperty().get()),
                chooser.scannedProperty()));
        bar.visibleProperty().bind(Bindings.createBooleanBinding(() -> !Double.isNaN(chooser.scannedProperty().get()),
                chooser.scannedProperty()));
        bar.managedProperty().bind(bar.visibleProperty());
        bar.accessibleTextProperty()
                .bind(Bindings.createStringBinding(() -> String.format(Locale.ROOT,
                        "Looking for changed predictions: %.0f %%", 100 * chooser.scannedProperty().get()),
                        chooser.scannedProperty()));
        return bar;
    }

    private static Button button(String id, String icon, String text, String what, Runnable action) {
        Button button = new Button(text, new FontIcon(icon));
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(what));
        button.setAccessibleText(what);
        button.setOnAction(event -> action.run());
        return button;
    }
}
