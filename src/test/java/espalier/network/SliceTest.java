package espalier.network;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SliceTest {

    private static final Map<String, int[]> OUTPUTS = Map.of("conv1", new int[] {0, 2, 5}, "norm1",
            new int[] {0, 2, 5});
    private static final Map<String, int[]> INPUTS = Map.of("conv2", new int[] {0, 2, 5});

    @Test
    void theNetworkThatIsSlicedStaysAsItWas() {
        Network network = network();
        Batch batch = batch();
        float[][] weights = network.weights("conv1");
        float[][] before = network.copy().infer(batch);
        network.slice(OUTPUTS, INPUTS);
        assertThat(network.weights("conv1")).isDeepEqualTo(weights);
        assertThat(network.infer(batch)).isDeepEqualTo(before);
    }

    @Test
    void slicingTwiceGivesTheSameNetworkTwice() {
        Network network = network();
        Network first = network.slice(OUTPUTS, INPUTS);
        Network second = network.slice(OUTPUTS, INPUTS);
        assertThat(first.layer("conv1").channels()).isEqualTo(3);
        assertThat(second.parameters()).isEqualTo(first.parameters());
        assertThat(second.infer(batch())).isDeepEqualTo(first.infer(batch()));
    }

    @Test
    void theChosenFiltersAreThoseThatStay() {
        Network network = network();
        float[][] weights = network.weights("conv1");
        assertThat(network.slice(OUTPUTS, INPUTS).weights("conv1"))
                .isDeepEqualTo(new float[][] {weights[0], weights[2], weights[5]});
    }

    @Test
    void allOfAnOutputInAnotherOrderAreReordered() {
        Network network = network();
        float[] logits = network.infer(batch())[0];
        float[] swapped = network.slice(Map.of("classifier", new int[] {1, 0}), Map.of()).infer(batch())[0];
        assertThat(swapped).containsExactly(logits[1], logits[0]);
    }

    private static Network network() {
        return Architectures.vgg(new int[] {8, 0, 6, 0},
                new Description("tiny", List.of("a", "b"), new PictureSize(8, 8), Normalisation.CENTRED, Map.of()), 5);
    }

    private static Batch batch() {
        float[] pixels = new float[2 * 8 * 8 * 3];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() - 0.5f;
        }
        return new Batch(2, pixels, new int[2]);
    }
}
