package espalier.workspace;

import espalier.basics.Problem;
import espalier.network.Description;
import espalier.network.Network;
import espalier.pruning.Milestone;
import espalier.pruning.Rates;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run on disk: {@value #RUN} and a network's zip for each milestone, {@code unpruned.zip}, {@code x2.zip} and so on. A crash at
 * any moment leaves a folder that can be read, with all milestones that were reached before. One thread writes; any may read.
 */
public final class RunFolder {

    /** The file that says what a run is and how it went. */
    public static final String RUN = "run.json";

    private final Path path;
    private volatile RunRecord content;

    private RunFolder(Path path, RunRecord content) {
        this.path = path;
        this.content = content;
    }

    /**
     * Begins a run in a folder, which is made where it is missing.
     *
     * @throws Problem when the folder cannot be written to, or already holds a run
     */
    public static RunFolder create(Path folder, Recipe recipe) {
        if (Files.exists(folder.resolve(RUN))) {
            throw new Problem(folder + " already holds a run. Choose another folder, so that nothing is lost.");
        }
        RunFolder run = new RunFolder(folder, RunRecord.start(recipe));
        run.write(run.content);
        return run;
    }

    /**
     * Reads a run.
     *
     * @throws Problem that names the file when there is no run or it is damaged
     */
    public static RunFolder read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new Problem("There is no folder " + folder + ". Choose one that holds a run.");
        }
        return new RunFolder(folder, JsonFiles.read(folder.resolve(RUN), RunRecord.class, "a run"));
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** The folder's name, which tells runs of a workspace apart. */
    public String id() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    /** All that is known of the run; a snapshot that does not change. */
    public RunRecord content() {
        return content;
    }

    /** What repeats the run. */
    public Recipe recipe() {
        return content.recipe();
    }

    /** How the run stands. */
    public RunStatus status() {
        return content.status();
    }

    /** What was reached, the unpruned network first. */
    public List<MilestoneRecord> milestones() {
        return content.milestones();
    }

    /** The iterations that are over. */
    public List<IterationRecord> iterations() {
        return content.iterations();
    }

    /** Where a milestone's network is. */
    public Path file(MilestoneRecord milestone) {
        return path.resolve(milestone.file());
    }

    /**
     * Writes a milestone: its network first, then {@value #RUN}, so that a crash between the two leaves a run without it rather
     * than a run that names a missing file. On the thread that owns the network.
     *
     * @throws Problem when it cannot be written
     */
    public MilestoneRecord saveMilestone(Milestone milestone) {
        MilestoneRecord reached = MilestoneRecord.of(milestone);
        described(milestone).write(file(reached));
        write(content.with(reached));
        return reached;
    }

    /** The milestone's network under a name that tells its rate, and with what was done to it. */
    private Network described(Milestone milestone) {
        if (milestone.rate() == 1) {
            return milestone.network();
        }
        Description description = milestone.network().description();
        Map<String, String> done = new LinkedHashMap<>();
        done.put("pruned", String.format(Locale.ROOT, "×%s (parameters before ÷ after: %.3f), criterion %s",
                Rates.text(milestone.rate()), milestone.achievedRate(), recipe().settings().criterion()));
        done.put("pruned from", recipe().network());
        done.put("pruned on", recipe().data());
        done.put("pruning settings", recipe().settings().toString());
        done.put("test accuracy", String.format(Locale.ROOT, "%.4f", milestone.test().accuracy()));
        done.put("version", recipe().version());
        done.put("date", recipe().date());
        return milestone.network().withDescription(
                description.with(description.name() + " ×" + Rates.text(milestone.rate()), done));
    }

    /** Writes an iteration. */
    public void saveIteration(IterationRecord iteration) {
        write(content.with(iteration));
    }

    /**
     * Writes how the run ended.
     *
     * @param message one sentence for a person
     */
    public void finish(RunStatus status, String message) {
        write(content.with(status, message));
    }

    /** Shows a run whose program ended in the middle of it as what it is, without writing. */
    RunFolder interrupted() {
        return status() != RunStatus.RUNNING ? this : new RunFolder(path, content.with(RunStatus.INTERRUPTED,
                "The program ended in the middle of this run; what was reached before is kept."));
    }

    /** Removes what a crash in the middle of writing left. */
    static void removeLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.part")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void write(RunRecord next) {
        JsonFiles.write(path.resolve(RUN), next);
        content = next;
    }

    @Override
    public String toString() {
        return id() + " " + status();
    }
}
