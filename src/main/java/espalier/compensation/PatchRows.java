package espalier.compensation;

import espalier.engine.LinearLayer;
import espalier.engine.Moments;
import espalier.engine.Stages;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a layer reads at some places, and what it is to give there.
 *
 * @param stages   the pass that gives the layer's input
 * @param layer    of the same program
 * @param group    of its groups
 * @param channels which of the input's channels are looked at; empty for all
 * @param places   positions in the outputs, of all pictures
 * @param wanted   {@code [places · outputs]}; none where only the inputs are asked for
 * @param centred  whether a constant is fitted too
 */
record PatchRows(Stages stages, LinearLayer layer, int group, Optional<int[]> channels, int[] places, float[] wanted,
        boolean centred) implements Moments.Rows {

    @Override
    public int inputs() {
        return layer.patch() / layer.channels() * channels.map(chosen -> chosen.length).orElse(layer.channels());
    }

    @Override
    public int outputs() {
        return wanted.length / places.length;
    }

    @Override
    public int count() {
        return places.length;
    }

    @Override
    public float[] inputs(int from, int to) {
        float[] patches = stages.patches(layer, group, Arrays.copyOfRange(places, from, to));
        return channels.map(chosen -> columns(patches, layer.channels(), chosen)).orElse(patches);
    }

    @Override
    public float[] outputs(int from, int to) {
        return Arrays.copyOfRange(wanted, from * outputs(), to * outputs());
    }

    /** Some columns of each of the rows, of which each has so many. */
    static float[] columns(float[] rows, int columns, int[] chosen) {
        float[] values = new float[rows.length / columns * chosen.length];
        for (int row = 0, to = 0; row < rows.length; row += columns) {
            for (int column : chosen) {
                values[to++] = rows[row + column];
            }
        }
        return values;
    }
}
