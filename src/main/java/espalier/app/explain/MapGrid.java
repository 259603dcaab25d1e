package espalier.app.explain;

import espalier.app.OpenNetwork;
import java.util.ArrayList;
import java.util.List;

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
        return pictures.equals(other.pictures) && networks.equals(other.networks);
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
}
