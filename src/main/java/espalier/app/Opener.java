package espalier.app;

import espalier.basics.Problem;
import espalier.data.ClassNumbers;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.importance.ClassAwareScores;
import espalier.importance.NetworkScores;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.Throughput;
import espalier.network.imports.ForeignFile;
import espalier.training.Evaluation;
import espalier.workspace.RunFolder;
import espalier.workspace.RunPreview;
import espalier.workspace.RunPreview.NetworkPreview;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens networks, data and runs: reads them on the engine thread and then shows them in the {@link Session}. What
 * cannot be opened is reported, and what was open stays.
 */
public final class Opener {

    /** What a network's provenance calls the data that it was trained on. */
    private static final String DATA = "data";

    /** As many names of classes are told in a notice. */
    private static final int NAMES_TOLD = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Opener.class);

    private final Session session;
    private final Networks networks;
    private final SelectedScores selectedScores;
    private final Notices notices;
    private final Workspace workspace;
    private final ReadOnlyStringWrapper opening = new ReadOnlyStringWrapper(this, "opening", "");
    private Consumer<Path> importer = file -> {};
    private Runnable dataChooser = () -> {};
    /** Counts what was asked for, so that the slower of two does not replace the later. */
    private int request;
    private Opened sampleAhead;
    /** Those that were begun for what is open now. */
    private final List<EngineTask<?>> evaluations = new ArrayList<>();

    /** Nothing is being opened yet. */
    public Opener(Session session, Networks networks, SelectedScores selectedScores, Notices notices,
            Workspace workspace) {
        this.session = session;
        this.networks = networks;
        this.selectedScores = selectedScores;
        this.notices = notices;
        this.workspace = workspace;
    }

    /** What is being opened, for a person; empty when nothing is. */
    public ReadOnlyStringProperty openingProperty() {
        return opening.getReadOnlyProperty();
    }

    /** Opens what a path holds: a network's zip, a run's folder, CIFAR, or a folder of pictures. */
    public void path(Path path) {
        if (!Files.isDirectory(path)) {
            network(path);
        } else if (Files.exists(path.resolve(RunFolder.RUN))) {
            run(path);
        } else {
            data(Datasets.inFolder(path));
        }
    }

    /** Who asks the person how a network of another program is to be taken over: the shell. */
    public void setImporter(Consumer<Path> receiver) {
        importer = Objects.requireNonNull(receiver);
    }

    /**
     * Opens a network, with the data that is open if that fits, else with the data that it says it was trained on. One
     * of another program is given to the importer.
     */
    public void network(Path file) {
        int mine = ++request;
        CompletableFuture.supplyAsync(() -> ForeignFile.of(file)).whenCompleteAsync((kind, failure) -> {
            if (mine != request) {
                return;
            }
            if (failure != null) {
                notices.report(failure);
            } else if (kind.importable()) {
                importer.accept(file);
            } else if (kind == ForeignFile.OWN) {
                ownNetwork(file);
            } else {
                notices.report(new Problem(kind.refusal(file)));
            }
        }, Platform::runLater);
    }

    private void ownNetwork(Path file) {
        Dataset current = session.getData();
        open(file.getFileName().toString(), () -> {
            Network network = Network.read(file);
            Dataset data = dataFor(network, current);
            OpenNetwork open = OpenNetwork.unpruned(RunFolder.networkId(file), network, file);
            networks.put(open.id(), network);
            return new Opened(List.of(open), Optional.ofNullable(data));
        }).thenAcceptAsync(opened -> opened.ifPresent(shown -> {
            show(shown);
            if (shown.data().isEmpty()) {
                askForData(shown.networks().get(0));
            }
        }), Platform::runLater);
    }

    /**
     * Opens data for the network that is open; pictures are brought to its size. Where the network has other names for
     * its classes, the person is asked whether they are the same.
     */
    public void data(String specification) {
        OpenNetwork current = session.getUnpruned();
        open(specification, () -> {
            Dataset data = current == null ? Datasets.open(specification) : Datasets.open(specification,
                    current.description().inputSize(), current.description().classNames());
            if (current != null) {
                networks.get(current).requireFits(data);
            }
            return new Opened(List.of(), Optional.of(data));
        }).thenAcceptAsync(opened -> opened.ifPresent(shown -> {
            Dataset data = shown.data().orElseThrow();
            if (current == null || knows(current.description(), data)) {
                show(shown);
            } else {
                notices.offer(
                        current + " tells apart " + ClassNumbers.told(current.description().classNames(), NAMES_TOLD)
                                + ". The classes of " + data.title() + " are called "
                                + ClassNumbers.told(data.classNames(), NAMES_TOLD)
                                + ". If they are the same, one by one in this order, its answers can be trusted.",
                        new Notices.Notice.Action("They are the same", () -> {
                            if (session.getUnpruned() != null && session.getUnpruned().id().equals(current.id())) {
                                show(shown);
                            }
                        }));
            }
        }), Platform::runLater);
    }

    /** Opens a run: its unpruned network and all milestones. */
    public void run(Path folder) {
        if (sampleAhead != null && folder.equals(SampleRun.folder(workspace))) {
            sample();
            return;
        }
        open(folder.getFileName().toString(), () -> read(RunFolder.read(folder)))
                .thenAcceptAsync(opened -> opened.ifPresent(this::show), Platform::runLater);
    }

    /**
     * Opens what a run that is to be resumed began with, and what it has reached.
     *
     * @return completes on the FX thread: whether both its network and its pictures are open; what is missing is
     *         reported
     */
    public CompletableFuture<Boolean> toResume(RunFolder run) {
        Dataset current = session.getData();
        return open(run.id(), () -> run.milestones().isEmpty() ? readStart(run, current) : readNetworks(run, current))
                .thenApplyAsync(opened -> {
                    opened.ifPresent(this::show);
                    return opened.isPresent() && opened.get().data().isPresent();
                }, Platform::runLater);
    }

    /** The network that a run was to begin with, with the run's data. */
    private Opened readStart(RunFolder run, Dataset current) {
        Network network = Network.read(run.start());
        OpenNetwork open = OpenNetwork.unpruned(RunFolder.networkId(run.start()), network, run.start());
        networks.put(open.id(), network);
        return new Opened(List.of(open), dataOf(run, network.description(), current));
    }

    /**
     * Reads what can be shown of the sample without its networks, for {@link #sample} to take it from here. On the
     * engine thread, before there is a window: what fails here fails again in {@link #sample}, which tells it.
     */
    public void readSampleAhead() {
        try {
            RunFolder run = SampleRun.copiedInto(workspace);
            sampleAhead = RunPreview.read(run).map(preview -> shown(run, preview)).orElse(null);
        } catch (Problem e) {
            LOG.info("The sample is not read ahead", e);
        }
    }

    /**
     * Opens the sample that comes with the program, copied into the workspace the first time. What was read ahead is
     * shown at once.
     */
    public void sample() {
        if (sampleAhead != null) {
            request++;
            Opened read = sampleAhead;
            sampleAhead = null;
            show(read);
            return;
        }
        open("the sample", () -> read(SampleRun.copiedInto(workspace)))
                .thenAcceptAsync(opened -> opened.ifPresent(this::show), Platform::runLater);
    }

    /** Whether a network is one of the sample's. */
    public boolean isSample(OpenNetwork network) {
        return SampleRun.folder(workspace).equals(network.file().getParent());
    }

    private Opened read(RunFolder run) {
        if (run.milestones().isEmpty()) {
            throw new Problem(
                    "The run " + run.path() + " has no network: it ended before its first. Choose another run.");
        }
        Optional<RunPreview> preview = RunPreview.read(run);
        return preview.isPresent() ? shown(run, preview.get()) : readNetworks(run, null);
    }

    /** The run without reading its networks: that is left to whoever asks for one. */
    private Opened shown(RunFolder run, RunPreview preview) {
        Dataset data = open(preview.data(), preview.networks().get(0).description()).orElse(null);
        List<OpenNetwork> trajectory = new ArrayList<>();
        Map<OpenNetwork, NetworkScores> scores = new HashMap<>();
        for (int i = 0; i < preview.networks().size(); i++) {
            NetworkPreview known = preview.networks().get(i);
            OpenNetwork open = OpenNetwork.stored(run, run.milestones().get(i), known.description(), known.layers(),
                    known.cost(), data);
            trajectory.add(open);
            if (known.scores().picturesPerClass() == ClassAwareScores.PICTURES_PER_CLASS) {
                scores.put(open, known.scores());
            }
        }
        return new Opened(trajectory, Optional.ofNullable(data), scores);
    }

    /** @param current what is open; null where that is not to be looked at */
    private Opened readNetworks(RunFolder run, Dataset current) {
        List<OpenNetwork> trajectory = new ArrayList<>();
        Dataset data = null;
        for (MilestoneRecord milestone : run.milestones()) {
            Network network = Network.read(run.file(milestone));
            if (data == null) {
                data = dataOf(run, network.description(), current).orElse(null);
            }
            OpenNetwork open = OpenNetwork.stored(run, milestone, network.description(), network.layers(),
                    network.cost(), data);
            networks.put(open.id(), network);
            trajectory.add(open);
        }
        return new Opened(trajectory, Optional.ofNullable(data));
    }

    /** The run's data: those that are open where they are the same. */
    private Optional<Dataset> dataOf(RunFolder run, Description network, Dataset current) {
        return current != null && current.specification().equals(run.recipe().data()) && fits(network, current)
                ? Optional.of(current) : open(run.recipe().data(), network);
    }

    /** What is open where the network knows its classes by name, else what it says that it was trained on, or null. */
    private Dataset dataFor(Network network, Dataset current) {
        Description description = network.description();
        Optional<Dataset> named = Optional.ofNullable(current)
                .filter(data -> data.pictureSize().equals(description.inputSize()))
                .map(data -> Datasets.withClasses(data, description.classNames()))
                .filter(data -> knows(description, data));
        return named
                .or(() -> Optional.ofNullable(description.provenance().get(DATA))
                        .flatMap(specification -> open(specification, description)))
                .or(() -> Optional.ofNullable(current).flatMap(data -> open(data.specification(), description))
                        .filter(data -> knows(description, data)))
                .orElse(null);
    }

    /**
     * Whether a network has the names of these classes, which are as many, or none for its own: then its answers to
     * these pictures mean what they say.
     */
    private static boolean knows(Description network, Dataset data) {
        return network.classNames().equals(data.classNames()) || network.classNames().size() == data.classNames().size()
                && ClassNumbers.areNumbers(network.classNames());
    }

    /** The data in the network's size; empty, and reported, where it cannot be opened or has other classes. */
    private Optional<Dataset> open(String specification, Description network) {
        try {
            Dataset data = Datasets.open(specification, network.inputSize(), network.classNames());
            return fits(network, data) ? Optional.of(data) : Optional.empty();
        } catch (Problem e) {
            notices.report(e);
            return Optional.empty();
        }
    }

    private static boolean fits(Description network, Dataset data) {
        return network.classNames().size() == data.classNames().size()
                && network.inputSize().equals(data.pictureSize());
    }

    private void askForData(OpenNetwork network) {
        List<String> names = network.description().classNames();
        notices.offer(
                network + " is open, but no pictures that fit it: it tells " + names.size() + " classes apart, "
                        + ClassNumbers.told(names, NAMES_TOLD) + ". Open data with these classes.",
                new Notices.Notice.Action("Open data…", () -> dataChooser.run()));
    }

    /** Who has the person choose data: the shell. */
    public void setDataChooser(Runnable chooser) {
        dataChooser = Objects.requireNonNull(chooser);
    }

    private CompletableFuture<Optional<Opened>> open(String what, Callable<Opened> reading) {
        int mine = ++request;
        opening.set(what);
        CompletableFuture<Optional<Opened>> result = new CompletableFuture<>();
        networks.engine().ask(reading).whenCompleteAsync((opened, failure) -> {
            if (mine == request) {
                opening.set("");
            }
            notices.report(failure);
            result.complete(mine == request ? Optional.ofNullable(opened) : Optional.empty());
        }, Platform::runLater);
        return result;
    }

    private void show(Opened opened) {
        // They are of networks or pictures that give way.
        evaluations.forEach(EngineTask::cancel);
        evaluations.clear();
        if (opened.networks().isEmpty()) {
            opened.data().ifPresent(this::showTo);
            return;
        }
        session.close();
        opened.scores().forEach(
                (network, scores) -> opened.data().ifPresent(data -> selectedScores.remember(network, data, scores)));
        session.setData(opened.data().orElse(null));
        session.begin(opened.networks().get(0));
        opened.networks().stream().skip(1).forEach(session::add);
        opened.networks().stream().filter(network -> network.test().isEmpty()).forEach(this::measure);
    }

    /** Shows other pictures to the networks that are open; what is known of them on the same ones stays. */
    private void showTo(Dataset data) {
        Dataset before = session.getData();
        boolean same = before != null && before.specification().equals(data.specification());
        session.setData(data);
        List.copyOf(session.trajectory()).stream().filter(network -> !same || network.test().isEmpty())
                .map(OpenNetwork::withoutTest).forEach(network -> {
                    session.add(network);
                    measure(network);
                });
    }

    /** Evaluates a network on the test pictures in the background. */
    private void measure(OpenNetwork network) {
        Dataset data = session.getData();
        if (data == null) {
            return;
        }
        EngineTask<OpenNetwork> task = evaluated(network, data);
        evaluations.add(task);
        task.setOnSucceeded(event -> {
            boolean stillOpen = session.trajectory().stream().anyMatch(open -> open.id().equals(network.id()));
            if (stillOpen && session.getData() == data) {
                session.add(task.getValue());
            }
        });
    }

    private EngineTask<OpenNetwork> evaluated(OpenNetwork network, Dataset data) {
        return networks.engine().submit("Evaluating " + network + " on " + data.title(), progress -> {
            Network real = networks.get(network);
            Evaluation evaluation = Evaluation.of(real, data.part(Part.TEST), progress.part(0, .9));
            return network.withTest(evaluation, Throughput.imagesPerSecond(real));
        });
    }

    /** What was read: networks of a trajectory, the unpruned first, data that fits, and scores on it that are known. */
    private record Opened(List<OpenNetwork> networks, Optional<Dataset> data, Map<OpenNetwork, NetworkScores> scores) {

        Opened(List<OpenNetwork> networks, Optional<Dataset> data) {
            this(networks, data, Map.of());
        }
    }
}
