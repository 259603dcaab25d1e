package espalier.explain;

/**
 * What a network says of one picture, and where it looks.
 *
 * @param probabilities {@code [classes]}: the softmax
 * @param predicted     the class with the largest
 * @param explained     the class that the map is for
 * @param map           where evidence for that class lies
 */
public record Explanation(float[] probabilities, int predicted, int explained, ClassMap map) {}
