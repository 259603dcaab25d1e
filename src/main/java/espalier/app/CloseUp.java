package espalier.app;

import espalier.data.Picture;

/** What is looked at closely, over all pages. */
public sealed interface CloseUp {

    /** What two networks say of all test pictures: confusions, changed answers, explanations that moved. */
    record Answers() implements CloseUp {}

    /**
     * One picture: what each layer makes of it, and what it is like.
     *
     * @param title for a person to find it by
     * @param label its true class, or −1 where that is not known
     * @param index among the test pictures, or −1 where it is none of them
     */
    record OfPicture(String title, int label, Picture picture, int index) implements CloseUp {}
}
