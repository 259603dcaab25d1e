package espalier.cli;

import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Progress;
import espalier.basics.RankCorrelation;
import espalier.data.Dataset;
import espalier.importance.ClassAwareScores;
import espalier.importance.FilterAblation;
import espalier.importance.FilterAblation.Agreement;
import espalier.importance.FilterValue;
import espalier.importance.FilterValue.Likeness;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Network;
import espalier.report.ScorePicture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Scores filters. */
@Command(name = "score", description = {"Scores the filters of all convolutions.", "",
        "The score is the number of classes that a filter matters to, 0 to the number of classes. A filter matters "
                + "to a picture at a position where |activation × gradient of the loss| is above 0. "
                + "The share of a class's pictures for which that holds, added up over the classes, at the position where the sum is "
                + "largest, is the score. It follows where ReLUs and max pools let gradients through, not labels: --shuffle-labels "
                + "shows that.",
        "",
        "The loss change of a class is by how much its mean loss would change if the filter were silenced, estimated by "
                + "−Σ activation × gradient behind the ReLU, in nats: --check measures how well it follows the true change."},
        footer = {"  espalier score --network shapes.zip --data shapes --check",
                "  espalier score --network vgg-s.zip --data cifar10:cifar-10-batches-bin --json scores.json --picture scores.svg"})
final class ScoreCommand extends WorkCommand {

    /** By the class-aware pruning paper, filters that matter to fewer than 3 of 10 classes may go. */
    private static final double FEW = 0.3;
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int BINS = 10;

    /**
     * The result as JSON.
     *
     * @param labels    of the pictures in the loss: "true" or "shuffled"
     * @param agreement with the true change of loss; null where that was not asked for
     */
    record Report(String network, String data, String labels, int picturesPerClass, List<String> classNames,
            List<Layer> layers, Agreement agreement) {}

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
            description = "The pictures, of which training ones are used: shapes, cifar10:FOLDER, cifar100:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--per-class", paramLabel = "N",
            description = "How many pictures of each class (${DEFAULT-VALUE}).")
    private int perClass = ClassAwareScores.PICTURES_PER_CLASS;

    @Option(names = "--picture", paramLabel = "FILE",
            description = "Also draws how the scores of all filters lie, layer by layer, as SVG.")
    private Path picture;

    @Option(names = "--check",
            description = "Also silences a random sample of filters, and tells how well each of the values follows the true "
                    + "change of a class's loss on validation pictures: Spearman's rank correlation with its 95 %% interval.")
    private boolean check;

    @Option(names = "--shuffle-labels",
            description = "Permutes the labels of the pictures in the loss; each picture stays in the row of its own class. "
                    + "Values that stay the same say nothing about classes.")
    private boolean shuffleLabels;

    @Option(names = "--seed", paramLabel = "N",
            description = "Of the sample of filters and of the permutation (${DEFAULT-VALUE}).")
    private long seed = 1;

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
            NetworkScores shown = scores;
            if (shuffleLabels) {
                shown = ClassAwareScores.ofShuffledLabels(network, dataset, perClass, seed, progress());
            }
            print(network, dataset, shown);
            if (shuffleLabels) {
                tellLikeness(scores, shown);
            }
            Agreement agreement = check ? check(network, dataset, shown) : null;
            if (picture != null) {
                AtomicFiles.writeText(picture,
                        ScorePicture.of("Scores of " + file.getFileName() + " on " + dataset.title(), shown));
            }
            tellSkipped(dataset);
            report(new Report(file.toString(), dataset.specification(), shuffleLabels ? "shuffled" : "true",
                    shown.picturesPerClass(), shown.classNames(),
                    shown.layers().stream().map(layer -> new Layer(layer.layer(), layer.scores(), layer.perClass(),
                            layer.continuous(), layer.lossChange())).toList(),
                    agreement));
        }
    }

    private void tellLikeness(NetworkScores own, NetworkScores shuffled) {
        terminal().line("");
        terminal().line("Labels shuffled in the loss, seed " + seed + ": what stays of the values with true labels");
        terminal().line("");
        Table table = new Table("value", ">filters with the same values", ">rank correlation");
        for (FilterValue value : FilterValue.values()) {
            Likeness likeness = value.likeness(own, shuffled);
            table.row(value.title(), likeness.same() + " of " + likeness.filters(),
                    RankCorrelation.text(likeness.rho()));
        }
        table.print(terminal());
    }

    private Agreement check(Network network, Dataset dataset, NetworkScores scores) {
        FilterAblation ablation = new FilterAblation(network, dataset, seed);
        Progress progress = progress();
        while (!ablation.isComplete()) {
            progress.checkpoint();
            ablation.measureFurther(network);
            progress.update(ablation.done(), "Silencing filters");
        }
        Agreement agreement = ablation.with(scores);
        terminal().line("");
        terminal().line("Spearman's rank correlation with the true change of a class's loss, " + agreement.filters()
                + " filters silenced on " + agreement.pictures() + " validation pictures");
        terminal().line("");
        Table table = new Table("value", "correlation and its 95 % interval");
        agreement.correlations().forEach((value, correlation) -> table.row(value.title(), correlation.toString()));
        table.print(terminal());
        return agreement;
    }

    private void print(Network network, Dataset dataset, NetworkScores scores) {
        int classes = scores.classNames().size();
        double few = FEW * classes;
        terminal().line(network.description().name() + " on " + dataset.title() + ", " + scores.picturesPerClass()
                + " training pictures of each class");
        terminal().line("");
        String limit = Figures.fixed(few, few == Math.rint(few) ? 0 : 1);
        Table table = new Table("layer", ">filters", ">mean", ">lowest", ">under " + limit, ">loss change",
                "scores 0 to " + classes);
        for (LayerScores layer : scores.layers()) {
            double mean = 0;
            double lowest = classes;
            double change = 0;
            int under = 0;
            for (int k = 0; k < layer.filters(); k++) {
                float score = layer.scores()[k];
                change += layer.meanLossChange(k) / layer.filters();
                mean += score / layer.filters();
                lowest = Math.min(lowest, score);
                under += score < few ? 1 : 0;
            }
            table.row(layer.layer(), Integer.toString(layer.filters()), Figures.fixed(mean, 2),
                    Figures.fixed(lowest, 1), Figures.percent(under / (double) layer.filters()),
                    String.format(Locale.ROOT, "%.2g", change), bars(layer.histogram(BINS)));
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
