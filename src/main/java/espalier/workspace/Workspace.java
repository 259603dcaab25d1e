package espalier.workspace;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.network.Network;
import espalier.workspace.RunRecord.RunStatus;
import espalier.workspace.TrainingFolder.TrainingRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which the window keeps its work: {@code runs/ID/} for each run, {@code trainings/ID/} for each
 * training. One program holds it at a time. Safe to use from several threads.
 */
public final class Workspace implements AutoCloseable {

    /** The system property that names the folder where no option does. */
    public static final String PROPERTY = "espalier.workspace";

    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);
    private static final String RUNS = "runs";
    private static final String TRAININGS = "trainings";
    /** Where runs lie that were thrown away, until the workspace is opened the next time. */
    private static final String BIN = "bin";
    private static final int PROBE_BYTES = 1 << 20;
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss");

    private final Path folder;
    private final FolderLock lock;
    /** Runs of this session. */
    private final Map<Path, RunFolder> own = new ConcurrentHashMap<>();
    /** Trainings of this session. */
    private final Map<Path, TrainingFolder> ownTrainings = new ConcurrentHashMap<>();

    private Workspace(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * The folder used when none is named: the property {@value #PROPERTY}, else {@code .espalier} in the user's home.
     */
    public static Path defaultFolder() {
        String named = System.getProperty(PROPERTY, "");
        return named.isBlank() ? Path.of(System.getProperty("user.home"), ".espalier") : Path.of(named);
    }

    /**
     * Opens a workspace and holds it until it is closed; its folder is made where it is missing.
     *
     * @throws Problem when it cannot be made or written to, there is no room, or another window holds it
     */
    public static Workspace open(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        FolderLock lock = null;
        try {
            Files.createDirectories(place.resolve(RUNS));
            lock = FolderLock.take(place)
                    .orElseThrow(() -> new Problem("The workspace " + place + " is already open in another "
                            + "Espalier window. Close that window, or choose another folder with --workspace."));
            AtomicFiles.write(place.resolve(".room"), out -> out.write(new byte[PROBE_BYTES]));
            Files.delete(place.resolve(".room"));
        } catch (IOException e) {
            close(lock);
            throw unusable(place, e);
        } catch (Problem e) {
            close(lock);
            throw e.getCause() instanceof IOException cause ? unusable(place, cause) : e;
        }
        Workspace workspace = new Workspace(place, lock);
        workspace.tidy();
        return workspace;
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /**
     * Begins a run in a folder of its own, named by the time and the criterion.
     *
     * @throws Problem when it cannot be written
     */
    public RunFolder newRun(Recipe recipe) {
        RunFolder run = RunFolder.create(newFolder(RUNS, recipe.settings().ranking().criterion()), recipe);
        own.put(run.path(), run);
        return run;
    }

    /** A folder of its own, named by the time and a word. */
    private Path newFolder(String kind, String word) {
        String name = LocalDateTime.now(ZoneId.systemDefault()).format(ID) + "-"
                + word.replaceAll("[^A-Za-z0-9]+", "-");
        try {
            Files.createDirectories(folder.resolve(kind));
            for (int number = 1;; number++) {
                Path path = folder.resolve(kind).resolve(number == 1 ? name : name + "-" + number);
                if (!Files.exists(path)) {
                    return Files.createDirectory(path);
                }
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /**
     * Begins a training in a folder of its own; on the thread that owns the network.
     *
     * @throws Problem when it cannot be written
     */
    public TrainingFolder newTraining(TrainingRecord record, Network start) {
        TrainingFolder training = TrainingFolder.create(newFolder(TRAININGS, record.name()), record, start);
        ownTrainings.put(training.path(), training);
        return training;
    }

    /**
     * Takes up a training of this workspace that was stopped, to resume it.
     *
     * @throws Problem where it is over, under way elsewhere, or damaged
     */
    public TrainingFolder resumeTraining(Path training) {
        TrainingFolder taken = TrainingFolder.resume(training);
        ownTrainings.put(training, taken);
        return taken;
    }

    /** All trainings that can be read, the oldest first; damaged ones are named in the log. */
    public List<TrainingFolder> trainings() {
        List<TrainingFolder> trainings = new ArrayList<>();
        for (Path path : folders(TRAININGS)) {
            try {
                trainings.add(TrainingFolder.read(path));
            } catch (Problem e) {
                LOG.warn("{}", e.getMessage(), e);
            }
        }
        trainings.sort(Comparator.comparing(training -> training.content().date()));
        return trainings;
    }

    /**
     * Takes up a run of this workspace that was stopped, to resume it.
     *
     * @throws Problem as {@link RunFolder#resume} does
     */
    public RunFolder resume(Path run) {
        RunFolder taken = RunFolder.resume(run);
        own.put(run, taken);
        return taken;
    }

    /** The runs that a program's end, or the window's, interrupted: they can be resumed. The oldest first. */
    public List<RunFolder> interrupted() {
        return runs().stream().filter(run -> run.status() == RunStatus.INTERRUPTED).toList();
    }

    /** All runs that can be read, the oldest first; damaged ones are named in the log. */
    public List<RunFolder> runs() {
        return runs(problem -> LOG.warn("{}", problem.getMessage(), problem));
    }

    /**
     * All runs that can be read, the oldest first.
     *
     * @param damaged told of each that cannot be read
     */
    public List<RunFolder> runs(Consumer<Problem> damaged) {
        List<RunFolder> runs = new ArrayList<>();
        for (Path path : runPaths()) {
            try {
                RunFolder run = RunFolder.read(path);
                runs.add(run.interrupted());
            } catch (Problem e) {
                damaged.accept(e);
            }
        }
        runs.sort(Comparator.comparing((RunFolder run) -> run.recipe().date()).thenComparing(RunFolder::id));
        return runs;
    }

    /**
     * Throws a run away: {@link #restore} brings it back, as long as the workspace is open.
     *
     * @return where it lies now
     * @throws Problem where it is under way, or cannot be moved
     */
    public Path discard(RunFolder run) {
        if (RunFolder.read(run.path()).interrupted().status() == RunStatus.RUNNING) {
            throw new Problem("The run " + run.id() + " is under way. Cancel it first.");
        }
        Path place = folder.resolve(BIN).resolve(run.id());
        move(run.path(), place);
        own.remove(run.path());
        return place;
    }

    /**
     * Brings back a run that was thrown away.
     *
     * @throws Problem where it cannot be moved
     */
    public void restore(Path discarded) {
        move(discarded, folder.resolve(RUNS).resolve(discarded.getFileName()));
    }

    private static void move(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.move(from, to);
        } catch (IOException e) {
            throw new Problem(from + " cannot be moved to " + to + ": " + AtomicFiles.reason(e)
                    + ". Close what uses it, and try again.", e);
        }
    }

    /** Lets others open the workspace, and resume its runs. */
    @Override
    public void close() {
        own.values().forEach(RunFolder::close);
        ownTrainings.values().forEach(TrainingFolder::close);
        lock.close();
    }

    private void tidy() {
        try {
            FileUtils.deleteDirectory(folder.resolve(BIN).toFile());
        } catch (IOException e) {
            LOG.warn("Cannot empty {}", folder.resolve(BIN), e);
        }
        for (Path path : runPaths()) {
            try {
                RunFolder.removeLeftovers(path);
            } catch (IOException e) {
                LOG.warn("Cannot tidy {}", path, e);
            }
        }
    }

    private List<Path> runPaths() {
        return folders(RUNS);
    }

    private List<Path> folders(String kind) {
        List<Path> paths = new ArrayList<>();
        if (!Files.exists(folder.resolve(kind))) {
            return paths;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder.resolve(kind), Files::isDirectory)) {
            folders.forEach(paths::add);
        } catch (IOException e) {
            throw new Problem("Cannot read the " + kind + " of the workspace " + folder + ": " + AtomicFiles.reason(e)
                    + ". Check its permissions.", e);
        }
        return paths;
    }

    private static Problem unusable(Path folder, IOException cause) {
        String reason = fileInTheWay(folder) ? "a file stands where a folder is needed" : AtomicFiles.reason(cause);
        return new Problem("The workspace " + folder + " cannot be used: " + reason
                + ". Choose a folder that you may write to and that has room, with --workspace.", cause);
    }

    /** Systems disagree on the exception that tells this. */
    private static boolean fileInTheWay(Path folder) {
        for (Path path = folder; path != null; path = path.getParent()) {
            if (Files.exists(path)) {
                return !Files.isDirectory(path);
            }
        }
        return false;
    }

    private static void close(FolderLock lock) {
        if (lock != null) {
            lock.close();
        }
    }
}
