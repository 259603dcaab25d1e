package espalier.network;

import espalier.engine.layers.GroupedConvolution;
import java.util.List;

/**
 * A layer as others see it.
 *
 * @param name       unique in the network
 * @param kind       what it does
 * @param type       DL4J's name of the layer's class, for a person
 * @param inputs     the names of the layers that it reads
 * @param height     of the output in pixels; 1 for a vector
 * @param width      of the output in pixels; 1 for a vector
 * @param channels   of the output: for a convolution, the number of its filters
 * @param kernel     the kernel's size in pixels; 0 where there is none
 * @param groups     the groups of channels and filters that do not see each other; 1 for all but grouped convolutions
 * @param flattens   whether its input, a map, is read as one long vector (height, then width, then channels)
 * @param activation whether an activation function is applied inside, after the layer's own work
 * @param parameters the number of trained parameters
 * @param macs       multiply-accumulates for one picture; 0 for all but convolutions and dense layers
 */
public record LayerInfo(String name, LayerKind kind, String type, List<String> inputs, int height, int width,
        int channels, int kernel, int groups, boolean flattens, boolean activation, long parameters, long macs) {

    /** What an older file lacks is as it was then: one group. */
    public LayerInfo {
        inputs = List.copyOf(inputs);
        groups = Math.max(1, groups);
    }

    /** Whether this is a convolution whose filters can be scored: an ordinary one. */
    public boolean isConvolution() {
        return kind == LayerKind.CONVOLUTION;
    }

    /**
     * Whether pruning takes whole groups of a grouped convolution out, with the channels that they see, or else the
     * same share of each.
     *
     * @param inputs the number of channels that it reads
     */
    public boolean losesWholeGroups(int inputs) {
        return GroupedConvolution.losesWholeGroups(inputs, groups);
    }

    /**
     * Whether each filter has the fewer weights the fewer channels the layer reads.
     *
     * @param inputs their number
     */
    public boolean weighsInputs(int inputs) {
        return kind != LayerKind.DEPTHWISE_CONVOLUTION && !losesWholeGroups(inputs);
    }

    /** Whether this is a convolution of any kind, whose kernels' weights count as convolution weights. */
    public boolean hasKernelWeights() {
        return kind == LayerKind.CONVOLUTION || kind == LayerKind.DEPTHWISE_CONVOLUTION;
    }

    /** The number of a layer's weights, without biases; 0 for all but convolutions and dense layers. */
    public long weights() {
        return macs / ((long) height * width);
    }
}
