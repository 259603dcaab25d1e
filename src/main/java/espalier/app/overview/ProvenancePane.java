package espalier.app.overview;

import atlantafx.base.theme.Styles;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.basics.Figures;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Where the network comes from: what its file says of how it was made. */
final class ProvenancePane extends GridPane {

    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter
            .ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());

    ProvenancePane(Session session) {
        setId("provenance");
        getStyleClass().add("provenance");
        ColumnConstraints values = new ColumnConstraints(60, 200, Double.MAX_VALUE, Priority.ALWAYS, null, true);
        getColumnConstraints().addAll(new ColumnConstraints(84, Region.USE_COMPUTED_SIZE, 150), values);
        session.selectedProperty().addListener((selected, old, now) -> show(now));
        show(session.getSelected());
    }

    private void show(OpenNetwork network) {
        getChildren().clear();
        if (network == null) {
            return;
        }
        Map<String, String> lines = new LinkedHashMap<>(network.description().provenance());
        lines.put("picture size", network.description().inputSize() + " pixels");
        lines.put("file", network.file().toString());
        int row = 0;
        for (Map.Entry<String, String> line : lines.entrySet()) {
            Label key = new Label(line.getKey());
            key.getStyleClass().add(Styles.TEXT_MUTED);
            key.setTooltip(new Tooltip(line.getKey()));
            String text = words(line.getKey(), line.getValue());
            Label value = new Label(text);
            value.setTooltip(new Tooltip(text));
            value.getTooltip().setWrapText(true);
            value.getTooltip().setMaxWidth(480);
            addRow(row++, key, value);
        }
    }

    /** Files keep shares and instants for programs; what is neither stays as it is. */
    private static String words(String key, String value) {
        try {
            return switch (key) {
                case "test accuracy" -> Figures.percent(Double.parseDouble(value));
                case "date" -> DAY_AND_TIME.format(Instant.parse(value));
                default -> value;
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            return value;
        }
    }
}
