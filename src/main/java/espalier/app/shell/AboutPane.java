package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.Desktop;
import espalier.app.Notices;
import espalier.basics.About;
import espalier.engine.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Which program this is, of which parts, and where its log is. */
final class AboutPane extends VBox {

    /** @param notices hears of what cannot be opened */
    AboutPane(Notices notices) {
        super(10);
        setId("about");
        Label title = new Label("Espalier " + About.version(), Emblem.node());
        title.getStyleClass().add(Styles.TITLE_4);
        getChildren().addAll(title, versions(), log(notices));
    }

    private static GridPane versions() {
        GridPane versions = new GridPane();
        versions.getStyleClass().add("help-table");
        String[][] rows = {{"Java", System.getProperty("java.version") + " of " + System.getProperty("java.vendor")},
                {"JavaFX", System.getProperty("javafx.runtime.version", "")}, {"ND4J", Backend.nd4jVersion()},
                {"System",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                                + System.getProperty("os.arch")},
                {"Licence", "Apache License 2.0; those of the libraries are below"}};
        for (int row = 0; row < rows.length; row++) {
            Label name = new Label(rows[row][0]);
            name.getStyleClass().add(Styles.TEXT_MUTED);
            versions.addRow(row, name, new Label(rows[row][1]));
        }
        return versions;
    }

    private static HBox log(Notices notices) {
        Path file = About.log();
        TextField place = new TextField(file.toString());
        place.setEditable(false);
        place.setAccessibleText("The log");
        HBox.setHgrow(place, Priority.ALWAYS);
        Label name = new Label("Log");
        name.setMinWidth(USE_PREF_SIZE);
        Button open = button("Open", "fth-file-text", "Shows the log in the system's program for text", "open-log");
        open.setOnAction(event -> Desktop.open(Files.exists(file) ? file : file.toAbsolutePath().getParent(), notices));
        Button copy = button("Copy", "fth-copy", "Copies the end of the log, for a message to whoever helps",
                "copy-log");
        copy.setOnAction(event -> Desktop.copyEnd(file, notices));
        HBox row = new HBox(name, place, open, copy);
        row.getStyleClass().add("help-row");
        return row;
    }

    private static Button button(String title, String icon, String help, String id) {
        Button button = new Button(title, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(USE_PREF_SIZE);
        button.setTooltip(new Tooltip(help));
        return button;
    }
}
