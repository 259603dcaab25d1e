package espalier.app.lessons;

import espalier.app.OpenNetwork;
import espalier.app.lessons.Lesson.Answer;
import espalier.app.lessons.Lesson.Step;
import espalier.app.live.Live;
import espalier.basics.Figures;
import espalier.explain.measures.MapMeasure;
import espalier.importance.NetworkScores.LayerScores;
import espalier.training.Evaluation;
import java.util.List;
import java.util.Optional;

/** All words of the tour and of the lessons. What they tell of networks comes from the window's numbers. */
public final class Lessons {

    private static final String OVERVIEW = "Overview";
    private static final String FILTERS = "Filters";
    private static final String PRUNE = "Prune";
    private static final String EXPLAIN = "Explain";
    private static final String COMPARE = "Compare";

    /** What the window is for, in seven stops. */
    public static final Lesson TOUR = new Lesson("tour", "A tour of the window", "Where to find what, in seven stops",
            2, false,
            List.of(Step.of("Welcome",
                    "Espalier shows what the filters of a network are for, takes out those that matter least, and shows what that "
                            + "does to its explanations. It begins with a sample: a small network that knows ten shapes, and the same "
                            + "network pruned to four rates. These buttons choose which of them the pages show.")
                    .on(OVERVIEW).at("#rates"),
                    Step.of("The network",
                            "Overview draws it layer by layer. Below are its size, how many pictures it gets right, by class too, and some "
                                    + "of the pictures.")
                            .on(OVERVIEW).at("#network-diagram"),
                    Step.of("What filters are for",
                            "Filters shows a layer as a heat map: a column for each filter, a row for each class. Click a column to see what "
                                    + "excites that filter.")
                            .on(FILTERS).at("#heatmap"),
                    Step.of("Pruned at once",
                            "Drag this slider: the filters that matter least go, the rest is fitted anew within a second, and the "
                                    + "accuracy beside it is that of the smaller network.")
                            .on(FILTERS).at("#live-slider"),
                    Step.of("Pruned with care",
                            "Prune first tells what to expect at each rate, then prunes in steps and fine-tunes, which gives better "
                                    + "networks and takes minutes.")
                            .on(PRUNE).at("#prune"),
                    Step.of("Where networks look",
                            "Explain has a row for each picture and a column for each network: the warmer a place, the more it spoke for "
                                    + "the class. Compare draws accuracy and explanations against the rate; Study asks people.")
                            .on(EXPLAIN).at("#map-0-0"),
                    Step.of("From here",
                            "Here are three lessons, of some minutes each, the words, the keys, and larger text for a classroom. Open… "
                                    + "takes your own networks and pictures.")
                            .at("#help")));

    /** What is a filter for? */
    public static final Lesson FILTER = new Lesson("filter", "What is a filter for?",
            "What filters answer to, for which classes, and how that is counted", 5, true,
            List.of(Step.of("A network is made of filters",
                    "Each filter of a convolution answers to one kind of pattern, wherever in the picture it is. The number of "
                            + "classes that a filter matters to is its score.")
                    .on(OVERVIEW).with(Lessons::unpruned).at("#rail-filters")
                    .asks("To how many of the ten classes does a filter of the first layer matter, in the mean?",
                            "To few: less than a third", "To about half", "To many: more than two thirds")
                    .until("Open the page Filters.", seen -> seen.isOn(FILTERS)).tells(Lessons::meanOfFirst),
                    Step.of("A column is a filter, a row is a class",
                            "The colour tells what would become of the class's loss without the filter: red where the class needs it, "
                                    + "blue where it would be better off. The bars below are the filters' scores; the buttons at Show "
                                    + "choose other values.")
                            .on(FILTERS).with(seen -> seen.session().setSelectedFilter(-1)).at("#heatmap")
                            .until("Click a column of the heat map: choose a filter.",
                                    seen -> seen.session().getSelectedFilter() >= 0),
                    Step.of("One filter",
                            "Here is its score, which classes need it, and the pictures that excite it most. What do they share?")
                            .on(FILTERS).at("#inspector-title"),
                    Step.of("Deep down in the network",
                            "The first layers see edges and colours; the last see forms and surfaces, put together from those before.")
                            .on(FILTERS).at(seen -> "#layer-" + seen.lastConvolution())
                            .asks("In the mean, do filters of the last layer matter to fewer classes than those of the first?",
                                    "Yes, to fewer", "To about as many", "No, to more")
                            .until("Choose the last layer in the strip.",
                                    seen -> seen.lastConvolution().equals(seen.session().getSelectedLayer()))
                            .tells(Lessons::lastAgainstFirst),
                    Step.of("Matters is not the same as helps",
                            "That a filter answers to a class's pictures does not say that the class is better off with it. Loss change "
                                    + "has a sign: above 0 the class needs the filter, below 0 its loss would fall without it.")
                            .on(FILTERS).at("#shown")
                            .asks("Of all pairs of a filter and a class in this layer, how many are harmful?", "None",
                                    "Some: less than a quarter", "A quarter or more")
                            .tells(Lessons::harmful),
                    Step.of("Try it alone",
                            "Look for a filter that matters to one or two classes only, and at the pictures that excite it: what do they "
                                    + "share that others do not? Then shuffle the labels and see which of the values follow the labels, and "
                                    + "which follow the pictures alone.")
                            .on(FILTERS).at("#shuffle-labels")));

    /** What does pruning take? */
    public static final Lesson PRUNING = new Lesson("pruning", "What does pruning take?",
            "Size, arithmetic and accuracy, and which classes pay", 5, true,
            List.of(Step.of("What a network costs",
                    "Parameters are what it remembers, and fill its file. Multiply-accumulates (MACs) are the arithmetic of one "
                            + "picture, and take its time. The network at ×4 keeps a quarter of the parameters; it was pruned in "
                            + "steps and fine-tuned in between.")
                    .on(FILTERS).with(Lessons::unpruned).at("#rates")
                    .asks("How much of the arithmetic is left at ×4?", "About a quarter, too", "Less", "More")
                    .until("Choose ×4.",
                            seen -> seen.session().getSelected() != null && seen.session().getSelected().rate() == 4)
                    .tells(Lessons::macsAtFour),
                    Step.of("All rates in a table",
                            "Here is the same for each rate, with the speed on this machine. Where does accuracy begin to fall?")
                            .on(OVERVIEW).at("#costs"),
                    Step.of("Without fine-tuning",
                            "This slider takes filters out at once. What reads them is fitted anew (compensation), but nothing is "
                                    + "trained.")
                            .on(FILTERS).with(Lessons::fromTheBeginning).at("#live-slider")
                            .asks("How much accuracy does that cost at ×8?", "At most 2 points", "2 to 20 points",
                                    "More than 20 points")
                            .until("Drag the slider to about ×8, or type ×8 beside it.",
                                    seen -> isNear(seen.live().positionProperty().get().rate(), 8))
                            .tells(seen -> seen.live().nowProperty().get().flatMap(Lessons::accuracyLive)),
                    Step.of("Who pays?",
                            "An accuracy is a mean over classes. What becomes of each stands beside it, at the slider's place.")
                            .on(FILTERS).with(Lessons::unpruned).at("#live-slider")
                            .asks("At ×16, do all classes lose alike?", "Yes, within 5 points", "No, by 5 to 20 points",
                                    "No, by more than 20 points")
                            .until("Move the slider on to about ×16.",
                                    seen -> isNear(seen.live().positionProperty().get().rate(), 16))
                            .tells(seen -> seen.live().nowProperty().get().flatMap(live -> classesLive(seen, live))),
                    Step.of("The paper's way",
                            "Class-aware pruning takes out the filters whose score is below a threshold: those that matter to few "
                                    + "classes. The histogram has the scores of all filters.")
                            .on(FILTERS).with(Lessons::fromTheBeginning).at("#histogram")
                            .until("Drag the line in the histogram, or move it with the arrow keys.",
                                    seen -> seen.live().positionProperty().get().threshold().isPresent()),
                    Step.of("Try it alone",
                            "How far does the slider go before the accuracy falls by five points? And how far if you compare MACs instead of "
                                    + "parameters? The class that suffers first: what is it confused with?")
                            .on(FILTERS).with(Lessons::fromTheBeginning).at("#live-slider")));

    /** Do explanations survive? */
    public static final Lesson EXPLANATIONS = new Lesson("explanations", "Do explanations survive?",
            "Whether a pruned network still looks at the same places", 6, true,
            List.of(Step.of("An explanation is a map",
                    "A class activation map tells which places of a picture spoke for a class. Pruning takes filters out, and "
                            + "fine-tuning brings right answers back: by the same places, or by others?")
                    .on(OVERVIEW).with(Lessons::measure).at("#rates")
                    .asks("At the lowest rate, how alike are the maps to the unpruned network's, as a correlation in the mean over "
                            + "a hundred pictures?", "Nearly the same: above 0.9", "Alike: 0.6 to 0.9",
                            "Others: below 0.6")
                    .tells(seen -> seen.session().trajectory().stream().filter(open -> !open.isUnpruned()).findFirst()
                            .flatMap(open -> likeness(seen, open))),
                    Step.of("Pruned a lot", "Who looks at accuracy alone does not see whether maps change.")
                            .on(OVERVIEW).with(Lessons::measure).at("#rail-explain")
                            .asks("And at the highest rate?", "Nearly the same: above 0.9", "Alike: 0.6 to 0.9",
                                    "Others: below 0.6")
                            .until("Open the page Explain.", seen -> seen.isOn(EXPLAIN))
                            .tells(Lessons::mapsAndAccuracy),
                    Step.of("Pictures down, networks across",
                            "Each row is a picture, each column a network: first the unpruned one, then those at rising rates. Below each "
                                    + "map stands what the network answers, and how sure it is. Move over a map: the same place is marked "
                                    + "in all columns.")
                            .on(EXPLAIN).at("#map-0-0"),
                    Step.of("Is it still the object?",
                            "Another map is not a worse map. These pictures know where their object is, so it can be measured which share of "
                                    + "a map lies on it.")
                            .on(EXPLAIN)
                            .asks("At the highest rate, which share of the map lies on the object, beside the unpruned network's?",
                                    "A larger one", "About the same", "A smaller one")
                            .tells(Lessons::onObject),
                    Step.of("All rates in one chart",
                            "Compare draws such measures against the rate, with intervals, and says in a sentence what they support.")
                            .on(COMPARE).at("#explanation-chart"),
                    Step.of("Try it alone",
                            "Find a picture that all networks get right, but for whose answer the last one looks elsewhere. Is that so with "
                                    + "another method, too? Choose one above the maps.")
                            .on(EXPLAIN).at("#method")));

    private Lessons() {}

    /** The three lessons, in the order in which they build on each other. */
    public static List<Lesson> all() {
        return List.of(FILTER, PRUNING, EXPLANATIONS);
    }

    private static void unpruned(Seen seen) {
        seen.session().setSelected(seen.session().getUnpruned());
    }

    /** The live network follows slider and threshold while the unpruned network is shown. */
    private static void fromTheBeginning(Seen seen) {
        unpruned(seen);
        seen.live().moveTo(1);
    }

    private static void measure(Seen seen) {
        unpruned(seen);
        seen.survey().follow();
    }

    private static int rank(double value, double low, double high) {
        return value < low ? 0 : value <= high ? 1 : 2;
    }

    private static boolean isNear(double rate, double wanted) {
        return Math.abs(rate / wanted - 1) < 0.1;
    }

    private static String one(double value) {
        return Figures.fixed(value, 1);
    }

    private static String points(double share) {
        return one(100 * Math.abs(share)) + " points";
    }

    private static Optional<Answer> meanOfFirst(Seen seen) {
        return Optional.ofNullable(seen.scores().get()).map(scores -> {
            LayerScores layer = scores.layers().get(0);
            int classes = layer.perClass().length;
            double mean = Seen.meanScore(layer);
            return new Answer("In the mean over the " + layer.filters() + " filters of " + layer.layer() + " it is "
                    + one(mean) + " of " + classes + " classes.", rank(mean / classes, 1 / 3.0, 2 / 3.0));
        });
    }

    private static Optional<Answer> lastAgainstFirst(Seen seen) {
        Optional<LayerScores> last = seen.layer(seen.lastConvolution());
        return last.map(deep -> {
            LayerScores first = seen.scores().get().layers().get(0);
            double before = Seen.meanScore(first);
            double after = Seen.meanScore(deep);
            return new Answer(
                    "In " + first.layer() + " a filter matters to " + one(before) + " of " + first.perClass().length
                            + " classes in the mean, in " + deep.layer() + " to " + one(after) + ".",
                    rank(after - before, -0.5, 0.5));
        });
    }

    private static Optional<Answer> harmful(Seen seen) {
        return seen.layer(seen.session().getSelectedLayer()).filter(LayerScores::hasLossChange).map(layer -> {
            int all = 0;
            int harmful = 0;
            for (float[] row : layer.lossChange()) {
                for (float value : row) {
                    all++;
                    harmful += value < 0 ? 1 : 0;
                }
            }
            double share = harmful / (double) all;
            return new Answer(Figures.percent(share) + " of the " + Figures.count(all) + " pairs in " + layer.layer()
                    + ": without the filter the class's loss would fall. Other classes may need the same filter.",
                    harmful == 0 ? 0 : share < 0.25 ? 1 : 2);
        });
    }

    private static Optional<Answer> macsAtFour(Seen seen) {
        Optional<OpenNetwork> unpruned = seen.at(1);
        return seen.at(4).filter(pruned -> unpruned.isPresent()).map(pruned -> {
            double left = pruned.cost().macs() / (double) unpruned.get().cost().macs();
            String accuracy = unpruned.get().test().isEmpty() || pruned.test().isEmpty() ? ""
                    : " It gets " + Figures.percent(pruned.test().get().accuracy())
                            + " of the test pictures right; the unpruned network "
                            + Figures.percent(unpruned.get().test().get().accuracy()) + ".";
            return new Answer(
                    Figures.percent(left) + " of the MACs: " + Figures.large(pruned.cost().macs()) + " instead of "
                            + Figures.large(unpruned.get().cost().macs())
                            + ". Early layers have few parameters, but many places to compute." + accuracy,
                    left < 0.2 ? 1 : left > 0.3 ? 2 : 0);
        });
    }

    private static Optional<Answer> accuracyLive(Live live) {
        return live.estimate().filter(own -> live.unpruned().isPresent()).map(own -> {
            double lost = live.unpruned().get().accuracy() - own.accuracy();
            return new Answer("At " + live.title() + " " + Figures.percent(own.accuracy())
                    + " of the validation pictures are right, " + points(lost) + (lost < 0 ? " more" : " less")
                    + " than unpruned. Fine-tuning brings part of that back.", rank(lost, 0.02, 0.2));
        });
    }

    private static Optional<Answer> classesLive(Seen seen, Live live) {
        double[] changes = live.changes();
        if (changes.length == 0) {
            return Optional.empty();
        }
        int worst = 0;
        int best = 0;
        for (int c = 0; c < changes.length; c++) {
            worst = changes[c] < changes[worst] ? c : worst;
            best = changes[c] > changes[best] ? c : best;
        }
        List<String> names = seen.session().getData().classNames();
        return Optional.of(new Answer(
                "“" + names.get(worst) + "” " + change(changes[worst]) + ", “" + names.get(best) + "” "
                        + change(changes[best]) + ": " + points(changes[best] - changes[worst]) + " apart.",
                rank(changes[best] - changes[worst], 0.05, 0.2)));
    }

    private static String change(double share) {
        return share == 0 ? "stays as it was" : (share < 0 ? "loses " : "gains ") + points(share);
    }

    private static Optional<Answer> likeness(Seen seen, OpenNetwork network) {
        return seen
                .mean(network, MapMeasure.PEARSON).map(
                        mean -> new Answer(
                                "At " + network.rateTitle() + " the correlation with the unpruned network's maps is "
                                        + Figures.fixed(mean, 2) + " in the mean.",
                                mean > 0.9 ? 0 : mean >= 0.6 ? 1 : 2));
    }

    /** What the network at the highest rate is like by both. */
    private static Optional<Answer> mapsAndAccuracy(Seen seen) {
        Optional<Evaluation> unpruned = seen.at(1).flatMap(OpenNetwork::test);
        return seen.last()
                .flatMap(last -> likeness(seen, last).map(like -> unpruned.isEmpty() || last.test().isEmpty() ? like
                        : new Answer(like.words() + " It gets " + Figures.percent(last.test().get().accuracy())
                                + " of the test pictures right, the unpruned one "
                                + Figures.percent(unpruned.get().accuracy()) + ".", like.choice())));
    }

    private static Optional<Answer> onObject(Seen seen) {
        Optional<Double> unpruned = seen.at(1).flatMap(open -> seen.mean(open, MapMeasure.ENERGY_INSIDE));
        return seen.last().filter(last -> unpruned.isPresent())
                .flatMap(last -> seen.mean(last, MapMeasure.ENERGY_INSIDE)
                        .map(share -> new Answer(
                                Figures.percent(share) + " of the map at " + last.rateTitle() + ", "
                                        + Figures.percent(unpruned.get()) + " unpruned.",
                                share > unpruned.get() + 0.02 ? 0 : share < unpruned.get() - 0.02 ? 2 : 1)));
    }
}
