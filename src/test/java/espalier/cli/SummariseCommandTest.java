package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import espalier.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command summarise, on runs of two criteria with two seeds each. */
class SummariseCommandTest {

    @TempDir
    private static Path folder;
    private static String data;

    @BeforeAll
    static void runs() throws IOException {
        data = "folder:" + SmallData.folder(folder.resolve("pictures"), 12);
        try (Network network = SmallData.network()) {
            network.write(folder.resolve("small.zip"));
        }
        for (int seed : new int[] {1, 2}) {
            prune("l1-norm-" + seed, "--criterion", "l1-norm", "--seed", seed, "--rates", "1.5,2");
            prune("random-" + seed, "--criterion", "random", "--seed", seed, "--rates", "1.5,2");
        }
    }

    private static void prune(String name, Object... more) {
        Object[] start = {"prune", "--network", folder.resolve("small.zip"), "--data", data, "--out",
                folder.resolve(name), "--epochs", 1, "--recovery-epochs", 1, "--recovery-pictures", 8,
                "--learning-rate", 0.01};
        Object[] all = Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        assertThat(CommandRun.of(all).err()).isEmpty();
    }

    private static List<Path> named(String... names) {
        return Arrays.stream(names).map(folder::resolve).toList();
    }

    private static CommandRun summarise(List<Path> runs, Object... more) {
        Object[] all = new Object[1 + runs.size() + more.length];
        all[0] = "summarise";
        System.arraycopy(runs.toArray(), 0, all, 1, runs.size());
        System.arraycopy(more, 0, all, 1 + runs.size(), more.length);
        return CommandRun.of(all);
    }

    private static double accuracy(String run, int milestone) throws IOException {
        return CommandRun.json(folder.resolve(run).resolve("run.json")).get("milestones").get(milestone).get("accuracy")
                .asDouble();
    }

    private static double compensated(String run, int milestone) throws IOException {
        return CommandRun.json(folder.resolve(run).resolve("run.json")).get("milestones").get(milestone).get("steps")
                .get("compensated").asDouble();
    }

    @Test
    void runsThatDifferInSeedsMakeARowWithMeanAndSpread() throws IOException {
        CommandRun run = summarise(named("l1-norm-1", "random-1", "random-2", "l1-norm-2"), "--json", "-");

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode groups = run.json().get("groups");
        assertThat(groups.findValuesAsText("name")).containsExactly("l1-norm", "random");
        assertThat(groups.get(1).get("runs")).hasSize(2);
        JsonNode doubled = groups.get(1).get("rates").get(2);
        assertThat(doubled.get("rate").asDouble()).isEqualTo(2);
        double one = accuracy("random-1", 2);
        double two = accuracy("random-2", 2);
        assertThat(doubled.get("accuracy").asDouble()).isCloseTo((one + two) / 2, within(1e-12));
        assertThat(doubled.get("deviation").asDouble()).isCloseTo(Math.abs(one - two) / Math.sqrt(2), within(1e-12));
        assertThat(doubled.get("steps").get("compensated").asDouble())
                .isCloseTo((compensated("random-1", 2) + compensated("random-2", 2)) / 2, within(1e-12));
        assertThat(groups.get(0).get("rates").get(0).get("steps")).isEmpty();
        assertThat(doubled.get("lost").asDouble()).isCloseTo(accuracy("random-1", 0) - (one + two) / 2, within(1e-12));
    }

    @Test
    void rowsAreNamedByWhatSetsThemApartAndAreWrittenAsTableAndPicture() throws Exception {
        prune("sparse", "--criterion", "l1-norm", "--rates", "1.5,2", "--l1", 0.01);
        Path out = folder.resolve("summary");

        CommandRun run = summarise(named("l1-norm-1", "sparse"), "--out", out, "--title", "More & less");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("×1.5 +lost +cut +compensated +parameters").contains("l1 0 ", "l1 0.01 ")
                .doesNotContain("recovery");
        assertThat(Files.readAllLines(out.resolve("summary.csv"))).hasSize(1 + 2 * 3)
                .anyMatch(line -> line.startsWith("l1 0.01,2.00000,1,"));
        var picture = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(out.resolve("summary.svg").toFile());
        assertThat(picture.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("More & less");
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(2 + 2 * 2);
    }

    @Test
    void oneRunAtOneRateIsDrawnToo() throws IOException {
        prune("alone", "--criterion", "l1-norm", "--rates", "1.5");
        Path record = folder.resolve("alone/run.json");
        JsonNode known = CommandRun.json(record);
        // On a line of the axis, which would otherwise begin and end there.
        ((ObjectNode) known.get("milestones").get(1)).put("accuracy", 0.75);
        Files.writeString(record, known.toString());

        CommandRun run = summarise(named("alone"), "--out", folder.resolve("one"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(folder.resolve("one/summary.svg")).content().contains("<circle", "l1-norm").doesNotContain("NaN",
                "Infinity");
    }

    @Test
    void ratesOfDifferentThingsAreNotPutSideBySide() {
        prune("macs", "--criterion", "l1-norm", "--mode", "macs", "--rates", "1.5");

        CommandRun run = summarise(named("l1-norm-1", "macs"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("of parameters", "of MACs", "Summarise them apart");
    }

    @Test
    void aFolderWithoutARunIsNamed() {
        CommandRun run = summarise(named("pictures"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains(folder.resolve("pictures").toString());
    }
}
