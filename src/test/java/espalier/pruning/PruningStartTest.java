package espalier.pruning;

import static espalier.pruning.PruningChoices.CLASSES;
import static espalier.pruning.PruningChoices.DROP_OUTPUTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.shapes.Shapes;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PruningStartTest {

    private static final Dataset DATA = new Shapes(3, 60, 20, 20);
    private static final List<String> NAMES = DATA.classNames();

    private static Network network() {
        return Architectures.vgg(new int[] {4, 0, 6, 0},
                new Description("tiny", NAMES, DATA.pictureSize(), DATA.normalisation(), Map.of("data", "shapes:3")),
                2);
    }

    private static PruningSettings dropping(ClassWeights weights) {
        return PruningSettings.STANDARD.with(CLASSES, weights).with(DROP_OUTPUTS, true);
    }

    @Test
    void where_nothing_is_dropped_all_is_as_it_was() {
        Network network = network();
        PruningSettings settings = PruningSettings.STANDARD.with(CLASSES, ClassWeights.only(NAMES.subList(0, 3)));
        assertThat(PruningStart.of(network, DATA, settings)).isEqualTo(new PruningStart(network, DATA, settings));
    }

    @Test
    void outputs_and_pictures_of_classes_without_weight_are_gone() {
        ClassWeights weights = ClassWeights.parse(NAMES.get(2) + "=1," + NAMES.get(0) + "=0.5");
        PruningStart start = PruningStart.of(network(), DATA, dropping(weights));
        List<String> left = List.of(NAMES.get(0), NAMES.get(2));
        assertThat(start.network().description().classNames()).isEqualTo(left);
        assertThat(start.network().description().name()).isEqualTo("tiny of 2 classes");
        assertThat(start.network().description().provenance()).containsEntry("data", start.data().specification());
        assertThat(start.network().description().provenance().get("outputs dropped")).contains(NAMES.get(1))
                .doesNotContain(NAMES.get(0));
        assertThat(start.data().classNames()).isEqualTo(left);
        assertThat(start.data().part(Part.TEST).size()).isEqualTo(4);
        assertThat(start.settings().classes().weights().of(left)[1])
                .isEqualTo(2 * start.settings().classes().weights().of(left)[0]);
    }

    /** As when a run of such a network is repeated or resumed. */
    @Test
    void beginning_again_with_what_is_left_changes_nothing() {
        PruningStart start = PruningStart.of(network(), DATA,
                dropping(ClassWeights.parse(NAMES.get(4) + "=0,others=1")));
        assertThat(start.network().classes()).isEqualTo(9);
        assertThat(PruningStart.of(start.network(), start.data(), start.settings())).isEqualTo(start);
        PruningStart same = PruningStart.of(network(), DATA, start.settings());
        assertThat(same.data().specification()).isEqualTo(start.data().specification());
        assertThat(same.network().parameters()).isEqualTo(start.network().parameters());
        assertThat(same.settings()).isEqualTo(start.settings());
    }

    @Test
    void what_does_not_fit_is_told() {
        assertThatThrownBy(() -> PruningStart.of(network(), DATA, dropping(ClassWeights.only(NAMES.subList(3, 4)))))
                .isInstanceOf(Problem.class).hasMessageContaining(NAMES.get(3)).hasMessageContaining("two classes");
        assertThatThrownBy(() -> PruningStart.of(network(), DATA, dropping(ClassWeights.parse("yeti"))))
                .isInstanceOf(Problem.class).hasMessageContaining("yeti");
        assertThatThrownBy(
                () -> PruningStart.of(TestNetworks.sequence(), DATA, dropping(ClassWeights.only(NAMES.subList(0, 2)))))
                .isInstanceOf(Problem.class).hasMessageContaining("classes apart");
        assertThatThrownBy(() -> PruningSettings.STANDARD.with(DROP_OUTPUTS, true)).isInstanceOf(Problem.class)
                .hasMessageContaining("no outputs to drop");
    }
}
