package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.controls.Glossary;
import espalier.app.lessons.Lesson;
import espalier.app.lessons.LessonModel;
import espalier.app.lessons.Lessons;
import espalier.basics.About;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.controlsfx.control.PopOver;
import org.kordamp.ikonli.javafx.FontIcon;

/** What Help offers: lessons and the tour, the words, all keys, the guide, and which program this is. */
final class HelpPane extends HBox {

    /** All there are. */
    private static final List<String[]> KEYS = List.of(new String[] {"Ctrl+1, Ctrl+2 …", "Pages"},
            new String[] {"Ctrl+F", "Find a layer or class; Escape empties it"},
            new String[] {"Ctrl+O", "Open a network"}, new String[] {"Ctrl+S", "Save the shown network"},
            new String[] {"Ctrl+E", "Take the page's figures elsewhere"}, new String[] {"Ctrl+,", "Preferences"},
            new String[] {"Ctrl+D", "Light or dark"}, new String[] {"Ctrl++, Ctrl+−", "Larger, smaller text"},
            new String[] {"F11", "Full screen"}, new String[] {"F1", "This help"},
            new String[] {"Escape", "Closes what lies over the page"},
            new String[] {"←, →, Enter", "Overview: the layer before, after; its filters"},
            new String[] {"Arrow keys", "Filters: another filter or class; with the threshold, moves it"},
            new String[] {"Ctrl+Z, Ctrl+Y", "Filters: take a decision or the threshold back, again"},
            new String[] {"K, Delete", "Filters: keep, remove the chosen filter"},
            new String[] {"Enter, Space", "Explain: the chosen map large"},
            new String[] {"Drop a file", "Opens a network, run, folder of pictures or answers; tries pictures"});

    private final Runnable hide;

    private HelpPane(LessonModel lessons, Runnable showGuide, Runnable hide) {
        this.hide = hide;
        getStyleClass().add("help");
        VBox left = new VBox(heading("Lessons on the sample"));
        left.getStyleClass().add("help-column");
        Lessons.all().forEach(lesson -> left.getChildren().add(lesson(lesson, lessons)));
        left.getChildren().addAll(heading("Tour"), lesson(Lessons.TOUR, lessons), heading("This program"),
                words("Espalier " + About.version()
                        + ". The guide has its pages, the formulas, and versions, licences and " + "the log."),
                guide(showGuide), heading("Keys"), table(KEYS));
        VBox right = new VBox(heading("Words"),
                table(Glossary.TERMS.stream().map(term -> new String[] {term.word(), term.meaning()}).toList()));
        right.getStyleClass().add("help-column");
        getChildren().addAll(left, right);
    }

    /** Opens it below a button. */
    static void show(Node owner, LessonModel lessons, Runnable showGuide) {
        PopOver popOver = new PopOver();
        HelpPane pane = new HelpPane(lessons, showGuide, popOver::hide);
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
