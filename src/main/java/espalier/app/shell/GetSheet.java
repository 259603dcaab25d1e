package espalier.app.shell;

import atlantafx.base.controls.Spacer;
import atlantafx.base.theme.Styles;
import espalier.app.Downloads;
import espalier.app.Page;
import espalier.data.download.PublicData;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a public data set is, where it comes from and where to; a button fetches it in the background. */
final class GetSheet extends StackPane {

    private final PublicData data;
    private final Downloads downloads;
    private final Runnable close;
    private final ObjectProperty<Path> into = new SimpleObjectProperty<>(this, "into");

    /**
     * @param askForFolder asks the person for another folder
     * @param close        takes the sheet away
     */
    GetSheet(PublicData data, Downloads downloads, Supplier<Optional<Path>> askForFolder, Runnable close) {
        this.data = data;
        this.downloads = downloads;
        this.close = close;
        into.set(downloads.home());
        getStyleClass().add("veil");
        setId("get");
        Label title = new Label("Get " + data.title());
        title.getStyleClass().add(Styles.TITLE_4);
        VBox sheet = new VBox(title, words(data.content() + "."), fact("From", data.archive().address().toString()),
                fact("Size", data.size()), folder(askForFolder),
                words("Its makers say at " + data.home() + " what may be done with it. The download can be stopped at "
                        + "any time, and is resumed where it stopped."),
                buttons());
        sheet.getStyleClass().add("small-sheet");
        sheet.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        getChildren().add(sheet);
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close.run();
                event.consume();
            }
        });
    }

    private static Label words(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static HBox fact(String name, String value) {
        Label text = new Label(value);
        text.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        text.setTooltip(new Tooltip(value));
        return fact(name, text);
    }

    private static HBox fact(String name, Label value) {
        Label label = new Label(name);
        label.getStyleClass().addAll(Styles.TEXT_MUTED, "fact-name");
        HBox.setHgrow(value, Priority.ALWAYS);
        HBox row = new HBox(label, value);
        row.getStyleClass().add("fact");
        return row;
    }

    private Node folder(Supplier<Optional<Path>> askForFolder) {
        Label name = new Label();
        name.setId("get-folder");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        name.textProperty()
                .bind(Bindings.createStringBinding(() -> into.get().resolve(data.archive().folder()).toString(), into));
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(name.textProperty());
        name.setTooltip(whole);
        Button change = new Button("Change…");
        change.setId("get-change");
        change.getStyleClass().add(Styles.SMALL);
        change.setMinWidth(Region.USE_PREF_SIZE);
        change.setOnAction(event -> askForFolder.get().ifPresent(into::set));
        HBox row = fact("To", name);
        row.getChildren().addAll(new Spacer(), change);
        return row;
    }

    private Node buttons() {
        Button get = new Button("Get " + data.title(), new FontIcon("fth-download"));
        get.setId("get-go");
        get.getStyleClass().add(Styles.ACCENT);
        get.setDefaultButton(true);
        get.setOnAction(event -> {
            downloads.get(data, into.get());
            close.run();
        });
        get.disableProperty().bind(downloads.currentProperty().isNotNull());
        Label busy = words("");
        busy.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> downloads.currentProperty().get() == null ? ""
                                : downloads.currentProperty().get().title() + " is being fetched; one at a time.",
                        downloads.currentProperty()));
        busy.getStyleClass().add(Styles.TEXT_MUTED);
        Page.showWhile(busy, downloads.currentProperty().isNotNull());
        Button leave = new Button("Cancel");
        leave.setId("get-cancel");
        leave.setOnAction(event -> close.run());
        sceneProperty().addListener((property, old, scene) -> {
            if (scene != null) {
                (get.isDisabled() ? leave : get).requestFocus();
            }
        });
        HBox row = new HBox(busy, new Spacer(), leave, get);
        row.getStyleClass().add("fact");
        return row;
    }

    /** What is being fetched, how far it is, and a button that stops it; for the status line. */
    static Node strip(Downloads downloads) {
        Label title = new Label();
        title.setMinWidth(Region.USE_PREF_SIZE);
        title.textProperty().bind(Bindings.createStringBinding(
                () -> downloads.currentProperty().get() == null ? "" : downloads.currentProperty().get().title(),
                downloads.currentProperty()));
        title.setGraphic(new FontIcon("fth-download"));
        ProgressBar bar = new ProgressBar();
        bar.progressProperty().bind(downloads.fractionProperty());
        Button stop = new Button(null, new FontIcon("fth-x"));
        stop.setId("download-stop");
        stop.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        stop.setTooltip(new Tooltip("Stop; what came is kept"));
        stop.setAccessibleText("Stop fetching");
        stop.setOnAction(event -> downloads.cancel());
        HBox strip = new HBox(title, bar, stop);
        strip.setId("download");
        strip.getStyleClass().add("download-strip");
        strip.setMinWidth(Region.USE_PREF_SIZE);
        Tooltip message = new Tooltip();
        message.textProperty().bind(downloads.messageProperty());
        Tooltip.install(strip, message);
        strip.accessibleTextProperty().bind(downloads.messageProperty());
        Page.showWhile(strip, downloads.currentProperty().isNotNull());
        return strip;
    }
}
