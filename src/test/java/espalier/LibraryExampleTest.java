package espalier;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.explain.CamMethod;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.importance.ClassAwareScores;
import espalier.importance.NetworkScores;
import espalier.network.Network;
import espalier.pruning.FilterGroups;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library without its window: score a network's filters, take some out, see where what is left looks. */
class LibraryExampleTest {

    @Test
    void scores_prunes_and_explains(@TempDir Path folder) {
        // The example.
        Network network = Network.read(Path.of("samples/shapes/unpruned.zip"));
        Dataset data = Datasets.open("shapes");
        NetworkScores scores = ClassAwareScores.of(network, data, 10, Progress.NONE);
        FilterGroups groups = FilterGroups.trace(network);
        Set<Integer> weak = groups.all().stream().filter(group -> group.isPrunable() && group.classes(scores) < 3)
                .map(group -> group.id()).collect(Collectors.toSet());
        Network smaller = groups.without(network, weak);
        smaller.write(folder.resolve("smaller.zip"));
        Explanation seen = Explanations
                .explain(smaller, smaller.description().batch(List.of(data.part(Part.TEST).picture(0).get())),
                        CamMethod.GRAD_CAM, "conv6", new int[] {Explanations.PREDICTED}, Progress.NONE)
                .get(0);

        assertThat(smaller.cost().parameters()).isLessThan(network.cost().parameters());
        assertThat(seen.map().raw()).isNotEmpty();
        network.close();
        smaller.close();
    }
}
