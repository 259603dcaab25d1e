package espalier.app.filters;

import espalier.importance.LayerScores;
import espalier.network.LayerInfo;

/**
 * A convolution in the strip.
 *
 * @param info   what it is
 * @param scores of its filters
 */
record LayerView(LayerInfo info, LayerScores scores) {

    String name() {
        return info.name();
    }
}
