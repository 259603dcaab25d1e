package espalier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a network can be frozen. */
class FrontTest {

    private static String end(Network network, String text) {
        return Front.of(network, text).value();
    }

    @Test
    void a_front_ends_behind_a_convolutions_norm_and_activation() {
        Network network = TestNetworks.sequence();
        List<Front> fronts = Front.all(network);
        List<String> values = fronts.stream().map(Front::value).toList();
        assertThat(fronts.get(0).convolutions()).isEqualTo(1);
        assertThat(fronts.get(fronts.size() - 1).convolutions()).isEqualTo(3);
        assertThat(values).noneMatch(name -> network.layer(name).kind() == LayerKind.CONVOLUTION)
                .noneMatch(name -> network.layer(name).kind() == LayerKind.BATCH_NORM);
        String convolution = network.convolutions().get(1).name();
        assertThat(end(network, convolution)).isEqualTo(network.featureMap(network.layer(convolution), true));
        assertThat(end(network, "2")).isEqualTo(end(network, convolution));
        assertThat(end(network, "head")).isEqualTo(values.get(values.size() - 1));
        assertThat(Front.of(network, "none")).isEqualTo(Front.of(network, "0")).isEqualTo(Front.NONE);
    }

    @Test
    void everything_passes_through_its_end() {
        Network network = TestNetworks.residual();
        // Conv2 is beside the shortcut, which reads relu1: the front reaches to the activation behind the sum.
        assertThat(end(network, "conv2")).isEqualTo("relu3");
        assertThat(end(network, "conv1")).isEqualTo("relu1");
        assertThat(Front.of(network, "2")).isEqualTo(new Front("relu3", 3));
    }

    @Test
    void what_cannot_be_frozen_is_told() {
        Network network = TestNetworks.sequence();
        assertThatThrownBy(() -> Front.of(network, "conv77")).isInstanceOf(Problem.class)
                .hasMessageContaining("no layer \"conv77\"");
        assertThatThrownBy(() -> Front.of(network, "40")).isInstanceOf(Problem.class)
                .hasMessageContaining("3 convolutions").hasMessageContaining("\"40\"");
        assertThatThrownBy(() -> Front.of(network, "classifier")).isInstanceOf(Problem.class)
                .hasMessageContaining("not as far as \"classifier\"");
    }
}
