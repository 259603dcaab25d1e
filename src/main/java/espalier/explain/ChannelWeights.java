package espalier.explain;

import espalier.basics.Progress;
import espalier.network.LayerInfo;
import espalier.network.Network;

/** Weighs a layer's channels for one picture by running the network once for each. */
interface ChannelWeights {

    /**
     * The weights.
     *
     * @param picture    normalised, {@code [height, width, 3]}
     * @param activation the layer's, {@code [positions, channels]}
     * @param label      the class
     * @param logit      of the class on the picture
     * @param progress   told of each batch; its checkpoints stop or hold the work
     * @return {@code [channels]}
     */
    float[] of(Network network, LayerInfo layer, float[] picture, float[] activation, int label, float logit,
            Progress progress);
}
