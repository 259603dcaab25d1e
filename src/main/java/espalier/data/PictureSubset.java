package espalier.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chosen pictures out of one or more sequences that follow each other. */
public final class PictureSubset implements Pictures {

    private final Pictures[] sources;
    private final int[] source;
    private final int[] indexInSource;

    /** @param indices into the joined sequences, in the order wanted */
    public PictureSubset(List<? extends Pictures> sources, int[] indices) {
        this.sources = sources.toArray(Pictures[]::new);
        int[] starts = new int[this.sources.length + 1];
        for (int s = 0; s < this.sources.length; s++) {
            starts[s + 1] = starts[s] + this.sources[s].size();
        }
        this.source = new int[indices.length];
        this.indexInSource = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            int s = 0;
            while (indices[i] >= starts[s + 1]) {
                s++;
            }
            source[i] = s;
            indexInSource[i] = indices[i] - starts[s];
        }
    }

    /**
     * Some of a sequence, drawn at random, each once, in their order.
     *
     * @param most how many; all where there are no more
     * @param seed the same seed draws the same
     */
    public static PictureSubset some(Pictures pictures, int most, long seed) {
        int[] indices = IntStream.range(0, pictures.size()).toArray();
        Split.shuffle(indices, Seeds.random(seed));
        return new PictureSubset(List.of(pictures), Arrays.stream(indices).limit(most).sorted().toArray());
    }

    /** The sequences joined, with nothing left out. */
    static PictureSubset all(List<? extends Pictures> sources) {
        int size = sources.stream().mapToInt(Pictures::size).sum();
        return new PictureSubset(sources, IntStream.range(0, size).toArray());
    }

    @Override
    public int size() {
        return source.length;
    }

    @Override
    public int label(int index) {
        return sources[source[index]].label(indexInSource[index]);
    }

    @Override
    public Optional<Picture> picture(int index) {
        return sources[source[index]].picture(indexInSource[index]);
    }

    @Override
    public boolean quick(int index) {
        return sources[source[index]].quick(indexInSource[index]);
    }

    @Override
    public String title(int index) {
        return sources[source[index]].title(indexInSource[index]);
    }

    @Override
    public Optional<boolean[]> mask(int index) {
        return sources[source[index]].mask(indexInSource[index]);
    }
}
