package espalier.cli;

import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.network.Network;
import espalier.training.Compatibility;
import java.nio.file.Path;
import java.util.List;

/** Opens what commands work on. */
final class Inputs {

    /** More names than this of damaged pictures are only counted. */
    private static final int NAMED = 5;

    private Inputs() {}

    /**
     * Opens data at the picture size of a network and checks that both speak of the same classes.
     *
     * @param file the network's, for the sentence that tells a difference
     * @throws Problem where the data cannot be opened or has another number of classes
     */
    static Dataset dataFor(Network network, Path file, String specification, Terminal terminal) {
        Dataset data = Datasets.open(specification, network.description().inputSize(),
                network.description().classNames());
        try {
            Compatibility.check(network, data);
        } catch (Problem e) {
            throw new Problem(file + ": " + e.getMessage(), e);
        }
        List<String> names = network.description().classNames();
        if (!names.equals(data.classNames())) {
            terminal.note("the network's classes are called " + String.join(", ", names) + "; those of "
                    + data.specification() + " are called " + String.join(", ", data.classNames())
                    + ". They are taken in this order.");
        }
        return data;
    }

    /** Tells which pictures were left out because they are damaged. */
    static void tellSkipped(Dataset data, Terminal terminal) {
        List<String> skipped = data.skipped();
        if (!skipped.isEmpty()) {
            String more = skipped.size() > NAMED ? "; and " + (skipped.size() - NAMED) + " more" : "";
            terminal.note(skipped.size() + (skipped.size() == 1 ? " picture was" : " pictures were") + " left out: "
                    + String.join("; ", skipped.subList(0, Math.min(NAMED, skipped.size()))) + more + ".");
        }
    }
}
