package espalier.app;

import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.network.Cost;
import espalier.network.Description;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.training.Evaluation;
import espalier.workspace.RunFolder;
import espalier.workspace.RunPreview.NetworkPreview;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.util.List;
import java.util.Optional;

/** What the window knows of networks that a run wrote. */
public final class StoredNetworks {

    private StoredNetworks() {}

    /** What a network's file holds, as far as it can be shown. */
    record Contents(Description description, List<LayerInfo> layers, Cost cost) {

        /** Of a network that was read; on the engine thread. */
        static Contents of(Network network) {
            return new Contents(network.description(), network.layers(), network.cost());
        }

        /** Of a network that need not be read to know it. */
        static Contents of(NetworkPreview preview) {
            return new Contents(preview.description(), preview.layers(), preview.cost());
        }
    }

    /**
     * A milestone as it was written down. The test keeps what was: accuracy, by class too; its loss is NaN and its
     * confusion has no rows.
     *
     * @param known what the milestone's file holds
     * @param data  that the run was judged on; null where it cannot be opened, and then nothing is said of the test
     */
    static OpenNetwork open(RunFolder run, MilestoneRecord milestone, Contents known, Dataset data) {
        Optional<Evaluation> test = data == null
                || milestone.perClass().length != known.description().classNames().size() ? Optional.empty()
                        : Optional.of(new Evaluation(data.part(Part.TEST).size(), milestone.accuracy(),
                                milestone.perClass(), Double.NaN, new int[0][0]));
        return new OpenNetwork(run.networkId(milestone), milestone.rate(), milestone.achievedRate(),
                known.description(), known.layers(), known.cost(), test, milestone.imagesPerSecond(),
                milestone.rate() == 1 ? "" : run.recipe().settings().ranking().criterion(), run.file(milestone),
                milestone.rateOf());
    }
}
