package espalier.app.study;

import atlantafx.base.theme.Styles;
import espalier.study.Question;
import espalier.study.Question.Experiment;
import espalier.study.Study;
import espalier.study.StudyContent;
import espalier.study.StudyContent.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The questions of a study as participants see them, one after the other; nothing that is clicked here counts. */
final class QuestionsPane extends VBox {

    private static final double SIDE = 270;
    /** As on the participants' page, smaller pictures keep their pixels. */
    private static final double SMALL = 100;

    /** A question as it is shown: a picture and the rates of its maps, from the left to the right. */
    private record Preview(Shown shown, List<Double> rates) {}

    private final Path folder;
    private final StudyContent content;
    private final List<Preview> previews = new ArrayList<>();
    private final IntegerProperty number = new SimpleIntegerProperty(this, "number");
    private final Label place = new Label();
    private final Label asked = ResultsPane.words("", "asked");
    private final HBox pictures = new HBox();
    private final FlowPane choices = new FlowPane();
    private final CheckBox reveal = new CheckBox("Tell which network");

    QuestionsPane(Path folder, StudyContent content) {
        this.folder = folder;
        this.content = content;
        getStyleClass().add("study-questions");
        for (int i = 0; i < content.pictures().size(); i++) {
            List<List<Double>> networks = content.design().networks();
            List<Double> rates = new ArrayList<>(networks.get(i % networks.size()));
            if (i / networks.size() % 2 == 1) {
                java.util.Collections.reverse(rates);
            }
            previews.add(new Preview(content.pictures().get(i), rates));
        }
        Button previous = button("previous-question", "Previous", "fth-chevron-left");
        previous.setOnAction(event -> number.set(number.get() - 1));
        previous.disableProperty().bind(number.lessThan(1));
        Button next = button("next-question", "Next", "fth-chevron-right");
        next.setOnAction(event -> number.set(number.get() + 1));
        next.disableProperty().bind(number.greaterThan(previews.size() - 2));
        reveal.setId("reveal");
        reveal.setTooltip(ResultsPane.tooltip("For you alone: participants are never told"));
        reveal.selectedProperty().addListener(change -> show());
        place.setId("question-place");
        HBox steps = new HBox(previous, place, next, reveal);
        steps.getStyleClass().add("steps");
        pictures.getStyleClass().add("pictures");
        choices.getStyleClass().add("choices");
        asked.setId("asked");
        VBox card = new VBox(asked, pictures, choices);
        card.getStyleClass().addAll("card-box", "question");
        getChildren().addAll(steps, card, ResultsPane.words(
                "As participants see them, in an order and with sides of their own: each picture here once. What they read before:",
                "card-note"), ResultsPane.words(content.design().information().strip(), "sentence"));
        number.addListener(change -> show());
        show();
    }

    private static Button button(String id, String text, String icon) {
        Button button = new Button(text, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        return button;
    }

    private void show() {
        Preview preview = previews.get(number.get());
        place.setText("Picture " + (number.get() + 1) + " of " + previews.size());
        String className = content.classNames().get(preview.shown.trueClass());
        boolean preference = content.design().experiment() == Experiment.PREFERENCE;
        Experiment experiment = content.design().experiment();
        asked.setText((experiment.told(className) + " " + experiment.asked()).strip());
        if (preference) {
            pictures.getChildren().setAll(map(preview, 0, "Left"), figure(preview.shown.file(), "Picture"),
                    map(preview, 1, "Right"));
        } else {
            pictures.getChildren().setAll(map(preview, 0, "What the computer used"));
        }
        choices.getChildren().setAll(experiment.choices(content.classNames()).stream().map(answer -> {
            Label label = new Label(answer.text());
            label.getStyleClass().add("choice");
            label.setMinWidth(Region.USE_PREF_SIZE);
            return label;
        }).toList());
    }

    private VBox map(Preview preview, int index, String caption) {
        double rate = preview.rates.get(index);
        return figure(preview.shown.maps().get(rate),
                reveal.isSelected() ? caption + ": " + Question.network(rate) : caption);
    }

    private VBox figure(String file, String caption) {
        return figure(folder.resolve(Study.PICTURES).resolve(file), caption, SIDE);
    }

    /**
     * A picture with its caption below.
     *
     * @param side of the square that it fills, in pixels
     */
    static VBox figure(Path file, String caption, double side) {
        Image image = new Image(file.toUri().toString());
        boolean small = image.getWidth() <= SMALL;
        ImageView view = new ImageView(small ? enlarged(image, side) : image);
        view.setFitWidth(side);
        view.setFitHeight(side);
        view.setPreserveRatio(true);
        view.setSmooth(!small);
        view.setAccessibleText(caption);
        VBox figure = new VBox(view, new Label(caption));
        figure.setAlignment(Pos.TOP_CENTER);
        figure.getStyleClass().add("figure");
        return figure;
    }

    /** A picture whose pixels are seen: the screen's own enlarging blurs them on some machines. */
    private static Image enlarged(Image image, double side) {
        int factor = Math.max(1, (int) (side / image.getWidth()));
        return new Image(image.getUrl(), image.getWidth() * factor, image.getHeight() * factor, true, false);
    }
}
