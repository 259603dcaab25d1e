package espalier.importance;

import java.util.List;

/**
 * The scores of all convolutions of a network.
 *
 * @param classNames       in the order of the rows
 * @param picturesPerClass from how many pictures of each class they were computed: M in the paper
 * @param layers           in the order in which the convolutions run
 */
public record NetworkScores(List<String> classNames, int picturesPerClass, List<LayerScores> layers) {

    /** The scores of a convolution. */
    public LayerScores layer(String name) {
        return layers.stream().filter(layer -> layer.layer().equals(name)).findFirst().orElseThrow();
    }
}
