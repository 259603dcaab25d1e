package espalier.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A sequence of pictures with classes. Safe to use from several threads. */
public interface Pictures {

    /** The number of pictures. */
    int size();

    /** The class of a picture, 0 to classes − 1; needs no decoding. */
    int label(int index);

    /**
     * The picture, decoded now or remembered; of the data set's size. Empty where its file is damaged: then it is named
     * in {@link Dataset#skipped()}, and whoever makes batches leaves it out. Its array may be the one that is
     * remembered: it is for reading only.
     */
    Optional<Picture> picture(int index);

    /**
     * Whether {@link #picture} gives this picture at next to no cost, because it is in memory. Those that are not are
     * decoded in parallel by {@link Batches}.
     */
    default boolean quick(int index) {
        return true;
    }

    /** A name for the picture that a person can find it by: a file's name, or "test 17". */
    String title(int index);

    /**
     * Where the object is, if that is known: {@code [height × width]}, true on the object.
     */
    default Optional<boolean[]> mask(int index) {
        return Optional.empty();
    }

    /**
     * Pictures in an order in which few show many classes: the first of each class first, then the second of each, and
     * so on.
     *
     * @param indices those to be put in order
     */
    default int[] inTurn(int[] indices) {
        int classes = Arrays.stream(indices).map(this::label).max().orElse(-1) + 1;
        List<List<Integer>> byClass = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            byClass.add(new ArrayList<>());
        }
        for (int index : indices) {
            byClass.get(label(index)).add(index);
        }
        int[] result = new int[indices.length];
        for (int turn = 0, filled = 0; filled < result.length; turn++) {
            for (List<Integer> members : byClass) {
                if (turn < members.size()) {
                    result[filled++] = members.get(turn);
                }
            }
        }
        return result;
    }
}
