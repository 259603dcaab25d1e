package espalier.explain;

import espalier.basics.Progress;
import espalier.network.LayerInfo;
import espalier.network.Network;

/**
 * A method that runs the network once for each of a layer's channels: the class's logits y_k, each with channel k shown
 * or left out in the method's own way, give weights w_k, and the map is {@code Σ_k w_k A_pk}. Here is what such methods
 * share: channels in batches, progress and the sum.
 */
abstract class ChannelCam {

    /** So many channels go through the network at once. */
    static final int BATCH = 32;

    /**
     * What is explained, copied from what the network saw, as running it again overwrites that.
     *
     * @param picture    normalised, {@code [height, width, 3]}
     * @param activation A, the layer's, {@code [positions, channels]}
     * @param label      the class
     * @param logit      y, of the class on the picture
     */
    record Seen(Network network, LayerInfo layer, float[] picture, float[] activation, int label, float logit) {}

    /** How many channels go through the network at once, at most {@link #BATCH}. */
    abstract int batch(Network network);

    /**
     * Runs the network for some channels.
     *
     * @return {@code [count or more][classes]}: its logits, for each channel from {@code from} on
     */
    abstract float[][] run(Seen seen, int from, int count);

    /**
     * The weights w_k.
     *
     * @param y      the class's logit on the picture
     * @param logits {@code [channels]}: y_k
     */
    abstract float[] weights(float y, float[] logits);

    /**
     * The map.
     *
     * @param title    the method's, for the progress
     * @param progress told of each batch; its checkpoints stop or hold the work
     */
    final ClassMap map(Seen seen, String title, Progress progress) {
        LayerInfo layer = seen.layer;
        float[] logits = new float[layer.channels()];
        int batch = batch(seen.network);
        for (int from = 0; from < logits.length; from += batch) {
            progress.checkpoint();
            int count = Math.min(batch, logits.length - from);
            float[][] found = run(seen, from, count);
            for (int i = 0; i < count; i++) {
                logits[from + i] = found[i][seen.label];
            }
            progress.update((from + count) / (double) logits.length,
                    title + ": channel " + (from + count) + " of " + logits.length + " of " + layer.name());
        }
        return new ClassMap(layer.height(), layer.width(), combined(weights(seen.logit, logits), seen.activation));
    }

    /** {@code Σ_k w_k A_pk}. */
    private static float[] combined(float[] w, float[] a) {
        float[] map = new float[a.length / w.length];
        for (int p = 0; p < map.length; p++) {
            double sum = 0;
            for (int k = 0; k < w.length; k++) {
                sum += (double) w[k] * a[p * w.length + k];
            }
            map[p] = (float) sum;
        }
        return map;
    }
}
