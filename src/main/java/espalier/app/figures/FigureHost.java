package espalier.app.figures;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The window around figures: what they are of, and whom to ask and to tell. */
public interface FigureHost {

    /** What all that is shown belongs to: data set, network, rate. Empty for nothing. */
    String subject();

    /**
     * Asks for a place to save to.
     *
     * @param kind of the file, for a person: "PNG picture"
     * @param name that is proposed
     */
    Optional<Path> place(String kind, String name);

    /** Asks how many pixels wide a picture is to be; {@code proposed} is what stands there first. */
    OptionalInt width(int proposed);

    /** Tells that something is done. */
    void tell(String sentence);

    /** Tells of a failure; null is nothing. */
    void report(Throwable failure);
}
