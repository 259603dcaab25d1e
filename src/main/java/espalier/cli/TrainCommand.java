package espalier.cli;

import espalier.basics.About;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.PictureSize;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.training.Evaluation;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import espalier.training.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a new network. */
@Command(name = "train", description = {"Trains a new network and writes it as a DeepLearning4J model.", "",
        "The objective is that of class-aware pruning: cross entropy + λ1·Σ|p| + λ2·Σ‖K⊛K − I‖. It makes filters matter to many "
                + "classes or to few. \"--l1 0 --orthogonality 0\" trains on cross entropy alone.",
        "",
        "After each epoch the training is kept beside the network's file, with .training at the end of its name. A training that was "
                + "stopped, by a crash or by you, is resumed from there by the same command, and ends as it would have ended without the stop."},
        footer = {"  espalier train --data shapes --architecture shapes-vgg --out shapes.zip",
                "  espalier train --data cifar10:cifar-10-batches-bin --epochs 40 --out vgg-s.zip --json vgg-s.json",
                "  espalier train --data cifar10:cifar-10-batches-bin --architecture resnet-20",
                "  espalier train --data folder:pictures --size 64 --patience 5 --out mine.zip"})
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

    @Option(names = "--size", paramLabel = "N",
            description = "Brings pictures to N×N pixels (as they are; 64 for those in a folder).")
    private int size;

    @Option(names = "--name", paramLabel = "TEXT",
            description = "The network's name for people (that of its architecture).")
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
        TrainingSettings settings = options.settings(this);
        require(Architectures.names().contains(architecture), "--architecture", architecture,
                "one of " + String.join(", ", Architectures.names()));
        require(!given("--size") || size >= 16, "--size", size, "16 or more");
        Path file = out == null ? Path.of(architecture + ".zip") : out;
        checkFile(file);
        Dataset dataset = given("--size") ? Datasets.open(data, new PictureSize(size, size)) : Datasets.open(data);
        startEngine();

        Network network = Architectures.create(
                architecture, new Description(name == null ? architecture.toUpperCase(Locale.ROOT) : name,
                        dataset.classNames(), dataset.pictureSize(), dataset.normalisation(), Map.of()),
                settings.seed());
        terminal().line("Training " + network.description().name() + " (" + Figures.large(network.cost().parameters())
                + " parameters, " + Figures.large(network.cost().macs()) + " MACs) on " + dataset.title() + ": "
                + Figures.count(dataset.part(Part.TRAINING).size()) + " pictures, " + dataset.classNames().size()
                + " classes");
        long start = System.nanoTime();
        List<TrainingState.Epoch> epochs = new ArrayList<>();
        Path checkpoint = file.resolveSibling(file.getFileName() + ".training");
        Trainer.End end = fit(network, dataset, settings, epochs, checkpoint);
        if (end == Trainer.End.DIVERGED && epochs.isEmpty()) {
            throw new Problem("The loss became infinite in the first epoch, so nothing was written to " + file
                    + ". Choose a lower learning rate than " + settings.learningRate() + ".");
        }
        Evaluation test = Evaluation.of(network, dataset.part(Part.TEST), progress());
        double seconds = (System.nanoTime() - start) / 1e9;
        network.withDescription(network.description().with(network.description().name(),
                provenance(dataset, settings, epochs.size(), test))).write(file);
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
    private Trainer.End fit(Network network, Dataset dataset, TrainingSettings settings,
            List<TrainingState.Epoch> epochs, Path checkpoint) {
        String training = architecture + " for pictures of " + dataset.pictureSize() + " of " + dataset.specification()
                + ", " + settings + ", version " + About.version();
        Trainer.Listener listener = new Trainer.Listener() {
            @Override
            public void epoch(TrainingState.Epoch epoch) {
                epochs.add(epoch);
                tell(epoch, settings.patience() > 0);
            }

            @Override
            public void reached(Supplier<TrainingState> state) {
                state.get().write(checkpoint, training);
            }
        };
        Trainer trainer = new Trainer(network, dataset, settings);
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

    private void tell(TrainingState.Epoch epoch, boolean validates) {
        terminal().line(String.format(Locale.ROOT, "Epoch %3d   loss %.3f   training %s%s   %s", epoch.number(),
                epoch.loss(), Figures.percent(epoch.accuracy()),
                validates ? "   validation " + Figures.percent(epoch.validationAccuracy()) : "",
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

    private Map<String, String> provenance(Dataset dataset, TrainingSettings settings, int epochs, Evaluation test) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("command", typed());
        provenance.put("architecture", architecture);
        provenance.put("data", dataset.specification());
        provenance.put("settings", settings.toString());
        provenance.put("seed", Long.toString(settings.seed()));
        provenance.put("epochs", Integer.toString(epochs));
        provenance.put("test accuracy", String.format(Locale.ROOT, "%.4f", test.accuracy()));
        provenance.put("version", About.version());
        provenance.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return provenance;
    }

    /** The names of architectures. */
    static final class Known implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return Architectures.names().iterator();
        }
    }
}
