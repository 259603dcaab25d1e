package espalier.cli;

import espalier.basics.Figures;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Pictures;
import espalier.engine.Precision;
import espalier.network.Network;
import espalier.training.Evaluation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Evaluates a network. */
@Command(name = "evaluate", description = "Tells how often a network is right, class by class.",
        footer = {"  espalier evaluate --network shapes.zip --data shapes",
                "  espalier evaluate --network vgg-s.zip --data cifar10:cifar-10-batches-bin --json -"})
final class EvaluateCommand extends WorkCommand {

    /**
     * The result as JSON.
     *
     * @param topFive          how often the true class is among the five likeliest; null where there are five or fewer
     * @param amongThoseOfData how often the true class is the likeliest of those that have pictures; null where all
     *                             have
     * @param confusion        {@code [true class][predicted class]}: counts, in the order of {@code classNames}
     */
    record Report(String network, String data, String part, int pictures, double accuracy, Map<String, Double> perClass,
            double loss, Double topFive, Double amongThoseOfData, List<String> classNames, int[][] confusion,
            List<String> skipped) {}

    @Option(names = "--network", required = true, paramLabel = "FILE",
            description = "The network: a .zip that Espalier wrote.")
    private Path file;

    @Option(names = "--data", required = true, paramLabel = "DATA",
            description = "The pictures: shapes, cifar10:FOLDER, cifar100:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--part", paramLabel = "PART", converter = Parts.class,
            description = "Which of them: test, validation or training (test).")
    private Part part = Part.TEST;

    @Option(names = "--precision", paramLabel = "NAME", converter = TrainingOptions.Precisions.class,
            description = "The numbers in which it computes: float32, the same on every machine; bfloat16, faster where the "
                    + "processor has instructions for it; or fastest, whichever that is here (float32).")
    private Precision precision = Precision.FLOAT32;

    @Override
    void work() {
        requireData(data);
        startEngine();
        try (Network network = Network.read(file)) {
            Dataset dataset = dataFor(network, file, data);
            AnswerRanks ranks = new AnswerRanks(dataset.part(part), network.classes());
            Evaluation result = Evaluation.of(network, dataset.part(part), precision, progress(), ranks);
            print(network, dataset, result, ranks);
            tellSkipped(dataset);
            report(new Report(file.toString(), dataset.specification(), name(part), result.pictures(),
                    result.accuracy(), Json.byClass(dataset.classNames(), result.perClass()), result.loss(),
                    ranks.topFive(), ranks.amongPresent(), dataset.classNames(), result.confusion(),
                    dataset.skipped()));
        }
    }

    private void print(Network network, Dataset dataset, Evaluation result, AnswerRanks ranks) {
        terminal().line(network.description().name() + " on " + dataset.title() + ", " + name(part) + " part");
        terminal().line("");
        Table table = new Table("class", ">pictures", ">accuracy", "most often taken for");
        for (int c = 0; c < dataset.classNames().size(); c++) {
            int[] row = result.confusion()[c];
            if (ranks.amongPresent() != null && Arrays.stream(row).sum() == 0) {
                continue;
            }
            table.row(dataset.classNames().get(c), Figures.count(Arrays.stream(row).sum()),
                    Figures.percent(result.perClass()[c]), mistake(dataset.classNames(), row, c));
        }
        table.row("all", Figures.count(result.pictures()), Figures.percent(result.accuracy()), "").print(terminal());
        terminal().line("");
        if (ranks.topFive() != null) {
            terminal().line("The true class is among the five likeliest: " + Figures.percent(ranks.topFive()));
        }
        if (ranks.amongPresent() != null) {
            terminal().line(
                    "It is the likeliest of the classes that have pictures: " + Figures.percent(ranks.amongPresent()));
        }
        terminal().line("Mean loss (cross entropy): " + Figures.fixed(result.loss(), 3));
    }

    private static String mistake(List<String> names, int[] row, int own) {
        int worst = -1;
        for (int c = 0; c < row.length; c++) {
            if (c != own && row[c] > 0 && (worst < 0 || row[c] > row[worst])) {
                worst = c;
            }
        }
        return worst < 0 ? "" : names.get(worst) + " (" + row[worst] + ")";
    }

    private static String name(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    /** Reads a part in any letters. */
    static final class Parts implements ITypeConverter<Part> {
        @Override
        public Part convert(String value) {
            return Arrays.stream(Part.values()).filter(part -> part.name().equalsIgnoreCase(value)).findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is none of test, validation, training"));
        }
    }

    /** Counts how near the true class came, for networks that know many classes, or more than there are pictures of. */
    private static final class AnswerRanks implements Evaluation.Answers {

        private static final int FIVE = 5;

        private final boolean[] present;
        private int pictures;
        private int inFive;
        private int firstOfPresent;

        AnswerRanks(Pictures all, int classes) {
            present = new boolean[classes];
            for (int i = 0; i < all.size(); i++) {
                if (all.label(i) < classes) {
                    present[all.label(i)] = true;
                }
            }
        }

        @Override
        public void add(float[] logits, int label) {
            int likelier = 0;
            int likelierPresent = 0;
            for (int c = 0; c < logits.length; c++) {
                if (logits[c] > logits[label] || logits[c] == logits[label] && c < label) {
                    likelier++;
                    likelierPresent += present[c] ? 1 : 0;
                }
            }
            pictures++;
            inFive += likelier < FIVE ? 1 : 0;
            firstOfPresent += likelierPresent == 0 ? 1 : 0;
        }

        /**
         * The share of pictures whose class is among the five likeliest; null where there are five classes or fewer.
         */
        Double topFive() {
            return present.length <= FIVE ? null : Double.valueOf(inFive / (double) pictures);
        }

        /**
         * The share of pictures whose class is the likeliest of those that have pictures; null where all classes have.
         */
        Double amongPresent() {
            int count = 0;
            for (boolean has : present) {
                count += has ? 1 : 0;
            }
            return count == present.length ? null : Double.valueOf(firstOfPresent / (double) pictures);
        }
    }
}
