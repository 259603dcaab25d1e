package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.Notices;
import espalier.app.controls.Segments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.javafx.FontIcon;

/** The guide's pages, over the window until they are closed: the same files as beside the program's source. */
final class GuidePane extends VBox {

    private static final String FOLDER = "/espalier/assets/guide/";
    private static final String TABLE = "|";

    /** A page of the guide. */
    private enum Chapter {
        WINDOW("The window", "window.md", "Page by page"),
        DATA("Data and networks", "data-and-networks.md", "What can be opened"),
        NUMBERS("The numbers", "numbers.md", "What they mean, with formulas and sources"),
        COMMANDS("Commands", "commands.md", "The same work without a window"),
        ABOUT("This program", "THIRD-PARTY.md", "Versions, licences and the log");

        private final String title;
        private final String file;
        private final String explanation;

        Chapter(String title, String file, String explanation) {
            this.title = title;
            this.file = file;
            this.explanation = explanation;
        }
    }

    /**
     * The guide, at its first page.
     *
     * @param notices hears of what cannot be opened
     * @param close   takes it away
     */
    GuidePane(Notices notices, Runnable close) {
        setId("guide");
        getStyleClass().add("guide");
        Segments<Chapter> chapters = new Segments<>(List.of(Chapter.values()), each -> each.title,
                each -> each.explanation);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button leave = new Button("Close", new FontIcon("fth-x"));
        leave.setId("close-guide");
        leave.setOnAction(event -> close.run());
        HBox top = new HBox(chapters, space, leave);
        top.getStyleClass().add("help-row");
        ScrollPane scroll = new ScrollPane();
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("help-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(top, scroll);
        chapters.valueProperty().addListener((property, old, now) -> show(notices, scroll, now));
        show(notices, scroll, Chapter.WINDOW);
        chapters.setId("chapters");
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close.run();
                event.consume();
            }
        });
        sceneProperty().addListener((property, old, scene) -> {
            if (scene != null) {
                leave.requestFocus();
            }
        });
    }

    private static void show(Notices notices, ScrollPane scroll, Chapter chapter) {
        VBox page = new VBox();
        page.getStyleClass().add("guide-page");
        page.getChildren().setAll(Markdown.nodes(text(chapter.file)));
        if (chapter == Chapter.ABOUT) {
            page.getChildren().add(0, new AboutPane(notices));
        }
        scroll.setContent(page);
        scroll.setVvalue(0);
    }

    private static String text(String file) {
        try (InputStream in = GuidePane.class.getResourceAsStream(FOLDER + file)) {
            return in == null ? "This build comes without " + file + "."
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As much of Markdown as the guide uses. */
    private static final class Markdown {

        private static final Pattern INLINE = Pattern
                .compile("\\*\\*(.+?)\\*\\*|\\*(\\S[^*]*?)\\*|`([^`]+)`|!?\\[([^\\]]*)\\]\\([^)]*\\)");

        private Markdown() {}

        static List<Node> nodes(String text) {
            List<Node> nodes = new ArrayList<>();
            List<String> lines = text.lines().toList();
            int at = 0;
            while (at < lines.size()) {
                int end = at + 1;
                String line = lines.get(at);
                if (line.startsWith("```")) {
                    while (end < lines.size() && !lines.get(end).startsWith("```")) {
                        end++;
                    }
                    nodes.add(code(String.join("\n", lines.subList(at + 1, end))));
                    end++;
                } else if (line.startsWith("#")) {
                    nodes.add(heading(line));
                } else if (line.startsWith(TABLE)) {
                    while (end < lines.size() && lines.get(end).startsWith(TABLE)) {
                        end++;
                    }
                    nodes.add(table(lines.subList(at, end)));
                } else if (!line.isBlank() && !line.startsWith("![")) {
                    while (end < lines.size() && goesOn(lines.get(end))) {
                        end++;
                    }
                    nodes.add(paragraph(String.join(" ", lines.subList(at, end).stream().map(String::strip).toList())));
                }
                at = end;
            }
            return nodes;
        }

        private static boolean goesOn(String line) {
            return !line.isBlank() && !line.startsWith("- ") && !line.startsWith("#") && !line.startsWith("```")
                    && !line.startsWith(TABLE);
        }

        private static Node heading(String line) {
            Label heading = new Label(line.replaceFirst("#+ *", ""));
            heading.getStyleClass().add(line.startsWith("##") ? Styles.TEXT_BOLD : Styles.TITLE_3);
            return heading;
        }

        private static Node code(String text) {
            Label code = new Label(text);
            code.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
            code.getStyleClass().add("guide-code");
            ScrollPane wide = new ScrollPane(code);
            wide.getStyleClass().add("help-scroll");
            return wide;
        }

        private static Node paragraph(String text) {
            boolean item = text.startsWith("- ");
            TextFlow flow = inline(item ? "•  " + text.substring(2) : text);
            if (item) {
                flow.getStyleClass().add("guide-item");
            }
            return flow;
        }

        private static Node table(List<String> rows) {
            GridPane grid = new GridPane();
            grid.getStyleClass().add("guide-table");
            int row = 0;
            for (String line : rows) {
                if (line.matches("[|:\\- ]+")) {
                    continue;
                }
                List<String> cells = Arrays.stream(line.substring(1).split("(?<!\\\\)\\|")).map(String::strip).toList();
                for (int column = 0; column < cells.size(); column++) {
                    grid.add(inline(row == 0 ? "**" + cells.get(column) + "**" : cells.get(column)), column, row);
                }
                row++;
            }
            for (int column = 0; column < grid.getColumnCount(); column++) {
                ColumnConstraints width = new ColumnConstraints();
                width.setPercentWidth(column == 0 ? 22 : 78.0 / Math.max(1, grid.getColumnCount() - 1));
                grid.getColumnConstraints().add(width);
            }
            return grid;
        }

        private static TextFlow inline(String text) {
            TextFlow flow = new TextFlow();
            Matcher matcher = INLINE.matcher(text);
            int at = 0;
            while (matcher.find()) {
                add(flow, text.substring(at, matcher.start()), "");
                if (matcher.group(1) != null) {
                    add(flow, matcher.group(1).replace("`", ""), "guide-strong");
                } else if (matcher.group(2) != null) {
                    add(flow, matcher.group(2), "guide-emphasis");
                } else if (matcher.group(3) != null) {
                    add(flow, matcher.group(3), "guide-mono");
                } else {
                    add(flow, matcher.group(4), "");
                }
                at = matcher.end();
            }
            add(flow, text.substring(at), "");
            return flow;
        }

        private static void add(TextFlow flow, String words, String style) {
            if (!words.isEmpty()) {
                Text text = new Text(words);
                text.getStyleClass().add("text");
                if (!style.isEmpty()) {
                    text.getStyleClass().add(style);
                }
                flow.getChildren().add(text);
            }
        }
    }
}
