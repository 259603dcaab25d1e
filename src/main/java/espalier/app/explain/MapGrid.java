package espalier.app.explain;

import espalier.app.OpenNetwork;
import espalier.basics.Csv;
import espalier.explain.Explanation;
import espalier.explain.measures.MapMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All that the page shows at a moment.
 *
 * @param pictures the rows
 * @param networks the columns, the unpruned network first
 * @param cells    {@code [rows][columns]}
 * @param largest  the largest value of all maps, before scaling
 */
public record MapGrid(List<ShownPicture> pictures, List<OpenNetwork> networks, List<List<MapCell>> cells,
        double largest) {

    /** Nothing to show. */
    public static final MapGrid EMPTY = new MapGrid(List.of(), List.of(), List.of(), 0);

    /** Whether another grid has the same rows and columns, so that only the cells' contents differ. */
    public boolean hasShapeOf(MapGrid other) {
        return pictures.equals(other.pictures) && columns().equals(other.columns());
    }

    /** The live network's column stays when its slider moves. */
    private List<Object> columns() {
        return networks.stream().<Object>map(network -> network.isLive() ? network.column() : network).toList();
    }

    /** The same with those cells of another that show the very same. */
    MapGrid keeping(MapGrid before) {
        if (!hasShapeOf(before)) {
            return this;
        }
        List<List<MapCell>> kept = new ArrayList<>();
        for (int row = 0; row < cells.size(); row++) {
            List<MapCell> line = new ArrayList<>();
            for (int column = 0; column < networks.size(); column++) {
                MapCell now = cells.get(row).get(column);
                MapCell then = before.cells.get(row).get(column);
                line.add(now.isLike(then) ? then : now);
            }
            kept.add(line);
        }
        return new MapGrid(pictures, networks, kept, largest);
    }

    /** How many cells still wait for their map. */
    public long waiting() {
        return cells.stream().flatMap(List::stream)
                .filter(cell -> cell.explanation().isEmpty() && cell.failure().isEmpty()).count();
    }

    /** How many cells have no map because that failed, or was cancelled. */
    public long failed() {
        return cells.stream().flatMap(List::stream).filter(cell -> !cell.failure().isEmpty()).count();
    }

    /** How many maps are empty. */
    public long empty() {
        return cells.stream().flatMap(List::stream).filter(MapCell::isEmpty).count();
    }

    /**
     * What is shown as CSV (RFC 4180): a line for each map, with all measures that are known, whether they are chosen
     * or not. The live network is in no file, and not in this one either.
     */
    String csv(String method, String layer) {
        List<String> heading = new ArrayList<>(List.of("picture", "true_class", "network", "rate", "achieved_rate",
                "method", "layer", "predicted", "confidence", "explained", "probability", "empty", "raw_max"));
        for (MapMeasure measure : MapMeasure.values()) {
            heading.add(measure.name().toLowerCase(Locale.ROOT));
        }
        StringBuilder csv = new StringBuilder(Csv.line(heading));
        cells.forEach(row -> row.stream().filter(cell -> cell.explanation().isPresent() && !cell.network().isLive())
                .forEach(cell -> csv.append(Csv.line(fields(cell, method, layer)))));
        return csv.toString();
    }

    private static List<String> fields(MapCell cell, String method, String layer) {
        Explanation explanation = cell.explanation().orElseThrow();
        List<String> classes = cell.network().description().classNames();
        List<String> fields = new ArrayList<>(List.of(cell.picture().title(),
                cell.picture().hasLabel() ? classes.get(cell.picture().label()) : "", cell.network().toString(),
                Csv.number(cell.network().rate()), Csv.number(cell.network().achievedRate()), method, layer,
                cell.predictedName(), Csv.number(cell.confidence()), cell.explainedName(),
                Csv.number(explanation.probabilities()[explanation.explained()]), Boolean.toString(cell.isEmpty()),
                Csv.number(explanation.map().max())));
        for (MapMeasure measure : MapMeasure.values()) {
            fields.add(Csv.number(cell.measure(measure)));
        }
        return fields;
    }
}
