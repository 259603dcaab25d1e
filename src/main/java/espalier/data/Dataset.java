package espalier.data;

import java.util.List;

/** A set of pictures with classes, in three parts. Safe to use from several threads. */
public interface Dataset {

    /** The three parts of a data set; no picture is in two of them. */
    enum Part {
        /** What parameters are fitted to, and what scores are computed from. */
        TRAINING,
        /** What decides when to stop and which weights to keep. */
        VALIDATION,
        /** What accuracy is reported on. */
        TEST
    }

    /**
     * How it is named on the command line: {@code shapes}, {@code cifar10:FOLDER}, {@code cifar100:FOLDER} or
     * {@code folder:FOLDER}, with {@code only:cat,dog:} in front where it has the pictures of some classes alone.
     */
    String specification();

    /** A short name for a person: "Shapes", "CIFAR-10", the folder's name. */
    String title();

    /** The names of the classes, in the order of their numbers. */
    List<String> classNames();

    /**
     * What the classes are called where their pictures lie, in the same order: WordNet's ids, say, where a file gives
     * them names. Networks that were trained before there were names know them by these.
     */
    default List<String> classIds() {
        return classNames();
    }

    /** The size that pictures have; those of folders are brought to it. */
    PictureSize pictureSize();

    /** The normalisation that suits these pictures when a network brings none. */
    Normalisation normalisation();

    /** The pictures of a part. */
    Pictures part(Part part);

    /**
     * The files that could not be read, with the reason each; empty where all is well. Grows while pictures are
     * decoded, as decoding is lazy.
     */
    default List<String> skipped() {
        return List.of();
    }
}
