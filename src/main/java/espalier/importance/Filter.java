package espalier.importance;

/**
 * One output channel of a convolution.
 *
 * @param layer the convolution's name
 * @param index from 0
 */
public record Filter(String layer, int index) {}
