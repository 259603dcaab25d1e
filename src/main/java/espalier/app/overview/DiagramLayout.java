package espalier.app.overview;

import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the blocks of a drawing stand, from left to right. All share the room by their weights; the picture and the
 * classes keep enough to be seen however many layers there are.
 *
 * @param columns of the network
 * @param width   of the drawing in pixels
 */
record DiagramLayout(List<Column> columns, double width) {

    private static final double MARGIN = 12;
    private static final double NARROWEST = 12;
    private static final double WIDEST = 120;
    private static final double END = 56;

    /** The least width at which all layers can be told apart. */
    static double leastWidth(List<Column> columns) {
        return 2 * MARGIN
                + columns.stream().mapToDouble(column -> isEnd(column) ? END : NARROWEST * column.weight()).sum();
    }

    /** The picture, or the classes. */
    private static boolean isEnd(Column column) {
        return column.layer().kind() == LayerKind.INPUT || column.layer().kind() == LayerKind.OUTPUT;
    }

    /** The room of a convolution. */
    double unit() {
        double all = width - 2 * MARGIN;
        double alike = all / Math.max(1, columns.stream().mapToDouble(Column::weight).sum());
        if (alike >= END) {
            return Math.min(WIDEST, alike);
        }
        double ends = columns.stream().filter(DiagramLayout::isEnd).count() * END;
        double others = columns.stream().filter(column -> !isEnd(column)).mapToDouble(Column::weight).sum();
        return Math.max(1, (all - ends) / Math.max(1, others));
    }

    /** The room of a block. */
    double room(int column) {
        return room(columns.get(column), unit());
    }

    private static double room(Column column, double unit) {
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
        Column last = null;
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
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

    /**
     * A block of the network's drawing: a layer that changes the shape of what flows through. Batch norm, activations
     * and dropout belong to the block before them.
     *
     * @param layer  as it is now
     * @param before its channels in the unpruned network; the same where nothing was taken out
     * @param inputs the numbers of the blocks that it reads
     */
    record Column(LayerInfo layer, int before, List<Integer> inputs) {

        /** The blocks of a network, in the order in which they run. */
        static List<Column> of(List<LayerInfo> layers, List<LayerInfo> unpruned) {
            Map<String, LayerInfo> original = unpruned.stream()
                    .collect(Collectors.toMap(LayerInfo::name, Function.identity()));
            Map<String, Integer> blocks = new HashMap<>();
            List<Column> columns = new ArrayList<>();
            for (LayerInfo layer : layers) {
                List<Integer> inputs = layer.inputs().stream().map(blocks::get).distinct().toList();
                if (isDrawn(layer) || inputs.size() != 1) {
                    LayerInfo old = original.get(layer.name());
                    columns.add(new Column(layer, old == null ? layer.channels() : old.channels(), inputs));
                    blocks.put(layer.name(), columns.size() - 1);
                } else {
                    blocks.put(layer.name(), inputs.get(0));
                }
            }
            return columns;
        }

        /** How many channels were taken out. */
        int removed() {
            return Math.max(0, before - layer.channels());
        }

        /** The room it takes beside others; a convolution's is 1. */
        double weight() {
            return switch (layer.kind()) {
                case POOLING, GLOBAL_POOLING, RESIZING, ADD, MULTIPLY, COMBINE, CONCATENATE -> 0.42;
                default -> 1;
            };
        }

        /** Whether its height tells its channels; others are joints between such blocks. */
        boolean isBlock() {
            return weight() == 1;
        }

        private static boolean isDrawn(LayerInfo layer) {
            return switch (layer.kind()) {
                case BATCH_NORM, ACTIVATION, DROPOUT, SHORTCUT -> false;
                default -> layer.kind() != LayerKind.OTHER || layer.parameters() > 0;
            };
        }
    }
}
