package espalier.app.controls;

import java.util.StringJoiner;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** Takes a heatmap elsewhere: as a picture for slides, as a table for a spreadsheet. */
final class HeatmapExport {

    private HeatmapExport() {}

    /** The menu of a heatmap. */
    static ContextMenu menu(Heatmap heatmap) {
        MenuItem picture = new MenuItem("Copy as picture");
        picture.setOnAction(event -> {
            ClipboardContent content = new ClipboardContent();
            content.putImage(heatmap.snapshot(new SnapshotParameters(), null));
            Clipboard.getSystemClipboard().setContent(content);
        });
        MenuItem table = new MenuItem("Copy as table");
        table.setOnAction(event -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(table(heatmap.data().get(), heatmap.places()));
            Clipboard.getSystemClipboard().setContent(content);
        });
        return new ContextMenu(picture, table);
    }

    /** The values as they stand, tabs between them: what spreadsheets take from the clipboard. */
    static String table(HeatmapData data, int[] order) {
        StringBuilder text = new StringBuilder();
        for (int column : order) {
            text.append('\t').append(data.columns().get(column));
        }
        for (int row = 0; row < data.rows().size(); row++) {
            StringJoiner line = new StringJoiner("\t", "\n", "");
            line.add(data.rows().get(row).replace('\t', ' '));
            for (int column : order) {
                float value = data.values()[row][column];
                line.add(Float.isNaN(value) ? "" : Float.toString(value));
            }
            text.append(line);
        }
        return text.toString();
    }
}
