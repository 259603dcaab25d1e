package espalier.app.figures;

import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javafx.event.EventTarget;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/** The ways in which a figure is taken elsewhere, as a menu. */
public final class FigureMenu {

    private static final int[] FACTORS = {1, 2, 4};
    /** On the clipboard a picture is for a screen, or for slides. */
    private static final int CLIPBOARD = 2;
    private static final int LEAST_WIDTH = 64;
    private static final int MOST_WIDTH = 16_384;

    private static ContextMenu shown = new ContextMenu();

    private FigureMenu() {}

    /**
     * Gives the figures below a node their menus: by right click, and by the menu key or Shift+F10 where one has the
     * focus.
     */
    public static void install(Node root, FigureHost host) {
        Figure.setHost(root, host);
        root.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                event -> of(event.getTarget()).ifPresent(figure -> {
                    show(figure, event.getScreenX(), event.getScreenY());
                    event.consume();
                }));
        root.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.CONTEXT_MENU || event.getCode() == KeyCode.F10 && event.isShiftDown()) {
                of(event.getTarget()).ifPresent(figure -> {
                    show(figure);
                    event.consume();
                });
            }
        });
        root.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> shown.hide());
    }

    private static Optional<Figure> of(EventTarget target) {
        return target instanceof Node node ? Figure.around(node) : Optional.empty();
    }

    private static void show(Figure figure) {
        Bounds bounds = figure.node().localToScreen(figure.node().getLayoutBounds());
        show(figure, bounds.getMinX() + Math.min(40, bounds.getWidth() / 2),
                bounds.getMinY() + Math.min(40, bounds.getHeight() / 2));
    }

    private static void show(Figure figure, double x, double y) {
        shown.hide();
        shown = new ContextMenu();
        shown.setId("figure-menu");
        shown.getItems().setAll(items(figure));
        shown.setAutoHide(true);
        shown.show(figure.node(), x, y);
    }

    /** The ways in which a figure can be taken now. */
    public static List<MenuItem> items(Figure figure) {
        List<MenuItem> items = new ArrayList<>();
        items.add(item("Copy picture", () -> copyPicture(figure)));
        Optional<String> csv = figure.csv();
        csv.ifPresent(table -> items.add(item("Copy as CSV", () -> copyTable(figure, table))));
        items.add(new SeparatorMenuItem());
        Menu png = new Menu("Save as PNG");
        double[] size = FigureSheet.size(figure);
        for (int factor : FACTORS) {
            png.getItems().add(item(
                    factor + "×: " + Math.round(factor * size[0]) + " × " + Math.round(factor * size[1]) + " pixels…",
                    () -> savePng(figure, factor)));
        }
        png.getItems().add(item("Another width…", () -> savePngOfWidth(figure, size[0])));
        items.add(png);
        items.add(item("Save as SVG…", () -> saveText(figure, "SVG picture", ".svg", FigureSheet.svg(figure))));
        csv.ifPresent(table -> items.add(item("Save as CSV…", () -> saveText(figure, "CSV table", ".csv", table))));
        return items;
    }

    private static MenuItem item(String title, Runnable action) {
        MenuItem item = new MenuItem(title);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static void copyPicture(Figure figure) {
        ClipboardContent content = new ClipboardContent();
        content.putImage(FigureSheet.image(figure, CLIPBOARD));
        Clipboard.getSystemClipboard().setContent(content);
        tell(figure, "Copied the picture “" + figure.name() + "”.");
    }

    private static void copyTable(Figure figure, String table) {
        ClipboardContent content = new ClipboardContent();
        content.putString(table);
        Clipboard.getSystemClipboard().setContent(content);
        tell(figure, "Copied “" + figure.name() + "” as CSV, " + Figures.count(table.lines().count() - 1) + " rows.");
    }

    private static void savePngOfWidth(Figure figure, double usual) {
        figure.host().map(host -> host.width((int) Math.round(2 * usual))).orElse(OptionalInt.empty())
                .ifPresent(wanted -> savePng(figure, Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, wanted)) / usual));
    }

    private static void savePng(Figure figure, double factor) {
        WritableImage image = FigureSheet.image(figure, factor);
        save(figure, "PNG picture", ".png", () -> Png.of(image));
    }

    /** @param content is asked for away from the FX thread */
    private static void save(Figure figure, String kind, String ending, Supplier<byte[]> content) {
        figure.host()
                .ifPresent(host -> host.place(kind, figure.fileName() + ending)
                        .ifPresent(file -> CompletableFuture
                                .runAsync(() -> AtomicFiles.write(file, out -> out.write(content.get())))
                                .whenComplete((done, failure) -> {
                                    if (failure == null) {
                                        host.tell("Saved “" + figure.name() + "” as " + file + ".");
                                    } else {
                                        host.report(failure);
                                    }
                                })));
    }

    private static void saveText(Figure figure, String kind, String ending, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        save(figure, kind, ending, () -> content);
    }

    private static void tell(Figure figure, String sentence) {
        figure.host().ifPresent(host -> host.tell(sentence));
    }

    /**
     * A figure's picture.
     *
     * @param width in pixels
     */
    public static Image picture(Figure figure, double width) {
        return FigureSheet.image(figure, width / FigureSheet.size(figure)[0]);
    }
}
