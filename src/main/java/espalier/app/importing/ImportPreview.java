package espalier.app.importing;

import espalier.data.Picture;
import java.util.List;

/**
 * What a network makes of some pictures, prepared in one way.
 *
 * @param pictures a few, to be shown
 * @param right    how many of those tried it is right for
 * @param tried    how many were tried; 0 where the pictures' classes are not the network's, or there are none
 */
record ImportPreview(List<Shown> pictures, int right, int tried) {

    /**
     * A picture with the likeliest answers.
     *
     * @param trueClass the name of its class in the data
     * @param answers   the likeliest first, at most five
     */
    record Shown(Picture picture, String trueClass, List<Answer> answers) {}

    /**
     * An answer.
     *
     * @param probability 0 to 1
     * @param right       whether it is the picture's class
     */
    record Answer(String name, double probability, boolean right) {}
}
