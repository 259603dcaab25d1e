package espalier.study.analysis;

import espalier.basics.Figures;
import espalier.basics.Holm;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import java.util.List;

/**
 * A study as its counts, without single answers.
 *
 * @param source         where the figures come from
 * @param preference     explanation maps first
 * @param printed        χ² and p of each of them, as the paper prints them
 * @param preferenceHolm the χ² tests' probabilities, corrected over all pairs
 * @param recognition    by rising rate
 * @param agreement      Krippendorff's α
 * @param conclusions    what its authors conclude, and how far the counts bear it
 */
public record PublishedStudy(String source, List<PreferenceCounts> preference, List<Printed> printed,
        double[] preferenceHolm, List<RecognitionCounts> recognition, List<Agreed> agreement,
        List<String> conclusions) {

    /** Where its authors offer the single answers, three tables in {@code experiments/result-dataframes}. */
    public static final String REPOSITORY = "github.com/FlorianMerkle/pruning_for_explainability";

    /**
     * The experiments of "Less is More: The Influence of Pruning on the Explainability of CNNs": 500 pictures of
     * Imagenette that all networks classify correctly, five answers for each picture and pair of networks, or network.
     * The networks are VGG-16, unpruned and pruned to a half and to a thirty-second of its convolutions' weights. α of
     * the side, and of the class with "don't know", are the paper's; the others follow from its public answers.
     */
    public static final PublishedStudy LESS_IS_MORE = of(
            "Less is More: The Influence of Pruning on the Explainability of CNNs (arXiv 2302.08878, IEEE Access 2025, doi 10.1109/ACCESS.2025.3569575)",
            List.of(new PreferenceCounts(Display.MAP, 2, 1, 2500, 1343, 636, 521),
                    new PreferenceCounts(Display.MAP, 32, 1, 2500, 660, 843, 997),
                    new PreferenceCounts(Display.MAP, 2, 32, 2500, 542, 1082, 876),
                    new PreferenceCounts(Display.HEAT, 2, 1, 2500, 967, 818, 715),
                    new PreferenceCounts(Display.HEAT, 32, 1, 2500, 329, 1023, 1148)),
            List.of(new Printed("11.43", "0.00072"), new Printed("12.89", "0.00033"), new Printed("21.67", "3.2e-6"),
                    new Printed("6.92", "0.0085"), new Printed("7.20", "0.0073")),
            List.of(new RecognitionCounts(Display.MAP, 1, 2500, 2146, 245),
                    new RecognitionCounts(Display.MAP, 2, 2500, 2160, 224),
                    new RecognitionCounts(Display.MAP, 32, 2500, 2033, 355)),
            List.of(new Agreed(Experiment.PREFERENCE, Display.MAP, "side", 0.236, "0.236", 1500),
                    new Agreed(Experiment.PREFERENCE, Display.MAP, "network", 0.311, Figures.UNKNOWN, 1500),
                    new Agreed(Experiment.PREFERENCE, Display.HEAT, "side", 0.126, "0.126", 1000),
                    new Agreed(Experiment.PREFERENCE, Display.HEAT, "network", 0.207, Figures.UNKNOWN, 1000),
                    new Agreed(Experiment.RECOGNITION, Display.MAP, "class", 0.778, "0.778", 1500),
                    new Agreed(Experiment.RECOGNITION, Display.MAP, "class, known", 0.906, Figures.UNKNOWN, 1451)),
            List.of("The paper concludes: a mild rate, about ×2, helps both explanations and accuracy; from ×8 on both "
                    + "get worse.",
                    "Its answers support that people prefer maps of ×2 to those of the unpruned network, and these to "
                            + "maps of ×32, and that they recognise fewer classes at ×32; that they recognise more at ×2 "
                            + "is not beyond chance (p = 0.57)."));

    /** Figures in the paper's own digits. */
    public record Printed(String chiSquare, String p) {}

    /**
     * How far people agreed.
     *
     * @param label   as of {@link Agreement}
     * @param printed α in the paper's own digits; it has that of two labels only
     * @param items   questions
     */
    public record Agreed(Experiment experiment, Display display, String label, double alpha, String printed,
            int items) {}

    private static PublishedStudy of(String source, List<PreferenceCounts> preference, List<Printed> printed,
            List<RecognitionCounts> recognition, List<Agreed> agreement, List<String> conclusions) {
        return new PublishedStudy(source, preference, printed,
                Holm.corrected(preference.stream().mapToDouble(PreferenceCounts::p).toArray()), recognition, agreement,
                conclusions);
    }
}
