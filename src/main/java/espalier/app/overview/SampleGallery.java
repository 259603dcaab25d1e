package espalier.app.overview;

import atlantafx.base.theme.Styles;
import espalier.app.CloseUp;
import espalier.app.Session;
import espalier.app.overview.SamplesModel.Sample;
import espalier.basics.Figures;
import espalier.data.Dataset.Part;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Test pictures with their class, and what the network takes them for where it is wrong. */
final class SampleGallery extends VBox {

    private static final double SIDE = 64;
    /** Room for the name of a class. */
    private static final double CARD = 94;

    private final Session session;
    private final SamplesModel model;
    private final FlowPane cards = new FlowPane();
    private final Label none = new Label();

    SampleGallery(Session session, SamplesModel model) {
        this.session = session;
        this.model = model;
        setId("samples");
        getStyleClass().add("sample-gallery");
        cards.getStyleClass().add("cards");
        none.getStyleClass().add(Styles.TEXT_MUTED);
        none.setWrapText(true);
        ScrollPane scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(bar(), none, scroll);
        none.managedProperty().bind(none.visibleProperty());
        none.visibleProperty().bind(none.textProperty().isNotEmpty());
        model.samplesProperty().addListener((samples, old, now) -> show(now));
        show(model.samplesProperty().get());
    }

    private Node bar() {
        Label title = new Label("Test pictures");
        title.getStyleClass().add("card-title");
        Label of = new Label();
        of.getStyleClass().add(Styles.TEXT_MUTED);
        of.textProperty().bind(javafx.beans.binding.Bindings.createStringBinding(() -> {
            int chosen = session.getSelectedClass();
            return chosen < 0 || session.getData() == null || chosen >= session.getData().classNames().size() ? ""
                    : "of " + session.getData().classNames().get(chosen);
        }, session.selectedClassProperty(), session.dataProperty()));
        ToggleButton mistakes = new ToggleButton("Mistakes only");
        mistakes.setId("mistakes");
        mistakes.setTooltip(new Tooltip("Of the first 400 pictures, those whose class the network does not tell"));
        model.mistakesOnlyProperty().bind(mistakes.selectedProperty());
        Button others = new Button("Others", new FontIcon("fth-refresh-cw"));
        others.setId("other-samples");
        others.setTooltip(new Tooltip("Show other pictures"));
        others.setOnAction(event -> model.next());
        others.disableProperty().bind(model.busyProperty());
        mistakes.setMinWidth(USE_PREF_SIZE);
        others.setMinWidth(USE_PREF_SIZE);
        title.setMinWidth(USE_PREF_SIZE);
        // Where there is no room beside the title the buttons stand below it.
        FlowPane bar = new FlowPane(8, 4, new HBox(8, title, of), mistakes, others);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private void show(List<Sample> samples) {
        none.setText(!samples.isEmpty() || model.busyProperty().get() ? ""
                : session.getData() == null ? "No pictures are open that fit this network. Open data to see them here."
                        : model.mistakesOnlyProperty().get() ? "No mistakes among these pictures."
                                : "There are no test pictures of this class.");
        List<String> names = session.getData() == null ? List.of() : session.getData().classNames();
        cards.getChildren().setAll(samples.stream().map(sample -> card(sample, names)).toList());
    }

    private Node card(Sample sample, List<String> names) {
        ImageView picture = new ImageView(sample.image());
        picture.setFitWidth(SIDE);
        picture.setFitHeight(SIDE);
        picture.setPreserveRatio(true);
        picture.setSmooth(sample.image().getWidth() > SIDE);
        Label label = new Label(names.get(sample.label()));
        label.setMaxWidth(CARD);
        label.setAlignment(Pos.CENTER);
        VBox card = new VBox(2, picture, label);
        card.getStyleClass().add("sample");
        card.setAlignment(Pos.TOP_CENTER);
        card.setPrefWidth(CARD);
        if (sample.isWrong()) {
            Label wrong = new Label(names.get(sample.predicted()), new FontIcon("fth-x"));
            wrong.getStyleClass().add("wrong");
            wrong.setMaxWidth(CARD);
            wrong.setAlignment(Pos.CENTER);
            card.getChildren().add(wrong);
            card.getStyleClass().add("mistaken");
        }
        Tooltip.install(card, new Tooltip(words(sample, names) + "\nClick to look closely"));
        card.setCursor(Cursor.HAND);
        card.setFocusTraversable(true);
        card.setAccessibleRole(AccessibleRole.BUTTON);
        card.setAccessibleText(words(sample, names));
        card.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                look(sample);
            }
        });
        card.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                look(sample);
            }
        });
        return card;
    }

    private void look(Sample sample) {
        session.getData().part(Part.TEST).picture(sample.index()).ifPresent(picture -> session
                .setCloseUp(new CloseUp.OfPicture(sample.title(), sample.label(), picture, sample.index())));
    }

    private static String words(Sample sample, List<String> names) {
        String is = sample.title() + " is “" + names.get(sample.label()) + "”";
        return sample.predicted() < 0 ? is : is + ";\nthe network says “" + names.get(sample.predicted()) + "” and is "
                + Figures.percent(sample.confidence()) + " sure" + (sample.isWrong() ? ": wrong" : "");
    }
}
