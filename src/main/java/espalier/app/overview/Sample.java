package espalier.app.overview;

import javafx.scene.image.Image;

/**
 * A test picture with what the network says of it.
 *
 * @param title      by which a person can find it
 * @param label      its class
 * @param predicted  the network's class; −1 where there is no network that fits
 * @param confidence the network's, 0 to 1
 */
record Sample(String title, Image image, int label, int predicted, double confidence) {

    boolean isWrong() {
        return predicted >= 0 && predicted != label;
    }
}
