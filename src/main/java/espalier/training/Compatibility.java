package espalier.training;

import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.network.Network;

/** Whether a network and a data set speak of the same classes and pictures. */
public final class Compatibility {

    private Compatibility() {}

    /**
     * Checks that the number of classes and the pictures' size agree.
     *
     * @throws Problem that names both sides where they do not
     */
    public static void check(Network network, Dataset data) {
        if (network.classes() != data.classNames().size()) {
            throw new Problem(network.description().name() + " tells " + network.classes() + " classes apart, but "
                    + data.specification() + " has " + data.classNames().size()
                    + ". Choose data with the classes that the network was trained on.");
        }
        if (!network.description().inputSize().equals(data.pictureSize())) {
            throw new Problem(network.description().name() + " takes pictures of " + network.description().inputSize()
                    + " pixels, but those of " + data.specification() + " are " + data.pictureSize()
                    + ". Choose data of the network's size.");
        }
    }
}
