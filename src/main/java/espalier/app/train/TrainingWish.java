package espalier.app.train;

import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.data.PictureSize;
import espalier.network.Network;
import espalier.training.Beginning;
import espalier.training.TrainingSettings;
import espalier.training.TrainingStart;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the form asks for, as plain data for the engine thread.
 *
 * @param beginning    NEW for the architecture, NEW_HEAD for a network
 * @param open         the network that is open, to begin with
 * @param file         another network to begin with
 * @param architecture its name
 * @param size         of an architecture's pictures
 * @param freeze       what stays as it is
 * @param data         the data set's specification
 * @param openData     the pictures that are open, which are taken where they fit
 * @param name         of the new network; empty for the data's title
 * @param settings     with a learning rate of 0 where one is to be found
 */
record TrainingWish(Beginning beginning, Optional<OpenNetwork> open, Optional<Path> file, String architecture,
        PictureSize size, String freeze, String data, Optional<Dataset> openData, String name,
        TrainingSettings settings) {

    /** What can be trained, and on what. */
    record Made(TrainingStart start, Dataset data) {}

    /**
     * Makes the network that the training begins with; on the engine thread.
     *
     * @throws Problem where something is missing or does not fit, in a sentence
     */
    Made make(Networks networks) {
        if (data.isEmpty()) {
            throw new Problem("Open pictures first, or choose a folder that has a sub-folder for each class.");
        }
        if (beginning == Beginning.NEW) {
            Dataset pictures = pictures(size);
            return new Made(TrainingStart.of(architecture, named(pictures), pictures, settings.seed()), pictures);
        }
        if (file.isEmpty() && open.isEmpty()) {
            throw new Problem("Open a network to begin with, choose its file, or begin with an architecture.");
        }
        Network base = file.isPresent() ? Network.read(file.get()) : networks.get(open.get());
        Dataset pictures = pictures(base.description().inputSize());
        return new Made(TrainingStart.of(base, freeze, named(pictures), pictures, settings.seed()), pictures);
    }

    private Dataset pictures(PictureSize wanted) {
        return openData.filter(there -> there.specification().equals(data) && there.pictureSize().equals(wanted))
                .orElseGet(() -> Datasets.open(data, wanted));
    }

    private String named(Dataset pictures) {
        return name.isBlank() ? pictures.title() : name.strip();
    }
}
