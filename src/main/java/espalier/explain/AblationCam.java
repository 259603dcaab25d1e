package espalier.explain;

import espalier.network.Network;
import java.util.Arrays;

/**
 * Ablation-CAM (Desai and Ramaswamy 2020, equation 3): {@code w_k = (y − y_k) / y}, with y_k the class's logit while
 * channel k is 0. Where y is below 0 the signs turn round, as the formula has it.
 */
final class AblationCam extends ChannelCam {

    /** Stands for no channel. */
    private static final int NONE = -1;

    @Override
    int batch(Network network) {
        return BATCH;
    }

    @Override
    float[][] run(Seen seen, int from, int count) {
        int[] channels = new int[BATCH];
        Arrays.setAll(channels, i -> i < count ? from + i : NONE);
        return seen.network().ablate(seen.picture(), seen.layer().name(), channels);
    }

    @Override
    float[] weights(float y, float[] logits) {
        float[] w = new float[logits.length];
        for (int k = 0; k < w.length; k++) {
            w[k] = (y - logits[k]) / y;
        }
        return w;
    }
}
