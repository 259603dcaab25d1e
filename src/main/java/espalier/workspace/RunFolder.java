package espalier.workspace;

import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.network.Network;
import espalier.pruning.RateOf;
import espalier.pruning.RunEvent;
import espalier.pruning.RunEvent.Milestone;
import espalier.workspace.RunRecord.CheckpointRecord;
import espalier.workspace.RunRecord.IterationRecord;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.RunRecord.RunStatus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run on disk: {@value #RUN} and a network's zip for each milestone, {@code unpruned.zip}, {@code x2.zip} and so on;
 * while it is not over, also the network of its last iteration, from which it can be resumed. A crash at any moment
 * leaves a folder that can be read, with all milestones that were reached before. One thread of one program writes; any
 * may read.
 */
public final class RunFolder implements AutoCloseable {

    /** The file that says what a run is and how it went. */
    public static final String RUN = "run.json";

    private static final String INTERRUPTED = "The program ended in the middle of this run; what was reached before is kept.";
    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

    private final Path path;
    private final Optional<FolderLock> lock;
    private final RunLabel label;
    private volatile RunRecord content;

    private RunFolder(Path path, RunRecord content, Optional<FolderLock> lock) {
        this.path = path;
        this.content = content;
        this.lock = lock;
        this.label = RunLabel.of(path);
    }

    /**
     * Begins a run in a folder, which is made where it is missing, and holds the folder until it is closed.
     *
     * @throws Problem when the folder cannot be written to, or already holds a run
     */
    public static RunFolder create(Path folder, Recipe recipe) {
        checkEmpty(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Problem("The folder " + folder + " cannot be made: " + AtomicFiles.reason(e)
                    + ". Choose one that you may write to.", e);
        }
        RunFolder run = new RunFolder(folder, RunRecord.start(recipe), lock(folder));
        try {
            checkEmpty(folder);
            run.write(run.content);
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private static void checkEmpty(Path folder) {
        if (Files.exists(folder.resolve(RUN))) {
            throw new Problem(folder + " already holds a run. Choose another folder, so that nothing is lost.");
        }
    }

    /**
     * Takes up a run that was stopped, to resume it, and holds its folder until it is closed. It is {@link #underWay}
     * when its network and pictures are read as well.
     *
     * @throws Problem that says why when there is no run, it is damaged, under way elsewhere, or ended by what it came
     *                     to
     */
    public static RunFolder resume(Path folder) {
        read(folder);
        Optional<FolderLock> lock = lock(folder);
        try {
            // Read again: only now does nobody else write.
            RunFolder before = read(folder);
            if (!before.status().canResume()) {
                throw new Problem("The run in " + folder + " is over. " + before.content.message()
                        + (before.status() == RunStatus.COMPLETE ? ""
                                : " To resume it would end in the same way: begin a new run with other settings."));
            }
            RunFolder run = new RunFolder(folder, before.content.again(), lock);
            run.tidy();
            return run;
        } catch (RuntimeException e) {
            lock.ifPresent(FolderLock::close);
            throw e;
        }
    }

    /** Empty where the place knows no locks: there the person has to see to it that one program writes at a time. */
    private static Optional<FolderLock> lock(Path folder) {
        try {
            return Optional.of(FolderLock.take(folder).orElseThrow(() -> new Problem("The run in " + folder
                    + " is under way: another Espalier, in a window or on a command line, writes there now. Wait for its end, or "
                    + "stop it first.")));
        } catch (IOException e) {
            LOG.warn("Cannot lock {}", folder, e);
            return Optional.empty();
        }
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
        return new RunFolder(folder, JsonFiles.read(folder.resolve(RUN), RunRecord.class, "a run"), Optional.empty());
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** The folder's name, which tells runs of a workspace apart. */
    public String id() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    /** What a person said of the run, when this was read. */
    public RunLabel label() {
        return label;
    }

    /** What a person calls it; else the folder's name. */
    public String name() {
        return label.name().isEmpty() ? id() : label.name();
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

    /** What tells a milestone's network from all others, whether a run has just made it or it is read from its file. */
    public String networkId(MilestoneRecord milestone) {
        return networkId(file(milestone));
    }

    /** What tells the network of any file from all others. */
    public static String networkId(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    /**
     * Writes a milestone: its network first, then {@value #RUN}, so that a crash between the two leaves a run without
     * it rather than a run that names a missing file. On the thread that owns the network.
     *
     * @throws Problem when it cannot be written
     */
    public MilestoneRecord saveMilestone(Milestone milestone) {
        MilestoneRecord reached = MilestoneRecord.of(milestone);
        if (milestone.rate() == 1) {
            milestone.network().write(file(reached));
            write(content.withParent(milestone.network().fingerprint()).with(reached));
        } else {
            Map<String, String> more = new LinkedHashMap<>();
            if (milestone.weighted() != milestone.test().accuracy()) {
                more.put("weighted test accuracy", String.format(Locale.ROOT, "%.4f", milestone.weighted()));
            }
            if (milestone.pictures() >= 0) {
                more.put("fine-tuning pictures", Long.toString(milestone.pictures()));
            }
            milestone.steps().forEach((step, accuracy) -> more.put("test accuracy, " + step.key(), accuracy(accuracy)));
            more.put("test accuracy", accuracy(milestone.test().accuracy()));
            described(milestone.network(), milestone.rateOf().text(milestone.rate()), milestone.achievedRate(), more)
                    .write(file(reached));
            write(content.with(reached));
        }
        return reached;
    }

    private Network described(Network network, String title, double achievedRate, Map<String, String> more) {
        return network
                .withDescription(recipe().pruned(network.description(), content.parent(), title, achievedRate, more));
    }

    /**
     * Writes from where the run can be resumed, and the iteration that led there: the network first, then
     * {@value #RUN}. Only then the checkpoint before goes. On the thread that owns the network.
     *
     * @throws Problem when it cannot be written; the checkpoint before is as it was
     */
    public void saveCheckpoint(RunEvent.Checkpoint state, Optional<IterationRecord> iteration) {
        RateOf rateOf = recipe().settings().rateOf();
        double achievedRate = content.milestones().isEmpty() ? Double.NaN
                : rateOf.of(content.milestones().get(0).cost()) / (double) rateOf.of(state.network().cost());
        CheckpointRecord next = CheckpointRecord.of(state, achievedRate);
        Optional<Path> before = checkpoint().map(this::file);
        described(state.network(), (Figures.rate(achievedRate) + " " + rateOf.unit()).strip(), achievedRate,
                Map.of("iteration", Integer.toString(state.iteration()))).write(file(next));
        write((iteration.isPresent() ? content.with(iteration.get()) : content).with(next));
        before.filter(old -> !old.equals(file(next))).ifPresent(RunFolder::remove);
    }

    private static String accuracy(double share) {
        return String.format(Locale.ROOT, "%.4f", share);
    }

    private Path file(CheckpointRecord checkpoint) {
        return path.resolve(checkpoint.file());
    }

    /** From where the run can be resumed; empty before its first iteration and when all rates are reached. */
    public Optional<CheckpointRecord> checkpoint() {
        return Optional.ofNullable(content.checkpoint());
    }

    /** The file of the last network that was good, where the run stands between two rates; empty at a rate. */
    public Optional<Path> lastGood() {
        return checkpoint()
                .filter(checkpoint -> !checkpoint.reached()
                        || content.milestones().stream().noneMatch(milestone -> milestone.rate() == checkpoint.rate()))
                .map(this::file);
    }

    /** The file of the network that the run began with: its own copy of it, as soon as there is one. */
    public Path start() {
        Path own = path.resolve(MilestoneRecord.fileName(1));
        return Files.exists(own) ? own : Path.of(recipe().network());
    }

    /**
     * Reads from where the run is resumed; on the thread that is to own its networks.
     *
     * @param original the network of {@link #start}
     * @return empty where it begins anew
     * @throws Problem that names the file when a network is missing or damaged
     */
    public Optional<RunEvent.Checkpoint> state(Network original) {
        return checkpoint().map(checkpoint -> new RunEvent.Checkpoint(checkpoint.iteration(), checkpoint.rate(),
                checkpoint.reached(), checkpoint.validationBefore(),
                Network.read(file(checkpoint)).withDescription(original.description()), checkpoint.marks(),
                content.milestones().stream()
                        .map(milestone -> milestone.rate() == 1 ? milestone.read(original)
                                : milestone.read(Network.read(file(milestone))))
                        .toList(),
                checkpoint.fineTuningPictures() == null ? -1 : checkpoint.fineTuningPictures(), checkpoint.steps()));
    }

    /** Writes that a run that was taken up is under way again. */
    public void underWay() {
        write(content);
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
        boolean whole = status == RunStatus.COMPLETE;
        Optional<Path> before = whole ? checkpoint().map(this::file) : Optional.empty();
        write((whole ? content.with((CheckpointRecord) null) : content).with(status, message));
        before.ifPresent(RunFolder::remove);
    }

    /** Lets others write in the folder. */
    @Override
    public void close() {
        lock.ifPresent(FolderLock::close);
    }

    /** Shows a run whose program ended in the middle of it as what it is, without writing. */
    RunFolder interrupted() {
        return status() != RunStatus.RUNNING || FolderLock.isHeld(path) ? this
                : new RunFolder(path, content.with(RunStatus.INTERRUPTED, INTERRUPTED), Optional.empty());
    }

    /** Removes what a crash in the middle of writing left, but for what is being written now. */
    static void removeLeftovers(Path folder) throws IOException {
        if (!FolderLock.isHeld(folder)) {
            removeParts(folder);
        }
    }

    private static void removeParts(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.part")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Files that were not finished, and checkpoints that {@value #RUN} does not name: a crash came between the two. */
    private void tidy() {
        try {
            removeParts(path);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "iteration-*.zip")) {
                for (Path file : files) {
                    if (checkpoint().map(this::file).filter(file::equals).isEmpty()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            LOG.warn("Cannot tidy {}", path, e);
        }
    }

    /** What is not needed any more; where it cannot be removed it takes room and does no other harm. */
    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}", file, e);
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
