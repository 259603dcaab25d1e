package espalier.network.imports;

import espalier.basics.Figures;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.ClassNumbers;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.Normalisation;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.network.Network;
import espalier.network.imports.Preparation.ChannelOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a foreign network's pictures are probably prepared.
 *
 * @param best   the way to take
 * @param reason why, in a sentence for a person
 * @param sure   whether the file or pictures confirm it; else it is a guess, and {@code reason} says so with what else
 *                   may be
 */
public record PreparationGuess(Candidate best, String reason, boolean sure) {

    private static final int PICTURES = 96;
    private static final int FEWEST = 8;
    /** Right no more than twice as often as by chance is no evidence. */
    private static final double TWICE = 2;
    /** What the mean probability of the right class must gain to be no matter of chance. */
    private static final double SIGNIFICANT = 0.01;
    /** The unusual order of colours must be right so much more often, in millionths: 96 pictures are few. */
    private static final int CLEARLY_RIGHTER = 50_000;
    /** Without pictures of the classes it must surprise the first batch norm less than this share of the usual one. */
    private static final double CLEARLY_LIKER = 0.5;
    /** What surprises it up to so many times as much may be right too. */
    private static final double POSSIBLE = 3;
    private static final int NAMED = 3;
    /** Multiply-accumulates that a guess may take for each candidate: some seconds. */
    private static final long MOST_MACS = 40_000_000_000L;

    /**
     * Guesses: what the file says; else the way with which the network is right most often, where the pictures are of
     * classes that it knows; else the way with which the input of its first batch norm has the statistics that it had
     * in training. The usual order of colours wins where the other is not clearly better.
     *
     * @param classNames of the network, in the order of its outputs
     * @param data       pictures in the network's size; empty where there are none
     * @param channels   the order in which the network reads colours, where that is known
     */
    public static PreparationGuess of(ImportedNetwork imported, List<String> classNames, Optional<Dataset> data,
            Optional<ChannelOrder> channels, Progress progress) {
        if (imported.statedNormalisation().isPresent()) {
            ChannelOrder order = channels.orElse(ChannelOrder.RGB);
            return new PreparationGuess(
                    new Candidate("as the file says", imported.statedNormalisation(order).orElseThrow(), order),
                    "The file says so.", true);
        }
        List<Candidate> candidates = Candidate.USUAL.stream()
                .filter(candidate -> channels.isEmpty() || candidate.channels() == channels.get())
                .filter(candidate -> !imported.grey() || candidate.channels() == ChannelOrder.RGB).toList();
        Pictures pictures = data.map(given -> Datasets.withClasses(given, classNames))
                .orElseGet(() -> Datasets.open("shapes", imported.inputSize())).part(Part.VALIDATION);
        boolean known = data.isPresent() && knows(classNames, data.get());
        boolean normed = imported.firstNorm().isPresent();
        if (!known && !normed) {
            return guessed(candidates.get(0), "This is the most usual way", candidates);
        }
        double[] fits = new double[candidates.size()];
        int best = 0;
        for (int i = 0; i < fits.length; i++) {
            progress.checkpoint();
            progress.update(i / (double) fits.length, "Trying: " + candidates.get(i).name());
            fits[i] = fit(imported, classNames, candidates.get(i), pictures, known);
            if (fits[i] > fits[best] + (known ? SIGNIFICANT : 0)) {
                best = i;
            }
        }
        int usual = firstOf(candidates, candidates.get(best).normalisation());
        boolean clearly = known ? Math.floor(fits[best]) - Math.floor(fits[usual]) >= CLEARLY_RIGHTER
                : fits[best] > CLEARLY_LIKER * fits[usual];
        int taken = clearly ? best : usual;
        if (!known) {
            return guessed(candidates.get(taken),
                    "With it the first batch norm sees numbers " + (taken == best ? "most " : "")
                            + "like those of its training",
                    IntStream.range(0, fits.length).filter(i -> fits[i] >= POSSIBLE * fits[taken])
                            .mapToObj(candidates::get).toList());
        }
        if (Math.floor(fits[taken]) / 1e6 < TWICE / classNames.size()) {
            return new PreparationGuess(candidates.get(taken),
                    "With none of the usual ways it is right much more often than by chance: these pictures may "
                            + "be of other classes, or in another order.",
                    false);
        }
        return new PreparationGuess(candidates.get(taken),
                "With it the network is right for " + Figures.percent(Math.floor(fits[taken]) / 1e6)
                        + " of the pictures tried, " + (taken == best ? "no less often than" : "hardly less often than")
                        + " with the other usual ways.",
                true);
    }

    /** The usual order of colours stands first. */
    private static int firstOf(List<Candidate> candidates, Normalisation normalisation) {
        return IntStream.range(0, candidates.size())
                .filter(i -> candidates.get(i).normalisation().equals(normalisation)).findFirst().orElseThrow();
    }

    /** A guess that no picture of the network's classes confirms. */
    private static PreparationGuess guessed(Candidate best, String why, List<Candidate> possible) {
        List<String> others = possible.stream().filter(candidate -> candidate != best).limit(NAMED)
                .map(candidate -> "“" + candidate.name() + "”").toList();
        return new PreparationGuess(best, why + ", but this is a guess that no picture of its classes confirms"
                + (others.isEmpty() ? "." : "; it may also be " + String.join(" or ", others) + "."), false);
    }

    /** Whether accuracy on these data means something: their classes are the network's, by name or by number. */
    public static boolean knows(List<String> classNames, Dataset data) {
        return data.classNames().size() == classNames.size()
                || ClassNumbers.of(data.classNames(), classNames).isPresent();
    }

    /** On how many pictures, the first of the validation, a network is tried: some seconds of work at most. */
    public static int tried(Network network) {
        return (int) Math.max(FEWEST, Math.min(PICTURES, MOST_MACS / Math.max(1, network.cost().macs())));
    }

    private static double fit(ImportedNetwork imported, List<String> classNames, Candidate candidate, Pictures pictures,
            boolean known) {
        Network network = imported
                .network(new Preparation(imported.name(), classNames, candidate.normalisation(), candidate.channels()));
        int[] chosen = IntStream.range(0, Math.min(tried(network), pictures.size())).toArray();
        try (Batches batches = Batches.inOrder(pictures, chosen, candidate.normalisation(), chosen.length)) {
            Batch batch = batches.next();
            return known ? rightness(network.infer(batch), batch.labels()) : -imported.surprise(network, batch);
        }
    }

    /** The share of right answers in millionths; behind the point, how likely they were held. */
    private static double rightness(float[][] logits, int[] labels) {
        int right = 0;
        double likelihood = 0;
        float[][] probabilities = Loss.softmax(logits);
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < logits[i].length; c++) {
                best = logits[i][c] > logits[i][best] ? c : best;
            }
            right += best == labels[i] ? 1 : 0;
            likelihood += probabilities[i][labels[i]];
        }
        return Math.floor(1e6 * right / labels.length) + Math.min(.99, likelihood / labels.length);
    }

    /**
     * A usual way to prepare pictures.
     *
     * @param name          for a person
     * @param normalisation of red, green, blue
     * @param channels      the order in which the network then reads them
     */
    public record Candidate(String name, Normalisation normalisation, ChannelOrder channels) {

        private static final double[] ONE = {1, 1, 1};
        private static final Normalisation RAW = Preparation.pixels(new double[3], ONE);
        private static final Normalisation UNIT = Preparation.pixels(new double[3], new double[] {255, 255, 255});
        private static final Normalisation SYMMETRIC = Preparation.pixels(new double[] {127.5, 127.5, 127.5},
                new double[] {127.5, 127.5, 127.5});
        private static final Normalisation CAFFE = Preparation.pixels(new double[] {123.68, 116.779, 103.939}, ONE);

        /** The ways that networks for pictures were trained with, the most usual first. */
        public static final List<Candidate> USUAL = List.of(new Candidate("0 to 1", UNIT, ChannelOrder.RGB),
                new Candidate("0 to 255, as they are", RAW, ChannelOrder.RGB),
                new Candidate("−1 to 1", SYMMETRIC, ChannelOrder.RGB),
                new Candidate("CIFAR-10's mean and deviation",
                        Preparation.pixels(new double[] {125.307, 122.95, 113.865},
                                new double[] {62.9932, 62.0887, 66.7048}),
                        ChannelOrder.RGB),
                new Candidate("ImageNet's mean and deviation",
                        Preparation.pixels(new double[] {123.675, 116.28, 103.53},
                                new double[] {58.395, 57.12, 57.375}),
                        ChannelOrder.RGB),
                new Candidate("minus ImageNet's mean, blue first (Caffe)", CAFFE, ChannelOrder.BGR),
                new Candidate("minus ImageNet's mean", CAFFE, ChannelOrder.RGB),
                new Candidate("0 to 1, blue first", UNIT, ChannelOrder.BGR),
                new Candidate("0 to 255, blue first", RAW, ChannelOrder.BGR));
    }
}
