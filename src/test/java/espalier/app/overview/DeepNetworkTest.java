package espalier.app.overview;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.WindowTest;
import espalier.app.overview.DiagramLayout.Column;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.pruning.FilterGroups;
import espalier.pruning.FilterGroups.FilterGroup;
import espalier.pruning.Protection.ShortcutWidths;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of many layers in the drawing. */
class DeepNetworkTest extends WindowTest {

    @ParameterizedTest
    @ValueSource(strings = {"resnet-56", "resnet-20-projection", "mobilenet", "vgg-19"})
    void all_layers_of_a_deep_network_are_in_the_window(String architecture) {
        List<LayerInfo> layers = network(architecture).layers();
        NetworkDiagram diagram = shown(layers, layers);
        picture("diagram-" + architecture);
        int last = onFx(() -> diagram.columnsProperty().get().size()) - 1;
        assertThat(onFx(() -> diagram.middle(last))).isBetween(1000.0, 1280.0);
    }

    @Test
    void a_pruned_deep_network_shows_what_was_taken_out() {
        Network network = network("resnet-56");
        List<LayerInfo> pruned = onEngine(() -> {
            FilterGroups groups = FilterGroups.trace(network, ShortcutWidths.UNTOUCHED);
            Set<Integer> removed = groups.all().stream().filter(group -> group.isPrunable() && group.id() % 3 != 0)
                    .map(FilterGroup::id).collect(Collectors.toSet());
            return groups.without(network, removed).layers();
        });
        NetworkDiagram diagram = shown(pruned, network.layers());
        assertThat(onFx(() -> diagram.columnsProperty().get().stream().filter(column -> column.removed() > 0).count()))
                .isEqualTo(27);
        picture("diagram-resnet-56-pruned");
    }

    private Network network(String architecture) {
        return onEngine(() -> Architectures.create(architecture, new Description(architecture, List.of("a", "b"),
                new PictureSize(32, 32), Normalisation.CENTRED, Map.of()), 1));
    }

    private NetworkDiagram shown(List<LayerInfo> now, List<LayerInfo> before) {
        NetworkDiagram diagram = onFx(NetworkDiagram::new);
        show(onFx(() -> {
            diagram.columnsProperty().set(Column.of(now, before));
            ScrollPane scroll = new ScrollPane(diagram);
            scroll.setFitToWidth(true);
            scroll.setFitToHeight(true);
            scroll.setPrefHeight(280);
            return new VBox(scroll);
        }));
        return diagram;
    }
}
