package espalier.cli;

import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.data.Dataset;
import espalier.importance.ClassAwareScores;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Network;
import espalier.report.ScorePicture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Scores filters. */
@Command(name = "score", description = {"Scores the filters of all convolutions.", "",
        "The score is the number of classes that a filter matters to, 0 to the number of classes. A filter matters "
                + "to a picture at a position where |activation × gradient of the loss| is above 0. "
                + "The share of a class's pictures for which that holds, added up over the classes, at the position where the sum is "
                + "largest, is the score."},
        footer = {"  espalier score --network shapes.zip --data shapes",
                "  espalier score --network vgg-s.zip --data cifar10:cifar-10-batches-bin --json scores.json --picture scores.svg"})
final class ScoreCommand extends WorkCommand {

    /** By the class-aware pruning paper, filters that matter to fewer than 3 of 10 classes may go. */
    private static final double FEW = 0.3;
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int BINS = 10;

    /** The result as JSON. */
    record Report(String network, String data, int picturesPerClass, List<String> classNames, List<Layer> layers) {}

    /**
     * A convolution's scores.
     *
     * @param scores     {@code [filters]}
     * @param perClass   {@code [classes][filters]}: a column adds up to the filter's score
     * @param continuous {@code [classes][filters]}: the mean of |activation × gradient|
     * @param lossChange {@code [classes][filters]}: by how much the class's loss would change if the filter were
     *                       silenced, estimated; in nats
     */
    record Layer(String name, float[] scores, float[][] perClass, float[][] continuous, float[][] lossChange) {}

    @Option(names = "--network", required = true, paramLabel = "FILE",
            description = "The network: a .zip that Espalier wrote.")
    private Path file;

    @Option(names = "--data", required = true, paramLabel = "DATA",
            description = "The pictures, of which training ones are used: shapes, cifar10:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--per-class", paramLabel = "N",
            description = "How many pictures of each class (${DEFAULT-VALUE}).")
    private int perClass = ClassAwareScores.PICTURES_PER_CLASS;

    @Option(names = "--picture", paramLabel = "FILE",
            description = "Also draws how the scores of all filters lie, layer by layer, as SVG.")
    private Path picture;

    @Override
    void work() {
        requireData(data);
        require(perClass >= 1, "--per-class", perClass, "1 or more");
        if (picture != null) {
            checkFile(picture);
        }
        startEngine();
        try (Network network = Network.read(file)) {
            Dataset dataset = dataFor(network, file, data);
            NetworkScores scores = ClassAwareScores.of(network, dataset, perClass, progress());
            print(network, dataset, scores);
            if (picture != null) {
                AtomicFiles.writeText(picture,
                        ScorePicture.of("Scores of " + file.getFileName() + " on " + dataset.title(), scores));
            }
            tellSkipped(dataset);
            report(new Report(file.toString(), dataset.specification(), scores.picturesPerClass(), scores.classNames(),
                    scores.layers().stream().map(layer -> new Layer(layer.layer(), layer.scores(), layer.perClass(),
                            layer.continuous(), layer.lossChange())).toList()));
        }
    }

    private void print(Network network, Dataset dataset, NetworkScores scores) {
        int classes = scores.classNames().size();
        double few = FEW * classes;
        terminal().line(network.description().name() + " on " + dataset.title() + ", " + scores.picturesPerClass()
                + " training pictures of each class");
        terminal().line("");
        String limit = Figures.fixed(few, few == Math.rint(few) ? 0 : 1);
        Table table = new Table("layer", ">filters", ">mean", ">lowest", ">under " + limit, "scores 0 to " + classes);
        for (LayerScores layer : scores.layers()) {
            double mean = 0;
            double lowest = classes;
            int under = 0;
            for (float score : layer.scores()) {
                mean += score / layer.filters();
                lowest = Math.min(lowest, score);
                under += score < few ? 1 : 0;
            }
            table.row(layer.layer(), Integer.toString(layer.filters()), Figures.fixed(mean, 2),
                    Figures.fixed(lowest, 1), Figures.percent(under / (double) layer.filters()),
                    bars(layer.histogram(BINS)));
        }
        table.print(terminal());
    }

    /** A bar for each count, · for 0. */
    private static String bars(int[] counts) {
        int most = Arrays.stream(counts).max().orElse(0);
        return Arrays.stream(counts)
                .mapToObj(count -> count == 0 ? "·"
                        : BARS.substring((int) Math.round((double) count / most * (BARS.length() - 1))).substring(0, 1))
                .collect(Collectors.joining());
    }
}
