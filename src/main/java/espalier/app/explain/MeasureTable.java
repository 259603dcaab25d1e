package espalier.app.explain;

import espalier.basics.Csv;
import espalier.explain.Explanation;
import espalier.explain.measures.MapMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is shown as CSV (RFC 4180): a line for each map, with all measures that are known, whether they are chosen or
 * not.
 */
final class MeasureTable {

    private MeasureTable() {}

    static String csv(MapGrid grid, String method, String layer) {
        List<String> heading = new ArrayList<>(List.of("picture", "true_class", "network", "rate", "achieved_rate",
                "method", "layer", "predicted", "confidence", "explained", "probability", "empty", "raw_max"));
        for (MapMeasure measure : MapMeasure.values()) {
            heading.add(measure.name().toLowerCase(Locale.ROOT));
        }
        StringBuilder csv = new StringBuilder(Csv.line(heading));
        grid.cells().forEach(row -> row.stream().filter(cell -> cell.explanation().isPresent())
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
