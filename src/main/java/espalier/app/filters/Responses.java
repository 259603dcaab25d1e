package espalier.app.filters;

import java.util.stream.IntStream;

/**
 * How strongly the filters of a layer respond to some pictures.
 *
 * @param pictures which pictures of the training part
 * @param peaks    {@code [filters][pictures]}: the largest value over all positions, after batch norm and activation
 */
record Responses(int[] pictures, float[][] peaks) {

    /** The pictures that excite a filter most, the strongest first; those that do not excite it at all are left out. */
    int[] strongest(int filter, int most) {
        return ranked(filter).filter(i -> peaks[filter][i] > 0).limit(most).map(i -> pictures[i]).toArray();
    }

    /** The response to a picture of {@link #pictures}. */
    float peak(int filter, int picture) {
        for (int i = 0; i < pictures.length; i++) {
            if (pictures[i] == picture) {
                return peaks[filter][i];
            }
        }
        throw new IllegalArgumentException("Picture " + picture + " was not looked at");
    }

    private IntStream ranked(int filter) {
        return IntStream.range(0, pictures.length).boxed()
                .sorted((a, b) -> Float.compare(peaks[filter][b], peaks[filter][a])).mapToInt(Integer::intValue);
    }
}
