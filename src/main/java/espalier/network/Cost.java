package espalier.network;

/**
 * What a network costs.
 *
 * @param parameters  trained parameters; running statistics are not counted
 * @param macs        multiply-accumulates of convolutions and dense layers for one picture (batch norm, activations and pools are
 *                    free, as in both papers)
 * @param convolution weights of the convolutions alone, without biases: the size that the second paper's rates speak of
 */
public record Cost(long parameters, long macs, long convolution) {
}
