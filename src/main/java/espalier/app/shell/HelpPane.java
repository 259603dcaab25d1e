package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.controls.Glossary;
import espalier.app.controls.Segments;
import espalier.app.lessons.Lesson;
import espalier.app.lessons.LessonModel;
import espalier.app.lessons.Lessons;
import espalier.basics.About;
import java.util.Arrays;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.controlsfx.control.PopOver;
import org.kordamp.ikonli.javafx.FontIcon;

/** What Help offers: lessons and the tour, larger text, the words, the keys, the guide, and which program this is. */
final class HelpPane extends HBox {

    private static final List<String[]> KEYS = List.of(new String[] {"Ctrl+1, Ctrl+2 …", "Pages"},
            new String[] {"Ctrl+F", "Find a layer or class"}, new String[] {"Ctrl+O", "Open a network"},
            new String[] {"Ctrl+S", "Save the shown network"}, new String[] {"Ctrl+D", "Light or dark"},
            new String[] {"Ctrl++, Ctrl+−", "Larger, smaller text"}, new String[] {"F11", "Full screen"},
            new String[] {"Ctrl+Z, Ctrl+Y", "Filters: take a decision or the threshold back, again"},
            new String[] {"K, Delete", "Filters: keep, remove the chosen filter"}, new String[] {"F1", "This help"});

    private final Runnable hide;

    private HelpPane(LessonModel lessons, Magnified magnified, Runnable showGuide, Runnable hide) {
        this.hide = hide;
        getStyleClass().add("help");
        VBox left = new VBox(heading("Lessons on the sample"));
        left.getStyleClass().add("help-column");
        Lessons.all().forEach(lesson -> left.getChildren().add(lesson(lesson, lessons)));
        left.getChildren().addAll(heading("Tour"), lesson(Lessons.TOUR, lessons), heading("Size of text and marks"),
                sizes(magnified), heading("This program"), about(), guide(showGuide));
        VBox right = new VBox(heading("Words"),
                table(Glossary.TERMS.stream().map(term -> new String[] {term.word(), term.meaning()}).toList()),
                heading("Keys"), table(KEYS));
        right.getStyleClass().add("help-column");
        getChildren().addAll(left, right);
    }

    /** Opens it below a button. */
    static void show(Node owner, LessonModel lessons, Magnified magnified, Runnable showGuide) {
        PopOver popOver = new PopOver();
        HelpPane pane = new HelpPane(lessons, magnified, showGuide, popOver::hide);
        ScrollPane scroll = new ScrollPane(pane);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("help-scroll");
        Window window = owner.getScene().getWindow();
        scroll.setMaxHeight(Math.max(300, window.getHeight() - 110));
        popOver.setContentNode(scroll);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        popOver.setDetachable(false);
        popOver.setAnimated(false);
        popOver.show(owner);
    }

    private Node lesson(Lesson lesson, LessonModel lessons) {
        int step = lessons.progress().step(lesson);
        boolean done = lessons.progress().isDone(lesson);
        Button begin = new Button(done ? "Again" : step == 0 ? "Begin" : "Go on",
                new FontIcon(done ? "fth-check" : "fth-play"));
        begin.setId("lesson-" + lesson.id());
        begin.getStyleClass().add(Styles.SMALL);
        begin.setMinWidth(USE_PREF_SIZE);
        begin.setAccessibleText(begin.getText() + ": " + lesson.title());
        begin.setOnAction(event -> {
            hide.run();
            lessons.begin(lesson);
        });
        Label title = new Label(lesson.title());
        Label summary = words(lesson.summary() + ". " + lesson.minutes() + " minutes"
                + (step == 0 || done ? "." : ", at step " + (step + 1) + " of " + lesson.steps().size() + "."));
        VBox said = new VBox(title, summary);
        HBox.setHgrow(said, javafx.scene.layout.Priority.ALWAYS);
        said.setMinWidth(0);
        HBox row = new HBox(said, begin);
        row.getStyleClass().add("help-row");
        return row;
    }

    private Node guide(Runnable show) {
        Button open = new Button("Open the guide", new FontIcon("fth-book"));
        open.setId("open-guide");
        open.getStyleClass().add(Styles.SMALL);
        open.setOnAction(event -> {
            hide.run();
            show.run();
        });
        return open;
    }

    private static Node sizes(Magnified magnified) {
        Segments<Double> sizes = new Segments<>(Arrays.stream(Magnified.FACTORS).boxed().toList(),
                factor -> factor == 1 ? "As usual" : "×" + espalier.basics.Figures.plain(factor),
                factor -> factor == 1 ? "For one person" : "Readable from the last row; what has no room then scrolls");
        sizes.setId("text-size");
        Arrays.stream(Magnified.FACTORS).boxed().filter(factor -> factor == magnified.factorProperty().get())
                .findFirst().ifPresent(sizes.valueProperty()::set);
        sizes.valueProperty().addListener((property, old, now) -> magnified.factorProperty().set(now));
        return sizes;
    }

    private static Node about() {
        TextField log = new TextField(About.log().toString());
        log.setEditable(false);
        log.setAccessibleText("The log");
        Label where = new Label("Log");
        where.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(where, log);
        HBox.setHgrow(log, javafx.scene.layout.Priority.ALWAYS);
        row.getStyleClass().add("help-row");
        return new VBox(4,
                words("Espalier " + About.version() + ", Java " + System.getProperty("java.version") + ", JavaFX "
                        + System.getProperty("javafx.runtime.version")
                        + ". Apache License 2.0; THIRD-PARTY.md has the libraries and theirs."),
                row);
    }

    private static Label heading(String text) {
        Label heading = new Label(text);
        heading.getStyleClass().add(Styles.TEXT_BOLD);
        return heading;
    }

    private static Label words(String text) {
        Label words = new Label(text);
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.getStyleClass().add(Styles.TEXT_MUTED);
        return words;
    }

    private static GridPane table(List<String[]> rows) {
        GridPane table = new GridPane();
        table.getStyleClass().add("help-table");
        for (int row = 0; row < rows.size(); row++) {
            Label word = new Label(rows.get(row)[0]);
            word.setMinWidth(USE_PREF_SIZE);
            table.addRow(row, word, words(rows.get(row)[1]));
            GridPane.setValignment(word, javafx.geometry.VPos.TOP);
        }
        return table;
    }
}
