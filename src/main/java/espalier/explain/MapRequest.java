package espalier.explain;

/**
 * Maps that are wanted of pictures.
 *
 * @param method  how
 * @param layer   a layer with height and width: a convolution, its batch norm, activation or pool
 * @param classes for each picture the class to explain, or {@link Explanations#PREDICTED}
 */
public record MapRequest(CamMethod method, String layer, int[] classes) {}
