package espalier.workspace;

import espalier.basics.About;
import espalier.basics.Problem;
import espalier.basics.Records;
import espalier.data.Dataset;
import espalier.network.Description;
import espalier.network.Front;
import espalier.network.Network;
import espalier.training.Beginning;
import espalier.training.TrainingSettings;
import espalier.training.TrainingStart;
import espalier.training.TrainingState;
import espalier.workspace.RunRecord.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a training: {@value #RECORD} says what it is and how it stands, {@value #START} is the network that it
 * began with, {@value #STATE} what it has come to, and {@value #NETWORK} what became of it. One program writes there at
 * a time.
 */
public final class TrainingFolder implements AutoCloseable {

    /** The file that says what the training is. */
    public static final String RECORD = "training.json";
    private static final String START = "start.zip";
    private static final String STATE = "training.state";
    private static final String NETWORK = "network.zip";

    private static final Logger LOG = LoggerFactory.getLogger(TrainingFolder.class);

    private final Path path;
    private final Optional<FolderLock> lock;
    private TrainingRecord content;

    /**
     * What is known of a training.
     *
     * @param version   of the program that began it
     * @param date      of its beginning, ISO 8601
     * @param name      of the network, for a person
     * @param data      the data set's specification
     * @param beginning what it began with
     * @param frozen    the layer up to which it stays as it was; empty where all is trained
     * @param origin    where the network comes from, in order
     * @param settings  with the learning rate that is used
     * @param status    how it stands
     * @param message   how it ended, in a sentence; empty while it is under way
     * @param epochs    that are over
     * @param accuracy  on the test pictures, 0 to 1; NaN before the end
     */
    public record TrainingRecord(String version, String date, String name, String data, Beginning beginning,
            String frozen, Map<String, String> origin, TrainingSettings settings, RunStatus status, String message,
            int epochs, double accuracy) {

        /** Copies what could change. */
        public TrainingRecord {
            origin = Collections.unmodifiableMap(new LinkedHashMap<>(origin));
        }

        /** A training that begins now. */
        public static TrainingRecord of(TrainingStart start, Dataset data, TrainingSettings settings) {
            return new TrainingRecord(About.version(), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    start.network().description().name(), data.specification(), start.beginning(),
                    start.front().value(), start.origin(), settings, RunStatus.RUNNING, "", 0, Double.NaN);
        }

        private TrainingRecord with(RunStatus now, String words) {
            return Records.with(Records.with(this, "status", now), "message", words);
        }
    }

    private TrainingFolder(Path path, TrainingRecord content, Optional<FolderLock> lock) {
        this.path = path;
        this.content = content;
        this.lock = lock;
    }

    /**
     * Begins a training in an empty folder that is there, and holds it until it is closed. On the thread that owns the
     * network.
     *
     * @throws Problem where it cannot be written
     */
    static TrainingFolder create(Path path, TrainingRecord record, Network start) {
        TrainingFolder folder = new TrainingFolder(path, record, lock(path));
        try {
            start.write(path.resolve(START));
            folder.write(record);
            return folder;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Takes up a training that was stopped, and holds its folder until it is closed.
     *
     * @throws Problem where there is none, it is under way elsewhere, or over
     */
    static TrainingFolder resume(Path path) {
        Optional<FolderLock> lock = lock(path);
        try {
            TrainingRecord before = record(path);
            if (!before.status().canResume()) {
                throw new Problem("The training of " + before.name() + " is over. " + before.message());
            }
            return new TrainingFolder(path, before, lock);
        } catch (RuntimeException e) {
            lock.ifPresent(FolderLock::close);
            throw e;
        }
    }

    /**
     * Reads a training. One that says that it is under way while nobody writes there was interrupted.
     *
     * @throws Problem where there is none, or it is damaged
     */
    public static TrainingFolder read(Path path) {
        TrainingRecord record = record(path);
        boolean interrupted = record.status() == RunStatus.RUNNING && !FolderLock.isHeld(path);
        return new TrainingFolder(path, interrupted
                ? record.with(RunStatus.INTERRUPTED, "The program ended in the middle of this training.") : record,
                Optional.empty());
    }

    private static TrainingRecord record(Path path) {
        return JsonFiles.read(path.resolve(RECORD), TrainingRecord.class, "a training");
    }

    private static Optional<FolderLock> lock(Path path) {
        try {
            return Optional.of(FolderLock.take(path).orElseThrow(() -> new Problem(
                    "The training in " + path + " is under way in another Espalier. Wait for its end, or stop it.")));
        } catch (IOException e) {
            LOG.warn("Cannot lock {}", path, e);
            return Optional.empty();
        }
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** What is known of the training. */
    public TrainingRecord content() {
        return content;
    }

    /** Where the network is once the training is complete. */
    public Path network() {
        return path.resolve(NETWORK);
    }

    /** The classes and the picture size of the network, without reading the rest of it. */
    public Description description() {
        return Network.describe(path.resolve(START));
    }

    /** What the training begins with, read anew: its weights are those from before the training. */
    public TrainingStart start() {
        Network network = Network.read(path.resolve(START));
        return new TrainingStart(network, content.beginning(), Front.of(network, content.frozen()), content.origin());
    }

    /**
     * What it has come to; empty before its first epoch is over.
     *
     * @throws Problem where that is damaged
     */
    public Optional<TrainingState> state() {
        Path file = path.resolve(STATE);
        return Files.exists(file) ? Optional.of(TrainingState.read(file, words())) : Optional.empty();
    }

    private String words() {
        return content.name() + " of " + content.date() + ", " + content.settings();
    }

    /** Writes that it is under way. */
    void underWay() {
        write(content.with(RunStatus.RUNNING, ""));
    }

    /** Writes what it has come to after an epoch. */
    void keep(TrainingState state) {
        state.write(path.resolve(STATE), words());
        write(Records.with(content, "epochs", state.epochs().size()));
    }

    /** Writes how it stands, and why. */
    void finish(RunStatus status, String message) {
        write(content.with(status, message));
    }

    /** Writes the network that became of it; then what only a resumption needs goes. */
    void complete(Network network, double accuracy, String message) {
        network.write(network());
        write(Records.with(content.with(RunStatus.COMPLETE, message), "accuracy", accuracy));
        try {
            Files.deleteIfExists(path.resolve(STATE));
        } catch (IOException e) {
            LOG.warn("Cannot remove {}", path.resolve(STATE), e);
        }
    }

    /** Leaves a training that was interrupted as it is: it is offered no more, and can be resumed all the same. */
    public static void leave(Path path) {
        try (TrainingFolder folder = resume(path)) {
            folder.finish(RunStatus.CANCELLED, "It was interrupted after epoch " + folder.content.epochs() + ".");
        }
    }

    private void write(TrainingRecord record) {
        JsonFiles.write(path.resolve(RECORD), record);
        content = record;
    }

    /** Lets others resume it. */
    @Override
    public void close() {
        lock.ifPresent(FolderLock::close);
    }
}
