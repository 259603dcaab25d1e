package espalier.cli;

import espalier.basics.Plugins;
import espalier.basics.Problem;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.LayerNormalisation;
import espalier.importance.RankingScope;
import espalier.pruning.PruningMode;
import espalier.pruning.PruningSettings;
import espalier.pruning.ShortcutWidths;
import espalier.training.TrainingSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options of {@link PruningSettings}. */
final class PruningOptions {

    private static final PruningSettings STANDARD = PruningSettings.STANDARD;

    @Option(names = "--mode", paramLabel = "NAME",
            description = "What the run goes by (${DEFAULT-VALUE}). parameters, macs or convolution-weights: filters go until these "
                    + "are down to each rate. threshold: filters that matter to fewer than --threshold classes go, whatever rate "
                    + "that makes. unstructured: in each convolution the weights nearest to zero become zero and stay so; the network "
                    + "keeps its shape.")
    private String mode = name(STANDARD.mode());

    @Option(names = "--rates", paramLabel = "N", split = ",",
            description = "The rates to go through, rising: before ÷ after of what the mode names; unstructured: of convolution "
                    + "weights that are not zero (2,4,8,32).")
    private List<Double> rates = STANDARD.rates();

    @Option(names = "--threshold", paramLabel = "N",
            description = "With --mode threshold, the number of classes that a filter must matter to, to stay (${DEFAULT-VALUE}).")
    private double threshold = STANDARD.threshold();

    @Option(names = "--one-shot",
            description = "Reaches each rate from the unpruned network at once, instead of step by step from the rate before.")
    private boolean oneShot;

    @Option(names = "--criterion", paramLabel = "NAME", completionCandidates = Names.class,
            description = "What ranks filters: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private String criterion = STANDARD.criterion();

    @Option(names = "--plugins", paramLabel = "FOLDER",
            description = "Where jars with more criteria are (.espalier/plugins in your home).")
    private Path plugins;

    @Option(names = "--ranking", paramLabel = "NAME",
            description = "global: the filters of all layers are in one order; local: each layer has its own, and all are thinned "
                    + "alike (${DEFAULT-VALUE}).")
    private String ranking = name(STANDARD.scope());

    @Option(names = "--normalise", paramLabel = "NAME",
            description = "How layers are made comparable: usual (as the criterion's paper does), none, or divided by the layer's "
                    + "mean, max or l2 (√Σv²) (${DEFAULT-VALUE}).")
    private String normalise = name(STANDARD.normalisation());

    @Option(names = "--protect", paramLabel = "LAYER", split = ",",
            description = "Convolutions of which nothing is taken.")
    private List<String> protect = List.of();

    @Option(names = "--least", paramLabel = "LAYER=N", split = ",",
            description = "The least number of filters of single convolutions, whatever the floor says: conv1=8,conv2=16.")
    private Map<String, Integer> least = Map.of();

    @Option(names = "--quick",
            description = "Short fine-tuning for a small network: one epoch of 4800 pictures, two of 8000 at each rate. The options below "
                    + "still count.")
    private boolean quick;

    @Option(names = "--share", paramLabel = "X",
            description = "The most of all filters that one iteration removes, 0 to 1 (${DEFAULT-VALUE}); unstructured: of the "
                    + "weights that are left (0.5).")
    private double share = STANDARD.sharePerIteration();

    @Option(names = "--floor", paramLabel = "X",
            description = "The least width of a convolution, as a share of the width that it would have if all were thinned alike "
                    + "(filters ÷ √rate), 0 to 1; one filter always stays (${DEFAULT-VALUE}). With --mode threshold, of its own width "
                    + "(0.1); not for unstructured.")
    private double floor = STANDARD.floor();

    @Option(names = "--tolerance", paramLabel = "X",
            description = "How much validation accuracy may be lost, 0 to 1, before the run stops and goes back to the last good "
                    + "network; 1 goes on whatever is lost (${DEFAULT-VALUE}).")
    private double tolerance = STANDARD.tolerance();

    @Option(names = "--shortcuts", paramLabel = "NAME", completionCandidates = Shortcuts.class,
            description = "Filters whose outputs a residual network's shortcuts add: ${COMPLETION-CANDIDATES}. Tied ones go "
                    + "together; untouched ones stay, as in the class-aware pruning paper (${DEFAULT-VALUE}).")
    private String shortcuts = name(STANDARD.shortcutWidths());

    @Option(names = "--fast-widths", negatable = true, defaultValue = "true", fallbackValue = "true",
            description = "Of filters whose importance differs by less than a hundredth take those first that leave a layer a multiple of 8 filters, which runs "
                    + "fast (the usual), or take them in their order.")
    private boolean fastWidths;

    @Option(names = "--per-class", paramLabel = "N",
            description = "Pictures of each class by which filters are scored (${DEFAULT-VALUE}).")
    private int perClass = STANDARD.picturesPerClass();

    @Option(names = "--epochs", paramLabel = "N",
            description = "Epochs of fine-tuning after an iteration (${DEFAULT-VALUE}).")
    private int epochs = STANDARD.fineTuning().epochs();

    @Option(names = "--pictures", paramLabel = "N",
            description = "Pictures in such an epoch; 0 for all training pictures (${DEFAULT-VALUE}).")
    private int pictures = STANDARD.fineTuning().picturesPerEpoch();

    @Option(names = "--learning-rate", paramLabel = "X", description = "The learning rate then (${DEFAULT-VALUE}).")
    private double learningRate = STANDARD.fineTuning().learningRate();

    @Option(names = "--recovery-epochs", paramLabel = "N",
            description = "Epochs of fine-tuning when a rate is reached (${DEFAULT-VALUE}).")
    private int recoveryEpochs = STANDARD.recovery().epochs();

    @Option(names = "--recovery-pictures", paramLabel = "N",
            description = "Pictures in such an epoch; 0 for all training pictures (${DEFAULT-VALUE}).")
    private int recoveryPictures = STANDARD.recovery().picturesPerEpoch();

    @Option(names = "--recovery-learning-rate", paramLabel = "X",
            description = "The learning rate then, at its highest (${DEFAULT-VALUE}).")
    private double recoveryLearningRate = STANDARD.recovery().learningRate();

    @Option(names = "--batch", paramLabel = "N", description = "Pictures in a step of fine-tuning (${DEFAULT-VALUE}).")
    private int batch = STANDARD.fineTuning().batchSize();

    @Option(names = "--momentum", paramLabel = "X", description = "Momentum, 0 to below 1 (${DEFAULT-VALUE}).")
    private double momentum = STANDARD.fineTuning().momentum();

    @Option(names = "--weight-decay", paramLabel = "X",
            description = "Weight decay of all parameters (${DEFAULT-VALUE}).")
    private double weightDecay = STANDARD.fineTuning().weightDecay();

    @Option(names = "--l1", paramLabel = "X",
            description = "λ1: the factor of the sum of all parameters' absolute values (${DEFAULT-VALUE}).")
    private double l1 = STANDARD.fineTuning().l1();

    @Option(names = "--orthogonality", paramLabel = "X",
            description = "λ2: the factor of 3×3 kernels' distance from orthogonality (${DEFAULT-VALUE}).")
    private double orthogonality = STANDARD.fineTuning().orthogonality();

    @Option(names = "--seed", paramLabel = "N",
            description = "Of the order of pictures, their changes, and the criterion random (${DEFAULT-VALUE}).")
    private long seed = STANDARD.seed();

    /** Finds criteria in the folder of plug-ins, where one is named. Before anything asks for a criterion. */
    void usePlugins() {
        if (plugins != null) {
            Plugins.use(plugins);
        }
    }

    /** The settings that the options make. */
    PruningSettings settings(WorkCommand command) {
        command.require(Names.list().contains(criterion), "--criterion", criterion,
                "one of " + String.join(", ", Names.list()));
        command.require(perClass >= 1, "--per-class", perClass, "1 or more");
        command.require(epochs >= 0, "--epochs", epochs, "0 or more");
        command.require(recoveryEpochs >= 0, "--recovery-epochs", recoveryEpochs, "0 or more");
        command.require(pictures >= 0, "--pictures", pictures, "0 or more");
        command.require(recoveryPictures >= 0, "--recovery-pictures", recoveryPictures, "0 or more");
        command.require(learningRate > 0, "--learning-rate", learningRate, "above 0");
        command.require(recoveryLearningRate > 0, "--recovery-learning-rate", recoveryLearningRate, "above 0");
        command.require(batch >= 1, "--batch", batch, "1 or more");
        command.require(momentum >= 0 && momentum < 1, "--momentum", momentum, "at least 0 and below 1");
        command.require(weightDecay >= 0, "--weight-decay", weightDecay, "0 or more");
        command.require(l1 >= 0, "--l1", l1, "0 or more");
        command.require(orthogonality >= 0, "--orthogonality", orthogonality, "0 or more");
        PruningSettings base = (quick ? PruningSettings.quick() : STANDARD)
                .withMode(choice(command, PruningMode.values(), "--mode", mode));
        try {
            return chosen(base, command).withFineTuning(
                    training(base.fineTuning(), command.given("--epochs") ? epochs : base.fineTuning().epochs(),
                            command.given("--pictures") ? pictures : base.fineTuning().picturesPerEpoch(),
                            command.given("--learning-rate") ? learningRate : base.fineTuning().learningRate()),
                    training(base.recovery(),
                            command.given("--recovery-epochs") ? recoveryEpochs : base.recovery().epochs(),
                            command.given("--recovery-pictures") ? recoveryPictures
                                    : base.recovery().picturesPerEpoch(),
                            command.given("--recovery-learning-rate") ? recoveryLearningRate
                                    : base.recovery().learningRate()));
        } catch (Problem e) {
            throw command.wrongUse(e.getMessage());
        }
    }

    /** All but the fine-tuning. What is not given is what is usual in the mode. */
    private PruningSettings chosen(PruningSettings base, WorkCommand command) {
        if (!base.mode().hasRates() && command.given("--rates")) {
            throw command.wrongUse("With --mode threshold no rate is asked for, one comes out; leave out --rates");
        }
        if (!base.mode().removesFilters() && command.given("--floor")
                || !base.mode().removesFilters() && !least.isEmpty()) {
            throw command.wrongUse("With --mode unstructured all filters stay; leave out --floor and --least");
        }
        return base.withRates(rates).withCriterion(command.given("--criterion") ? criterion : base.criterion())
                .withSharePerIteration(command.given("--share") ? share : base.sharePerIteration())
                .withFloor(command.given("--floor") ? floor : base.floor()).withTolerance(tolerance)
                .withPicturesPerClass(perClass).withSeed(seed).withThreshold(threshold).withOneShot(oneShot)
                .withRanking(choice(command, RankingScope.values(), "--ranking", ranking),
                        choice(command, LayerNormalisation.values(), "--normalise", normalise))
                .withProtection(Set.copyOf(protect), least).withFastWidths(fastWidths)
                .withShortcutWidths(choice(command, ShortcutWidths.values(), "--shortcuts", shortcuts));
    }

    private static <E extends Enum<E>> E choice(WorkCommand command, E[] all, String option, String value) {
        return Arrays.stream(all).filter(one -> name(one).equals(value)).findFirst().orElseThrow(
                () -> command.wrongUse("Invalid value for option " + option + ": " + value + ". It must be one of "
                        + Arrays.stream(all).map(PruningOptions::name).collect(Collectors.joining(", "))));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private TrainingSettings training(TrainingSettings base, int howManyEpochs, int picturesPerEpoch, double rate) {
        return new TrainingSettings(howManyEpochs, picturesPerEpoch, batch, rate, momentum, weightDecay, l1,
                orthogonality, base.schedule(), base.augmentation(), base.patience(), seed);
    }

    /** The names of {@link ShortcutWidths}. */
    static final class Shortcuts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return list().iterator();
        }

        static List<String> list() {
            return Arrays.stream(ShortcutWidths.values()).map(way -> way.name().toLowerCase(Locale.ROOT)).toList();
        }
    }

    /** The names of criteria. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return list().iterator();
        }

        static List<String> list() {
            return Criteria.all().stream().map(Criterion::name).toList();
        }
    }
}
