package espalier.app.overview;

import espalier.app.overview.DiagramLayout.Column;
import espalier.basics.Figures;
import espalier.network.LayerInfo;

/** What a layer does, in words for students. */
final class LayerWords {

    private LayerWords() {}

    /** A few lines on a block. */
    static String of(Column column) {
        LayerInfo layer = column.layer();
        StringBuilder words = new StringBuilder(layer.name()).append(" – ").append(kind(layer)).append('\n');
        words.append("Gives ").append(layer.height() == 1 && layer.width() == 1 ? layer.channels() + " numbers."
                : layer.channels() + " maps of " + layer.height() + "×" + layer.width() + ".");
        if (layer.parameters() > 0) {
            words.append('\n').append(Figures.large(layer.parameters())).append(" parameters");
            if (layer.macs() > 0) {
                words.append(", ").append(Figures.large(layer.macs()))
                        .append(" MACs (multiply-accumulates for one picture)");
            }
        }
        if (column.removed() > 0) {
            words.append('\n').append("Pruned: ").append(layer.channels()).append(" of ").append(column.before())
                    .append(" are left.");
        }
        return words.toString();
    }

    private static String kind(LayerInfo layer) {
        return switch (layer.kind()) {
            case INPUT -> "the picture, in red, green and blue";
            case CONVOLUTION -> "convolution: " + layer.channels() + " filters of " + layer.kernel() + "×"
                    + layer.kernel() + " pixels slide over the maps before, each looking for its own pattern";
            case DEPTHWISE_CONVOLUTION -> "depthwise convolution: each filter slides over one map only";
            case DENSE -> "fully connected layer: every number is a weighted sum of all before";
            case OUTPUT -> "classifier: a number for each class; the largest is the prediction";
            case POOLING -> "pooling: keeps the strongest answer of each small window, so maps become smaller";
            case GLOBAL_POOLING -> "global pooling: one number for each map, its mean";
            case ADD -> "sum of several layers: a residual connection";
            case SHORTCUT ->
                "shortcut without parameters: every second pixel, with maps of zeros added to fit the sum behind it";
            case CONCATENATE -> "several layers side by side";
            case RESIZING -> "maps padded, cropped or enlarged (" + layer.type() + ")";
            case BATCH_NORM -> "batch norm";
            case ACTIVATION -> "activation";
            case DROPOUT -> "dropout";
            case OTHER -> layer.type();
        };
    }
}
