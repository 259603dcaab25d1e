package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.Main;
import espalier.network.Network;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.RunRecord.RunStatus;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program itself, in a process of its own, killed as {@code kill -9} does. */
class KilledRunTest {

    private static final long MINUTES_AT_MOST = 3;

    @TempDir
    private static Path folder;
    private static Path file;
    private static String data;

    @BeforeAll
    static void network() throws IOException {
        data = "folder:" + SmallData.folder(folder.resolve("pictures"), 40);
        file = folder.resolve("network.zip");
        try (Network network = SmallData.network(SmallData.CLASSES, 12, 0, 20, 0, 24)) {
            network.write(file);
        }
    }

    private static List<Object> prune(Path out) {
        return List.of("prune", "--network", file, "--data", data, "--out", out, "--batch", 14, "--per-class", 5,
                "--rates", "2,4", "--share", 0.1, "--epochs", 2, "--seed", 4);
    }

    @Test
    void howeverOftenItIsKilledTheRunEndsAsItWouldHaveEnded() throws Exception {
        Path straight = folder.resolve("straight");
        assertThat(CommandRun.of(prune(straight).toArray()).code()).isZero();
        Path out = folder.resolve("killed");
        List<Object> resume = List.of("prune", "--resume", out);

        killWhen(out, prune(out), run -> true);
        killWhen(out, resume, run -> run.get("iterations").size() >= 2);
        killWhen(out, resume, run -> Files.exists(out.resolve("x2.zip")));
        killWhen(out, resume, run -> run.get("iterations").size() >= 7);
        int killedAt = RunFolder.read(out).iterations().size();
        assertThat(RunFolder.read(out).status()).isEqualTo(RunStatus.RUNNING);
        CommandRun last = CommandRun.of(resume.toArray());

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(last.out()).contains("after iteration " + killedAt, "×4 is reached").doesNotContain("×2 is reached");
        assertSame(straight, out);
    }

    @Test
    void aKilledTrainingGoesOnByTheSameCommand() throws Exception {
        Path straight = folder.resolve("trained.zip");
        Path killed = folder.resolve("killed.zip");
        Path kept = folder.resolve("killed.zip.training");
        assertThat(CommandRun.of(train(straight, 3).toArray()).code()).isZero();

        killWhen(train(killed, 3), () -> Files.exists(kept));
        assertThat(killed).doesNotExist();
        CommandRun other = CommandRun.of(train(killed, 4).toArray());
        CommandRun rest = CommandRun.of(train(killed, 3).toArray());

        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("other settings", kept.toString(), "3 epochs");
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(rest.out()).contains("Resuming after epoch").doesNotContain("Epoch   1");
        assertThat(kept).doesNotExist();
        try (Network one = Network.read(straight); Network two = Network.read(killed)) {
            assertThat(two.parameters()).isEqualTo(one.parameters());
        }
    }

    private static List<Object> train(Path out, int epochs) {
        return List.of("train", "--data", data, "--architecture", "shapes-vgg", "--size", 32, "--epochs", epochs,
                "--batch", 4, "--out", out);
    }

    /** Also what another process computed: bit for bit, not to rounding. */
    private static void assertSame(Path straight, Path resumed) {
        RunFolder one = RunFolder.read(straight);
        RunFolder other = RunFolder.read(resumed);
        assertThat(other.status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(other.iterations()).isEqualTo(one.iterations());
        assertThat(other.milestones()).extracting(MilestoneRecord::rate).containsExactly(1.0, 2.0, 4.0);
        for (int i = 0; i < one.milestones().size(); i++) {
            MilestoneRecord milestone = one.milestones().get(i);
            assertThat(other.milestones().get(i).accuracy()).isEqualTo(milestone.accuracy());
            try (Network first = Network.read(one.file(milestone));
                    Network second = Network.read(other.file(milestone))) {
                assertThat(second.parameters()).as(milestone.file()).isEqualTo(first.parameters());
            }
        }
        assertThat(resumed).isDirectoryNotContaining("glob:**.part").isDirectoryNotContaining("glob:**iteration-*");
    }

    /** The same as soon as the run's file says so. */
    private static void killWhen(Path out, List<Object> command, Predicate<JsonNode> moment) throws Exception {
        Path run = out.resolve(RunFolder.RUN);
        killWhen(command, () -> Files.exists(run) && moment.test(CommandRun.json(run)));
        // What was written is whole at any moment.
        RunFolder.read(out);
    }

    /** Starts the program and kills it at a moment. */
    private static void killWhen(List<Object> command, Callable<Boolean> moment) throws Exception {
        Path log = folder.resolve("child.log");
        Process child = new ProcessBuilder(commandLine(command)).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        try {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES_AT_MOST);
            while (!moment.call()) {
                assertThat(child.isAlive()).as("the program ended by itself: %s", Files.readString(log)).isTrue();
                assertThat(System.nanoTime()).as("waiting for the moment").isLessThan(end);
                Thread.sleep(2);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static List<String> commandLine(List<Object> command) {
        List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:TieredStopAtLevel=1", "-Despalier.log=" + folder.resolve("child-espalier.log"), "-cp",
                classPath(), Main.class.getName()));
        command.forEach(argument -> line.add(argument.toString()));
        return line;
    }

    /** Of this test, whoever runs it: the build has it in a property, others in a class loader of their own. */
    private static String classPath() {
        if (KilledRunTest.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(url -> Path.of(URI.create(url.toString())).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
