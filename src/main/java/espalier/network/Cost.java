package espalier.network;

/**
 * What a network costs.
 *
 * @param parameters         trained parameters; running statistics are not counted
 * @param macs               multiply-accumulates of convolutions and dense layers for one picture (batch norm,
 *                               activations and pools are free, as in both papers); weights that are zero are
 *                               multiplied too
 * @param convolution        weights of the convolutions alone, without biases
 * @param nonzeroConvolution those of them that are not zero: the size that the second paper's rates speak of
 */
public record Cost(long parameters, long macs, long convolution, long nonzeroConvolution) {

    /** What an older file lacks is taken as it was then: no weight was zero. */
    public Cost {
        nonzeroConvolution = nonzeroConvolution == 0 ? convolution : nonzeroConvolution;
    }

    /** The cost of a network none of whose convolutions' weights is zero. */
    public Cost(long parameters, long macs, long convolution) {
        this(parameters, macs, convolution, convolution);
    }

    /**
     * Whether some weights of convolutions are zero: at least one in a hundred, as single ones come about by rounding.
     */
    public boolean isMasked() {
        return nonzeroConvolution < 0.99 * convolution;
    }
}
