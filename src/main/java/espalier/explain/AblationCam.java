package espalier.explain;

import espalier.basics.Progress;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.Arrays;

/**
 * Ablation-CAM's weights (Desai and Ramaswamy 2020, equation 3): {@code (y − y_k) / y}, with y the class's logit and
 * y_k that with channel k set to 0. Where y is below 0 the signs turn round, as the formula has it.
 */
final class AblationCam implements ChannelWeights {

    /** So many channels go through the rest of the network at once. */
    private static final int BATCH = 32;

    @Override
    public float[] of(Network network, LayerInfo layer, float[] picture, float[] activation, int label, float logit,
            Progress progress) {
        float[] weights = new float[layer.channels()];
        for (int from = 0; from < weights.length; from += BATCH) {
            progress.checkpoint();
            int[] channels = new int[BATCH];
            Arrays.fill(channels, -1);
            int count = Math.min(BATCH, weights.length - from);
            for (int i = 0; i < count; i++) {
                channels[i] = from + i;
            }
            float[][] logits = network.ablate(picture, layer.name(), channels);
            for (int i = 0; i < count; i++) {
                weights[from + i] = (logit - logits[i][label]) / logit;
            }
            progress.update((from + count) / (double) weights.length,
                    "Ablation-CAM: channel " + (from + count) + " of " + weights.length + " of " + layer.name());
        }
        return weights;
    }
}
