package espalier.cli;

import espalier.basics.About;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.PictureSize;
import espalier.network.Architectures;
import espalier.network.Front;
import espalier.network.Network;
import espalier.training.Evaluation;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import espalier.training.TrainingStart;
import espalier.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a new network, or another one's layers with a new head. */
@Command(name = "train", description = {"Trains a new network and writes it as a DeepLearning4J model.", "",
        "With --from it begins with another network, whose last layer is replaced by one for the classes of the data: for a few "
                + "hundred pictures of one's own that is far better than a network that begins with random weights.",
        "",
        "The objective is that of class-aware pruning: cross entropy + λ1·Σ|p| + λ2·Σ‖K⊛K − I‖. It makes filters matter to many "
                + "classes or to few. \"--l1 0 --orthogonality 0\" trains on cross entropy alone.",
        "",
        "After each epoch the training is kept beside the network's file, with .training at the end of its name. A training that was "
                + "stopped, by a crash or by you, is resumed from there by the same command, and ends as it would have ended without the stop."},
        footer = {"  espalier train --data shapes --architecture shapes-vgg --out shapes.zip",
                "  espalier train --data cifar10:cifar-10-batches-bin --epochs 40 --out vgg-s.zip --json vgg-s.json",
                "  espalier train --data cifar10:cifar-10-batches-bin --architecture resnet-20",
                "  espalier train --data folder:pictures --size 64 --patience 5 --out mine.zip",
                "  espalier train --data folder:pictures --from squeezenet.zip --out mine.zip",
                "  espalier train --data folder:pictures --from squeezenet.zip --freeze 12 --epochs 10"})
final class TrainCommand extends WorkCommand {

    private static final Logger LOG = LoggerFactory.getLogger(TrainCommand.class);

    /** The result as JSON. */
    record Report(double accuracy, Map<String, Double> perClass, double loss, List<TrainingState.Epoch> epochs,
            String end, long parameters, long macs, String file, double seconds, List<String> skipped) {}

    @Option(names = "--data", required = true, paramLabel = "DATA",
            description = "What to train on: shapes, cifar10:FOLDER, cifar100:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--architecture", paramLabel = "NAME", completionCandidates = Known.class,
            description = "The network's layers: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private String architecture = "vgg-s";

    @Option(names = "--from", paramLabel = "NETWORK",
            description = "Begins with this network instead of an architecture: its last layer is replaced by a new one, and its "
                    + "picture size and normalisation are taken over. A network of another program is imported first: see "
                    + "\"espalier import\".")
    private Path from;

    @Option(names = "--freeze", paramLabel = "PART",
            description = "With --from, what stays as it is: head for all but the new last layer, the number of convolutions from "
                    + "the front, the name of a layer for all up to it, or none (${DEFAULT-VALUE}).")
    private String freeze = Front.ALL_BUT_HEAD;

    @Option(names = "--size", paramLabel = "N",
            description = "Brings pictures to N×N pixels (as they are; 64 for those in a folder).")
    private int size;

    @Option(names = "--name", paramLabel = "TEXT",
            description = "The network's name for people (that of its architecture or data).")
    private String name;

    @Option(names = "--out", paramLabel = "FILE",
            description = "Where to write the network (the architecture's name with .zip, in this folder). What is there is "
                    + "replaced when the training is over.")
    private Path out;

    @Mixin
    private TrainingOptions options;

    @Override
    void work() {
        requireData(data);
        TrainingSettings wanted = options.settings(this);
        require(Architectures.names().contains(architecture), "--architecture", architecture,
                "one of " + String.join(", ", Architectures.names()));
        require(!given("--size") || size >= 16, "--size", size, "16 or more");
        if (from != null && (given("--architecture") || given("--size"))) {
            throw wrongUse("--from brings the layers and the size of pictures, so leave out "
                    + (given("--architecture") ? "--architecture." : "--size."));
        }
        if (from == null && given("--freeze")) {
            throw wrongUse("--freeze keeps layers of another network as they are: name it with --from.");
        }
        Path file = out == null ? Path.of((from == null ? architecture : "transfer") + ".zip") : out;
        checkFile(file);
        startEngine();
        Network base = from == null ? null : Network.read(from);
        PictureSize pictures = base != null ? base.description().inputSize()
                : given("--size") ? new PictureSize(size, size) : null;
        Dataset dataset = pictures == null ? Datasets.open(data) : Datasets.open(data, pictures);
        TrainingStart beginning = base == null
                ? TrainingStart.of(architecture, name == null ? architecture.toUpperCase(Locale.ROOT) : name, dataset,
                        wanted.seed())
                : TrainingStart.of(base, freeze, name == null ? dataset.title() : name, dataset, wanted.seed());
        Network network = beginning.network();
        TrainingSettings known = base == null ? wanted : options.transfer(this, pictures, !beginning.front().isEmpty());
        TrainingSettings settings = known.withLearningRate(beginning.trainer(dataset, known).learningRate());
        terminal().line("Training " + network.description().name() + " (" + Figures.large(network.cost().parameters())
                + " parameters, " + Figures.large(network.cost().macs()) + " MACs) on " + dataset.title() + ": "
                + Figures.count(dataset.part(Part.TRAINING).size()) + " pictures, " + dataset.classNames().size()
                + " classes");
        if (base != null) {
            terminal().line("From " + base.description().name() + ", frozen: " + TrainingStart.words(beginning.front())
                    + "; " + settings);
            base.close();
        }
        long start = System.nanoTime();
        List<TrainingState.Epoch> epochs = new ArrayList<>();
        Path checkpoint = file.resolveSibling(file.getFileName() + ".training");
        Trainer.End end = fit(beginning, dataset, settings, epochs, checkpoint);
        if (end == Trainer.End.DIVERGED && epochs.isEmpty()) {
            throw new Problem("The loss became infinite in the first epoch, so nothing was written to " + file
                    + ". Choose a lower learning rate than " + settings.learningRate() + ".");
        }
        Evaluation test = Evaluation.of(network, dataset.part(Part.TEST), progress());
        double seconds = (System.nanoTime() - start) / 1e9;
        beginning.described(dataset, settings, epochs.size(), test, Optional.of(typed())).write(file);
        remove(checkpoint);
        terminal().line("Test accuracy " + Figures.percent(test.accuracy()) + " on " + Figures.count(test.pictures())
                + " pictures after " + Figures.time(seconds) + "; written to " + file);
        tellSkipped(dataset);
        report(new Report(test.accuracy(), Json.byClass(dataset.classNames(), test.perClass()), test.loss(), epochs,
                end.name().toLowerCase(Locale.ROOT), network.cost().parameters(), network.cost().macs(),
                file.toString(), seconds, dataset.skipped()));
        if (end == Trainer.End.DIVERGED) {
            throw new Problem("The loss became infinite in epoch " + (epochs.size() + 1) + ", so training stopped; "
                    + file + " has the weights from before. Choose a lower learning rate than "
                    + settings.learningRate() + ".");
        }
    }

    /** Resumes where the same command was stopped. */
    private Trainer.End fit(TrainingStart beginning, Dataset dataset, TrainingSettings settings,
            List<TrainingState.Epoch> epochs, Path checkpoint) {
        String what = from == null ? architecture
                : beginning.origin().get("transfer from") + ", frozen " + TrainingStart.words(beginning.front()) + ",";
        String training = what + " for pictures of " + dataset.pictureSize() + " of " + dataset.specification() + ", "
                + settings + ", version " + About.version();
        Trainer.Listener listener = new Trainer.Listener() {
            @Override
            public void epoch(TrainingState.Epoch epoch) {
                epochs.add(epoch);
                tell(epoch);
            }

            @Override
            public void reached(Supplier<TrainingState> state) {
                state.get().write(checkpoint, training);
            }
        };
        Trainer trainer = beginning.trainer(dataset, settings);
        if (from != null) {
            trainer.validating();
        }
        try {
            if (!Files.exists(checkpoint)) {
                return trainer.fit(progress(), listener);
            }
            TrainingState state = TrainingState.read(checkpoint, training);
            epochs.addAll(state.epochs());
            terminal().line("Resuming after epoch " + epochs.size() + ", where this training was stopped");
            return trainer.resume(state, progress(), listener);
        } catch (CancellationException e) {
            throw new Problem(
                    "Training was stopped in epoch " + (epochs.size() + 1) + ", and no network was written."
                            + (epochs.isEmpty() ? "" : " The same command resumes after epoch " + epochs.size() + "."),
                    e);
        }
    }

    private void tell(TrainingState.Epoch epoch) {
        terminal().line(String.format(Locale.ROOT, "Epoch %3d   loss %.3f   training %s%s   %s", epoch.number(),
                epoch.loss(), Figures.percent(epoch.accuracy()),
                Double.isNaN(epoch.validationAccuracy()) ? ""
                        : "   validation " + Figures.percent(epoch.validationAccuracy()),
                Figures.time(epoch.seconds())));
    }

    /**
     * What a training that is over could be resumed from is needed no more; where it cannot be removed it takes room
     * and does no other harm.
     */
    private static void remove(Path checkpoint) {
        try {
            Files.deleteIfExists(checkpoint);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}", checkpoint, e);
        }
    }

    /** The names of architectures. */
    static final class Known implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Architectures.names().iterator();
        }
    }
}
