package espalier.app.filters;

/**
 * A filter's weights.
 *
 * @param channels of its input
 * @param side     of the kernel in pixels, which is square
 * @param values   {@code [channels × side × side]}
 * @param first    whether it reads the picture itself, so that its channels are red, green and blue
 */
record KernelWeights(int channels, int side, float[] values, boolean first) {

    /** The largest absolute weight; 0 where all are. */
    float largest() {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** The weight at a place. */
    float at(int channel, int row, int column) {
        return values[(channel * side + row) * side + column];
    }

    /** The channels by the size of their weights, the largest sum of squares first, then again in their own order. */
    int[] strongestChannels(int most) {
        return java.util.stream.IntStream.range(0, channels).boxed()
                .sorted((a, b) -> Double.compare(energy(b), energy(a))).limit(most).sorted().mapToInt(Integer::intValue)
                .toArray();
    }

    private double energy(int channel) {
        double sum = 0;
        for (int i = 0; i < side * side; i++) {
            sum += values[channel * side * side + i] * (double) values[channel * side * side + i];
        }
        return sum;
    }
}
