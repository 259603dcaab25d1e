package espalier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.data.Batch;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that keep some of their classes; the import's tests have one whose logits a convolution makes. */
class ClassesTest {

    private static final int[] STAY = {1, 4, 7};

    private static float[][] logits(Network network) {
        int values = network.description().inputSize().values();
        float[] pixels = new float[3 * values];
        Random random = new Random(5);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return network.infer(new Batch(3, pixels, new int[3]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vgg-s", "vgg-16", "resnet-20", "mobilenet"})
    void the_logits_of_those_that_stay_are_what_they_were(String architecture, @TempDir Path folder) {
        Network whole = Architectures.create(architecture, TestNetworks.description(10, 32), 3);
        float[][] all = logits(whole);

        Network some = Head.withClasses(whole, STAY);

        assertThat(some.classes()).isEqualTo(3);
        assertThat(some.description().classNames()).containsExactly(whole.description().classNames().get(1),
                whole.description().classNames().get(4), whole.description().classNames().get(7));
        assertThat(some.cost().parameters()).isLessThan(whole.cost().parameters());
        some.write(folder.resolve("some.zip"));
        for (Network network : new Network[] {some, Network.read(folder.resolve("some.zip"))}) {
            float[][] left = logits(network);
            for (int m = 0; m < all.length; m++) {
                assertThat(left[m]).containsExactly(new float[] {all[m][1], all[m][4], all[m][7]},
                        Offset.offset(1e-5f * Math.abs(all[m][1]) + 1e-5f));
            }
        }
        assertThat(logits(whole)).isDeepEqualTo(all);
    }

    @Test
    void a_class_that_the_network_has_not_is_told() {
        Network network = TestNetworks.sequence();
        int classes = network.classes();
        assertThatThrownBy(() -> Head.withClasses(network, new int[] {0, classes})).isInstanceOf(Problem.class)
                .hasMessageContaining(classes + " classes apart");
        assertThatThrownBy(() -> Head.withClasses(network, new int[0])).isInstanceOf(Problem.class);
    }
}
