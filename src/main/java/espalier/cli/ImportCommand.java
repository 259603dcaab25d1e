package espalier.cli;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.ClassNumbers;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.network.Cost;
import espalier.network.Description;
import espalier.network.Head;
import espalier.network.Network;
import espalier.network.imports.ClassNames;
import espalier.network.imports.ImportedNetwork;
import espalier.network.imports.Preparation;
import espalier.network.imports.Preparation.ChannelOrder;
import espalier.network.imports.PreparationGuess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a network of another program one of Espalier's own. */
@Command(name = "import", description = {
        "Makes a network of PyTorch or TensorFlow (.onnx), Keras (.keras, .h5) or DeepLearning4J (.zip) one of Espalier's own.",
        "",
        "What the file does not say can be given: the names of the classes, and what was done to pixels in training. What is not given is "
                + "guessed, and the guess is told; with --data it is tried on these pictures."},
        footer = {
                "  espalier import resnet.onnx --out resnet.zip --mean 123.675,116.28,103.53 --std 58.395,57.12,57.375",
                "  espalier import resnet.h5 --out resnet.zip --data cifar10:cifar-10-batches-bin",
                "  espalier import squeezenet.h5 --out squeezenet.zip --channels bgr --mean 123,117,104 --std 1,1,1 --classes imagenet.txt"})
final class ImportCommand extends WorkCommand {

    /**
     * The result as JSON.
     *
     * @param mean    of red, green, blue, for pixels 0 to 255, as {@code std} is
     * @param guessed what was not given: {@code normalisation}, {@code channels}, {@code classes}
     */
    record Report(String file, String network, String program, String name, List<String> classNames, int height,
            int width, double[] mean, double[] std, String channels, List<String> guessed, long parameters, long macs,
            List<String> slowLayers, List<String> notes) {}

    @Parameters(paramLabel = "FILE",
            description = "The network: an .onnx as PyTorch exports it, a .keras or .h5 that Keras wrote, or a .zip of "
                    + "DeepLearning4J.")
    private Path file;

    @Option(names = "--out", required = true, paramLabel = "NETWORK",
            description = "Where to write the network, a .zip.")
    private Path out;

    @Option(names = "--mean", paramLabel = "R,G,B", split = ",",
            description = "What is taken from red, green and blue, for pixels 0 to 255 (guessed; 0,0,0 with --std).")
    private double[] mean;

    @Option(names = "--std", paramLabel = "R,G,B", split = ",",
            description = "What red, green and blue are then divided by (guessed; 1,1,1 with --mean).")
    private double[] deviation;

    @Option(names = "--channels", paramLabel = "ORDER",
            description = "The order in which the network reads colours: rgb, or bgr for networks from Caffe or OpenCV (guessed; rgb "
                    + "with --mean or --std).")
    private String channels;

    @Option(names = "--classes", paramLabel = "FILE",
            description = "The names of the classes: one on each line in the order of the "
                    + "network's outputs, a table with a column index, or JSON from output to name.")
    private Path classes;

    @Option(names = "--data", paramLabel = "DATA",
            description = "Pictures of its classes, to try guesses on: shapes, cifar10:FOLDER, cifar100:FOLDER or "
                    + "folder:FOLDER. Where the network has as many classes and --classes is not given, they are called as in these data.")
    private String data;

    @Option(names = "--only-data-classes",
            description = "Keeps only those of the network's classes that --data has, by name.")
    private boolean onlyData;

    @Option(names = "--size", paramLabel = "N",
            description = "The side of its pictures in pixels, for networks that do not say.")
    private Integer side;

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it (the file's name).")
    private String name;

    private final List<String> told = new ArrayList<>();

    @Override
    void work() {
        check();
        checkFile(out);
        startEngine();
        ImportedNetwork imported = ImportedNetwork.read(file,
                Optional.ofNullable(side).map(n -> new PictureSize(n, n)));
        Optional<Dataset> pictures = Optional.ofNullable(data)
                .map(specification -> Datasets.open(specification, imported.inputSize()));
        List<String> guessed = new ArrayList<>();
        List<String> classNames = classNames(imported, pictures, guessed);
        Preparation preparation = preparation(imported, classNames, pictures, guessed);
        try (Network network = withNotes(network(imported.network(preparation), pictures))) {
            network.write(out);
            print(imported, network, preparation);
            Cost cost = network.cost();
            List<String> names = network.description().classNames();
            report(new Report(file.toString(), out.toString(), imported.program(), network.description().name(), names,
                    imported.inputSize().height(), imported.inputSize().width(),
                    pixels(preparation.normalisation().mean()), pixels(preparation.normalisation().deviation()),
                    preparation.channels().name().toLowerCase(Locale.ROOT), guessed, cost.parameters(), cost.macs(),
                    network.program().foreignVertices(),
                    Stream.concat(imported.notes().stream(), told.stream()).toList()));
        }
    }

    private void check() {
        checkColours("--mean", mean);
        checkColours("--std", deviation);
        for (int c = 0; deviation != null && c < deviation.length; c++) {
            require(deviation[c] > 0, "--std", deviation[c], "above 0");
        }
        require(channels == null || channels.equalsIgnoreCase("rgb") || channels.equalsIgnoreCase("bgr"), "--channels",
                channels, "rgb or bgr");
        require(side == null || side >= 8 && side <= 1024, "--size", side, "8 to 1024");
        if (data != null) {
            requireData(data);
        } else if (onlyData) {
            throw wrongUse("--only-data-classes needs --data, to say which classes stay.");
        }
    }

    private void checkColours(String option, double[] values) {
        require(values == null || values.length == 3 && Double.isFinite(values[0] + values[1] + values[2]), option,
                values == null ? "" : java.util.Arrays.toString(values), "three numbers: red,green,blue");
    }

    private List<String> classNames(ImportedNetwork imported, Optional<Dataset> pictures, List<String> guessed) {
        if (classes != null) {
            return ClassNames.read(classes, imported.classes());
        }
        if (imported.statedClassNames().isPresent()) {
            return imported.statedClassNames().get();
        }
        guessed.add("classes");
        Optional<List<String>> ofData = pictures.map(Dataset::classNames)
                .filter(names -> names.size() == imported.classes());
        return ofData.or(() -> ClassNames.beside(file, imported.classes())).orElseGet(imported::usualClasses);
    }

    private Preparation preparation(ImportedNetwork imported, List<String> classNames, Optional<Dataset> pictures,
            List<String> guessed) {
        String title = name == null ? imported.name() : name;
        if (mean != null || deviation != null) {
            Normalisation given = Preparation.pixels(mean == null ? new double[3] : mean,
                    deviation == null ? new double[] {1, 1, 1} : deviation);
            if (imported.normalisesItself()) {
                tell("the network normalises its pictures itself, too (" + imported.statedNormalisation().orElseThrow()
                        + "); that is done after --mean and --std. Leave them out if they say the same.");
            }
            ChannelOrder order = channelsOr(ChannelOrder.RGB);
            return new Preparation(title, classNames, imported.after(given, order), order);
        }
        guessed.add("normalisation");
        if (channels == null) {
            guessed.add("channels");
        }
        PreparationGuess guess = PreparationGuess.of(imported, classNames, pictures,
                Optional.ofNullable(channels).map(text -> channelsOr(ChannelOrder.RGB)), progress());
        String taken = "pixels are taken " + guess.best().name() + ". " + guess.reason();
        if (guess.sure()) {
            terminal().note(taken);
        } else {
            tell(taken + " Give --mean, --std and --channels, or --data with pictures of its classes, to settle it.");
        }
        return new Preparation(title, classNames, guess.best().normalisation(), guess.best().channels());
    }

    /** Something that the result should say, too. */
    private void tell(String note) {
        terminal().note(note);
        told.add(note.substring(0, 1).toUpperCase(Locale.ROOT) + note.substring(1));
    }

    private ChannelOrder channelsOr(ChannelOrder otherwise) {
        return channels == null ? otherwise : ChannelOrder.valueOf(channels.toUpperCase(Locale.ROOT));
    }

    private Network network(Network all, Optional<Dataset> pictures) {
        if (!onlyData) {
            return all;
        }
        Dataset dataset = pictures.orElseThrow();
        int[] stay = ClassNumbers.of(dataset.classNames(), all.description().classNames())
                .orElseThrow(() -> new Problem(
                        "Not every class of " + dataset.specification() + " (" + String.join(", ", dataset.classNames())
                                + ") is among the " + "network's by name. Give the names with --classes."));
        return Head.withClasses(all, stay);
    }

    /** What was told stays with the network. */
    private Network withNotes(Network network) {
        Description description = network.description();
        return told.isEmpty() ? network : network
                .withDescription(description.with(description.name(), Map.of("preparation", String.join(" ", told))));
    }

    private void print(ImportedNetwork imported, Network network, Preparation preparation) {
        List<String> names = network.description().classNames();
        terminal().line(network.description().name() + " of " + imported.program() + ", now " + out);
        terminal().line("");
        terminal().line("Classes        " + names.size() + ": "
                + String.join(", ", names.subList(0, Math.min(10, names.size()))) + (names.size() > 10 ? " …" : ""));
        terminal().line("Pictures       " + imported.inputSize() + " pixels, read as "
                + (preparation.channels() == ChannelOrder.BGR ? "blue, green, red" : "red, green, blue"));
        terminal().line("Normalisation  (value − mean) / deviation of values 0 to 255; mean "
                + figures(preparation.normalisation().mean()) + ", deviation "
                + figures(preparation.normalisation().deviation()));
        terminal().line("Cost           " + Figures.count(network.cost().parameters()) + " parameters, "
                + Figures.count(network.cost().macs()) + " MACs, " + network.convolutions().size() + " convolutions");
        imported.notes().forEach(terminal()::note);
    }

    private static double[] pixels(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.round(values[i] * 255e4) / 1e4;
        }
        return result;
    }

    private static String figures(float[] values) {
        double[] pixels = pixels(values);
        return Figures.fixed(pixels[0], 2) + ", " + Figures.fixed(pixels[1], 2) + ", " + Figures.fixed(pixels[2], 2);
    }
}
