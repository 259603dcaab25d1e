package espalier.importance;

import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.FLOOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Plugins;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.pruning.Forecasts;
import espalier.pruning.PruningSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A criterion of somebody else's: compiled here, put into a jar with its services file, and found in a folder. */
class PluginsTest {

    private static final String SOURCE = """
            package elsewhere;

            import espalier.basics.Progress;
            import espalier.data.Dataset;
            import espalier.network.Network;
            import espalier.importance.Criterion;
            import espalier.importance.Ranking;
            import java.util.LinkedHashMap;
            import java.util.Map;

            public class LargestWeight implements Criterion {
                @Override public String name() { return "largest-weight"; }
                @Override public String title() { return "Largest weight"; }
                @Override public String summary() { return "Filters without a large weight go first."; }
                @Override public String explanation() { return "max |w| of the filter."; }

                @Override
                public Ranking rank(Network network, Dataset data, Request request, Progress progress) {
                    Map<String, double[]> importance = new LinkedHashMap<>();
                    network.convolutions().forEach(layer -> {
                        float[][] weights = network.weights(layer.name());
                        double[] largest = new double[weights.length];
                        for (int k = 0; k < largest.length; k++) {
                            for (float weight : weights[k]) {
                                largest[k] = Math.max(largest[k], Math.abs(weight));
                            }
                        }
                        importance.put(layer.name(), largest);
                    });
                    return Ranking.of(importance);
                }
            }
            """;

    /** The interface as it was, as far as that criterion implements it. */
    private static final String EARLIER = """
            package espalier.importance;

            public interface Criterion {
                String name();
                String title();
                String summary();
                String explanation();
                Ranking rank(espalier.network.Network network, espalier.data.Dataset data, int picturesPerClass,
                        long seed, espalier.basics.Progress progress);
            }
            """;

    @TempDir
    private static Path folder;

    @AfterAll
    static void forget() throws IOException {
        Plugins.use(Files.createDirectories(folder.resolve("none")));
    }

    private static void jar(Path jar, String service, Path classes) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/services/espalier.importance.Criterion"));
            zip.write(service.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            if (classes != null) {
                zip.putNextEntry(new ZipEntry("elsewhere/LargestWeight.class"));
                Files.copy(classes.resolve("elsewhere/LargestWeight.class"), zip);
                zip.closeEntry();
            }
        }
    }

    private static Path compiled() throws IOException {
        return compiled("classes", Files.writeString(folder.resolve("LargestWeight.java"), SOURCE));
    }

    private static Path compiled(String name, Path... sources) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name));
        List<String> arguments = new ArrayList<>(List.of("-cp",
                System.getProperty("java.class.path") + System.getProperty("path.separator")
                        + Path.of(java.net.URI.create(
                                Criterion.class.getProtectionDomain().getCodeSource().getLocation().toString())),
                "-d", classes.toString()));
        Stream.of(sources).map(Path::toString).forEach(arguments::add);
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(failed).isZero();
        return classes;
    }

    @Test
    void aCriterionInAJarIsFoundBehindThoseOfTheProgramAndRanks() throws IOException {
        Path plugins = folder.resolve("plugins");
        jar(plugins.resolve("largest.jar"), "elsewhere.LargestWeight\n", compiled());
        Plugins.use(plugins);

        assertThat(Criteria.all().get(0).name()).isEqualTo("obs");
        assertThat(Criteria.all()).extracting(Criterion::name).contains("l1-norm").endsWith("largest-weight");
        Network network = TestNetworks.sequence();
        network.setWeights("conv1", new float[6][27]);
        float[][] weights = new float[6][27];
        weights[2][13] = -0.5f;
        network.setWeights("conv1", weights);
        assertThat(Criteria.named("largest-weight").rank(network, null, new Criterion.Request(1, 1), Progress.NONE)
                .importance().get("conv1")).containsExactly(0, 0, 0.5, 0, 0, 0);
        PruningSettings settings = PruningSettings.STANDARD.with(CRITERION, "largest-weight").with(FLOOR, 0.0);
        assertThat(Forecasts.of(network, Forecasts.rank(network, null, settings), settings).forecasts().get(0).widths())
                .containsEntry("conv1", 1);
    }

    @Test
    void aCriterionOfAnEarlierVersionIsLeftOutAndSaid() throws IOException {
        Path before = Files.createDirectories(folder.resolve("before"));
        Path plugins = folder.resolve("earlier");
        jar(plugins.resolve("largest.jar"), "elsewhere.LargestWeight\n",
                compiled("earlier-classes", Files.writeString(before.resolve("Criterion.java"), EARLIER),
                        Files.writeString(before.resolve("LargestWeight.java"),
                                SOURCE.replace("Request request", "int picturesPerClass, long seed"))));
        Plugins.use(plugins);

        assertThat(Criteria.all()).extracting(Criterion::name).contains("random").doesNotContain("largest-weight");
        assertThatThrownBy(() -> Criteria.named("largest-weight")).isInstanceOf(Problem.class)
                .hasMessageContaining("elsewhere.LargestWeight was made for an earlier version");
    }

    @Test
    void aJarThatIsBrokenIsSaidAndTheOthersStillWork() throws IOException {
        Path plugins = folder.resolve("broken");
        jar(plugins.resolve("broken.jar"), "elsewhere.Missing\n", null);
        Files.writeString(plugins.resolve("damaged.jar"), "no jar");
        Plugins.use(plugins);

        assertThat(Criteria.all()).extracting(Criterion::name).contains("random");
        assertThatThrownBy(() -> Criteria.named("missing")).isInstanceOf(Problem.class)
                .hasMessageContaining("class-aware").hasMessageContaining("cannot be loaded")
                .hasMessageContaining("elsewhere.Missing")
                .hasMessageContaining(plugins.resolve("damaged.jar") + " is damaged");
        assertThatThrownBy(() -> Plugins.use(folder.resolve("nowhere"))).isInstanceOf(Problem.class)
                .hasMessageContaining("nowhere");
    }
}
