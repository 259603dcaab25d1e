package espalier.compensation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.Npy;
import espalier.SharedData;
import espalier.basics.Progress;
import espalier.compensation.Compensation.Mode;
import espalier.data.Batch;
import espalier.data.Picture;
import espalier.importance.Filter;
import espalier.network.Network;
import espalier.network.ReferenceNetwork;
import espalier.pruning.FilterGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against what an independent implementation fitted, in double precision, at all positions of 200 pictures. */
class CompensationReferenceTest {

    private static final int PICTURES = 200;
    private static final int PLANE = 32 * 32;

    @ParameterizedTest
    @EnumSource(names = {"SEQUENTIAL", "PARALLEL"})
    void weights_and_logits_agree(Mode mode) throws IOException {
        ReferenceNetwork reference = new ReferenceNetwork();
        Network network = reference.network();
        FilterGroups groups = FilterGroups.trace(network);
        Set<Integer> removed = removed(reference, groups);
        Network smaller = groups.without(network, removed);
        Compensation compensation = new Compensation(network, pictures(network), Integer.MAX_VALUE, 1, Progress.NONE);
        compensation.mend(smaller, groups.kept(removed), mode, Progress.NONE);

        String name = "compensated." + mode.name().toLowerCase(Locale.ROOT) + ".";
        assertAgree(flat(smaller.weights("conv2")), reference.values(name + "weights.3").values());
        assertAgree(flat(smaller.weights("conv6")), reference.values(name + "weights.17").values());
        assertAgree(smaller.linearLayers().get("conv6").bias(0), reference.values(name + "bias.17").values());
        assertAgree(smaller.linearLayers().get("classifier").weights(0),
                reference.values(name + "classifier").values());
        Npy logits = reference.values(name + "logits");
        float[][] ours = smaller.infer(reference.pictures());
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).containsExactly(logits.row(i), within(1e-2f));
        }
        smaller.close();
        network.close();
    }

    private static Set<Integer> removed(ReferenceNetwork reference, FilterGroups groups) throws IOException {
        int[][] kept = new ObjectMapper().readValue(reference.file("compensated.kept.json").toFile(), int[][].class);
        Set<Integer> removed = new HashSet<>(groups.all().stream().filter(FilterGroups.FilterGroup::isPrunable)
                .map(FilterGroups.FilterGroup::id).collect(Collectors.toSet()));
        for (int layer = 0; layer < kept.length; layer++) {
            for (int filter : kept[layer]) {
                removed.remove(groups.of(new Filter("conv" + (layer + 1), filter)).id());
            }
        }
        return removed;
    }

    /** The first of the first file of training pictures. */
    private static Batch pictures(Network network) throws IOException {
        byte[] file = Files.readAllBytes(SharedData.folder("data/cifar10").resolve("data_batch_1.bin"));
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            byte[] rgb = new byte[3 * PLANE];
            for (int j = 0; j < rgb.length; j++) {
                rgb[j] = file[i * (1 + rgb.length) + 1 + j % 3 * PLANE + j / 3];
            }
            pictures.add(new Picture(32, 32, rgb));
        }
        return network.description().batch(pictures);
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
        }
        return flat;
    }

    private static void assertAgree(float[] ours, float[] expected) {
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(ours).containsExactly(expected, within(1e-3f * largest));
    }
}
