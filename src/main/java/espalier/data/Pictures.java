package espalier.data;

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
}
