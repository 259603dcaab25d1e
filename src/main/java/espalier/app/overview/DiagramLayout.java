package espalier.app.overview;

import espalier.network.LayerKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the blocks of a drawing stand, from left to right. All share the room by their weights; the picture and the
 * classes keep enough to be seen however many layers there are.
 *
 * @param columns of the network
 * @param width   of the drawing in pixels
 */
record DiagramLayout(List<DiagramColumn> columns, double width) {

    private static final double MARGIN = 12;
    private static final double NARROWEST = 12;
    private static final double WIDEST = 120;
    private static final double END = 56;

    /** The least width at which all layers can be told apart. */
    static double leastWidth(List<DiagramColumn> columns) {
        return 2 * MARGIN
                + columns.stream().mapToDouble(column -> isEnd(column) ? END : NARROWEST * column.weight()).sum();
    }

    /** The picture, or the classes. */
    private static boolean isEnd(DiagramColumn column) {
        return column.layer().kind() == LayerKind.INPUT || column.layer().kind() == LayerKind.OUTPUT;
    }

    /** The room of a convolution. */
    double unit() {
        double all = width - 2 * MARGIN;
        double alike = all / Math.max(1, columns.stream().mapToDouble(DiagramColumn::weight).sum());
        if (alike >= END) {
            return Math.min(WIDEST, alike);
        }
        double ends = columns.stream().filter(DiagramLayout::isEnd).count() * END;
        double others = columns.stream().filter(column -> !isEnd(column)).mapToDouble(DiagramColumn::weight).sum();
        return Math.max(1, (all - ends) / Math.max(1, others));
    }

    /** The room of a block. */
    double room(int column) {
        return room(columns.get(column), unit());
    }

    private static double room(DiagramColumn column, double unit) {
        return isEnd(column) ? Math.max(END, unit) : unit * column.weight();
    }

    /** The middle of a block. */
    double middle(int column) {
        double unit = unit();
        double all = columns.stream().mapToDouble(other -> room(other, unit)).sum();
        double before = columns.subList(0, column).stream().mapToDouble(other -> room(other, unit)).sum();
        return (width - all) / 2 + before + room(columns.get(column), unit) / 2;
    }

    /** The block at a place, or −1. */
    int at(double x) {
        for (int i = 0; i < columns.size(); i++) {
            if (Math.abs(x - middle(i)) <= room(i) / 2) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Blocks that follow each other with the same width, before pruning, and maps of the same size: what can share its
     * words where there is no room for each one's own. Joints are in none.
     */
    List<List<Integer>> runs() {
        List<List<Integer>> runs = new ArrayList<>();
        DiagramColumn last = null;
        for (int i = 0; i < columns.size(); i++) {
            DiagramColumn column = columns.get(i);
            if (!column.isBlock()) {
                continue;
            }
            boolean continues = last != null && !isEnd(last) && !isEnd(column) && last.before() == column.before()
                    && last.layer().height() == column.layer().height()
                    && last.layer().width() == column.layer().width();
            if (!continues) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(i);
            last = column;
        }
        return runs;
    }
}
