package espalier.network;

/**
 * Which weights of a convolution are kept.
 *
 * @param offset where the convolution's weights begin in the network's flat parameters
 * @param kept   from there, 1 for weights that are kept and 0 for those that are zero
 */
public record KernelMask(long offset, float[] kept) {}
