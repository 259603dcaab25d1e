package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.Theme;
import espalier.app.controls.Named;
import espalier.app.controls.Segments;
import espalier.basics.Figures;
import espalier.drawing.ColourMap;
import espalier.engine.Program;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** A sheet with what a person may set once for always. What is chosen holds at once, or says that it waits. */
final class PreferencesPane extends StackPane {

    private static final long GIB = 1L << 30;
    private static final List<Long> CACHES = List.of(GIB / 2, GIB, 3 * GIB / 2, 3 * GIB, 6 * GIB);

    private final WindowPreferences preferences;
    private final GridPane form = new GridPane();

    /**
     * The sheet, as things are.
     *
     * @param switchTheme to the other one, and remembers it
     * @param magnified   what is enlarged
     * @param open        the folder of the workspace that is open
     * @param chooser     asks for another
     * @param close       takes the sheet away
     */
    PreferencesPane(WindowPreferences preferences, Runnable switchTheme, Magnified magnified, Path open,
            Chooser chooser, Runnable close) {
        this.preferences = preferences;
        setId("preferences");
        getStyleClass().add("sheet-veil");
        form.getStyleClass().add("preferences");
        row("Theme", theme(switchTheme), "");
        row("Colours of values", colours(),
                "In heat maps of filters and in maps over pictures; all of them are even to the "
                        + "eye, and cividis also to eyes that do not tell red from green.");
        row("Size of text and marks", sizes(magnified),
                "Ctrl++ and Ctrl+− do the same. What has no room then scrolls.");
        row("Memory for caches", caches(),
                "For what could be computed again: the buffers with which networks are run, maps and "
                        + "scores. What was not used for longest gives way. Less makes going back and forth slower.");
        row("Threads", threads(), "How many cores an operation of the engine uses. Holds from the next start on.");
        row("Workspace", workspace(open, chooser),
                "Where runs, studies and imported networks are kept. Another holds from the next "
                        + "start on; nothing is moved.");
        Label title = new Label("Preferences");
        title.getStyleClass().add(Styles.TITLE_4);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button leave = new Button("Close", new FontIcon("fth-x"));
        leave.setId("close-preferences");
        leave.setOnAction(event -> close.run());
        HBox top = new HBox(title, space, leave);
        top.getStyleClass().add("help-row");
        ScrollPane scroll = new ScrollPane(form);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("help-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        VBox sheet = new VBox(top, scroll);
        sheet.getStyleClass().add("sheet");
        getChildren().add(sheet);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
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

    /** Lets the preferences hold that can hold at any time. */
    static void apply(WindowPreferences preferences) {
        Theme.valueColoursProperty().set(preferences.valueColours());
        // Maps and scores have their own limits, which together are this.
        Program.keepBuffersWithin(preferences.cacheBytes() - GIB / 4);
    }

    private void row(String title, Node control, String explanation) {
        Label name = new Label(title);
        name.getStyleClass().add(Styles.TEXT_BOLD);
        name.setMinWidth(USE_PREF_SIZE);
        GridPane.setValignment(name, VPos.TOP);
        VBox right = new VBox(4, control);
        GridPane.setHgrow(right, Priority.ALWAYS);
        if (!explanation.isEmpty()) {
            Label words = new Label(explanation);
            words.setWrapText(true);
            words.setMinHeight(USE_PREF_SIZE);
            words.getStyleClass().add(Styles.TEXT_MUTED);
            right.getChildren().add(words);
        }
        form.addRow(form.getRowCount(), name, right);
    }

    private Node theme(Runnable switchTheme) {
        Segments<Theme> themes = new Segments<>(List.of(Theme.values()),
                theme -> theme == Theme.LIGHT ? "Light" : "Dark", theme -> "Ctrl+D takes the other one");
        themes.valueProperty().set(preferences.theme());
        themes.valueProperty().addListener((property, old, now) -> {
            if (now != preferences.theme()) {
                switchTheme.run();
            }
        });
        return themes;
    }

    private Node colours() {
        Segments<ColourMap> colours = new Segments<>(
                ColourMap.forValues().stream().filter(map -> map != ColourMap.JET).toList(), ColourMap::toString,
                map -> "The colours of values, from none to most");
        colours.setId("value-colours");
        colours.valueProperty().set(preferences.valueColours());
        colours.valueProperty().addListener((property, old, now) -> {
            preferences.setValueColours(now);
            apply(preferences);
        });
        return colours;
    }

    private static Node sizes(Magnified magnified) {
        Segments<Double> sizes = new Segments<>(Arrays.stream(Magnified.FACTORS).boxed().toList(),
                factor -> Math.round(100 * factor) + " %",
                factor -> factor == 1 ? "For one person" : "Readable from further away");
        sizes.setId("text-size");
        Arrays.stream(Magnified.FACTORS).boxed().filter(factor -> factor == magnified.factorProperty().get())
                .findFirst().ifPresent(sizes.valueProperty()::set);
        sizes.valueProperty().addListener((property, old, now) -> magnified.factorProperty().set(now));
        return sizes;
    }

    private Node caches() {
        Segments<Long> caches = new Segments<>(CACHES, bytes -> Figures.memory(bytes),
                bytes -> bytes == preferences.cacheBytes() ? "As it is" : "Holds at once");
        caches.setId("cache-memory");
        CACHES.stream().filter(bytes -> bytes >= preferences.cacheBytes()).findFirst()
                .ifPresent(caches.valueProperty()::set);
        caches.valueProperty().addListener((property, old, now) -> {
            preferences.setCacheBytes(now);
            apply(preferences);
        });
        return caches;
    }

    private Node threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        ComboBox<Integer> threads = new ComboBox<>(
                FXCollections.observableArrayList(IntStream.rangeClosed(0, cores).boxed().toList()));
        threads.setId("threads");
        threads.setAccessibleText("Threads");
        threads.setConverter(Named.by(count -> count == 0 ? "As many as there are cores (" + cores + ")"
                : count == 1 ? "1 thread" : count + " threads"));
        threads.setValue(Math.min(cores, preferences.threads()));
        threads.setOnAction(event -> preferences.setThreads(threads.getValue()));
        return threads;
    }

    private Node workspace(Path open, Chooser chooser) {
        TextField place = new TextField(preferences.workspace().orElse(open).toString());
        place.setEditable(false);
        place.setAccessibleText("The workspace's folder");
        HBox.setHgrow(place, Priority.ALWAYS);
        Button choose = new Button("Choose…");
        choose.setId("choose-workspace");
        choose.setMinWidth(USE_PREF_SIZE);
        choose.setOnAction(event -> chooser.folder("A folder for Espalier's runs").ifPresent(folder -> {
            Path whole = folder.toAbsolutePath().normalize();
            preferences.setWorkspace(whole);
            place.setText(whole.toString());
        }));
        HBox row = new HBox(place, choose);
        row.getStyleClass().add("help-row");
        return row;
    }
}
