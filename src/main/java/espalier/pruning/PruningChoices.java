package espalier.pruning;

import espalier.basics.Choice;
import espalier.basics.Choice.Numbers;
import espalier.basics.Choice.OneOf;
import espalier.basics.Choice.Several;
import espalier.basics.Choice.Text;
import espalier.basics.Choice.Values;
import espalier.basics.Records;
import espalier.compensation.Compensation;
import espalier.data.ClassWeights;
import espalier.engine.Precision;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.LayerNormalisation;
import espalier.importance.Ranking.RankingScope;
import espalier.pruning.Protection.ShortcutWidths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * All options of {@link PruningSettings}, in the order in which they are shown. Each constant joins {@link #ALL}, from
 * which the command line, its help and the window's form are made; the standard settings hold what is usual.
 */
public final class PruningChoices {

    /** What belongs together in a form. */
    public enum Section {
        /** How small. */
        GOAL("How small"),
        /** For whom. */
        CLASSES("Which classes matter to you?"),
        /** Which filters go first. */
        RANKING("Ranking"),
        /** What stays whatever the ranking says. */
        PROTECTION("Protection"),
        /** How far an iteration goes. */
        STEPS("Step by step"),
        /** How much of it. */
        BUDGET("Fine-tuning in all"),
        /** After an iteration. */
        FINE_TUNING("Fine-tuning on the way to a rate"),
        /** At a rate. */
        RECOVERY("Fine-tuning when a rate is reached"),
        /** What fine-tuning minimises. */
        OBJECTIVE("Objective"),
        /** How it does so; for the command line alone, as the usual numbers suit nearly every network. */
        OPTIMISER("Optimiser");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        /** For a person. */
        public String title() {
            return title;
        }

        /** The one that an option is in. */
        public static Section of(Choice<PruningSettings, ?> choice) {
            return MADE.stream().filter(each -> each.choice.equals(choice)).findFirst().orElseThrow().section;
        }

        /** The options in it. */
        public List<Choice<PruningSettings, ?>> choices() {
            return MADE.stream().filter(each -> each.section == this).<Choice<PruningSettings, ?>>map(Made::choice)
                    .toList();
        }
    }

    private record Made(Section section, Choice<PruningSettings, ?> choice) {}

    private static final List<Made> MADE = new ArrayList<>();

    /** What the run goes by; another mode brings the criterion, share and floor that are usual in it. */
    public static final Choice<PruningSettings, PruningMode> MODE = add(Section.GOAL, new Choice<>("mode",
            "What the run goes by",
            "What the run goes by. For parameters, macs and convolution-weights filters go until these are "
                    + "down to each rate; for threshold filters go that matter to too few classes, whatever rate that makes; for "
                    + "unstructured in each convolution the weights nearest to zero become zero and stay so: the network keeps "
                    + "its shape.",
            Choice.oneOf(PruningMode.values()), settings -> settings.goal().mode(), PruningSettings::withMode));
    /** Rising. */
    public static final Choice<PruningSettings, List<Double>> RATES = add(Section.GOAL, "rates", "Rates",
            "The rates to go through, rising: before ÷ after of what the mode names; unstructured: of convolution "
                    + "weights that are not zero.",
            new Several<>("N", List.of(Double.class)), "goal.rates");
    /** In classes. */
    public static final Choice<PruningSettings, Double> THRESHOLD = add(Section.GOAL, "threshold",
            "Keep if it matters to",
            "In the mode threshold, the number of classes that a filter must matter to, to stay. The class-aware pruning "
                    + "paper removes those under 3 of 10 classes, and stops when none is left or accuracy falls below the tolerance.",
            Choice.aboveZero("classes"), "goal.threshold");
    /** Whether each rate is reached at once. */
    public static final Choice<PruningSettings, Boolean> ONE_SHOT = add(Section.STEPS, "one-shot",
            "Each rate at once, not step by step",
            "Reaches each rate from the unpruned network at once, by one ranking, one removal and one fine-tuning, instead "
                    + "of step by step from the rate before.",
            new Choice.Flag(), "goal.oneShot");

    /** How much each class matters. */
    public static final Choice<PruningSettings, ClassWeights> CLASSES = add(Section.CLASSES, "classes", "Classes",
            "Which classes matter to you, and how much. The only ones that do, cat,dog,horse, or a weight from 0 to 1 each, "
                    + "cat=1,dog=0.5,others=0.2. Ranking, fine-tuning and accuracy go by these weights, so the network keeps "
                    + "the classes that matter better, and gives up on those of weight 0. In a name write % as %25, a comma as "
                    + "%2c, = as %3d and : as %3a.",
            new Text<>("CLASSES", ClassWeights::parse, ClassWeights::text), "classes.weights");

    /** Whether classes of weight 0 leave the network. */
    public static final Choice<PruningSettings, Boolean> DROP_OUTPUTS = add(Section.CLASSES, "drop-outputs",
            "Drop the outputs of the others",
            "Takes the outputs of classes of weight 0 out before the run begins. What comes out is a smaller classifier of the "
                    + "classes that matter, which is trained and evaluated on their pictures alone.",
            new Choice.Flag(), "classes.dropOutputs");

    /** The name of what ranks filters. */
    public static final Choice<PruningSettings, String> CRITERION = add(Section.RANKING, "criterion", "What goes first",
            "What ranks filters.",
            new OneOf<>(() -> Criteria.all().stream().map(Criterion::name).toList(), Function.identity()),
            "ranking.criterion");
    /** Of each class. */
    public static final Choice<PruningSettings, Integer> PICTURES_PER_CLASS = add(Section.RANKING, "per-class",
            "Pictures per class",
            "Pictures of each class by which filters are scored. M in the class-aware pruning paper: 10 for CIFAR-10.",
            Choice.whole(1), "ranking.picturesPerClass");
    /** Whether layers compete. */
    public static final Choice<PruningSettings, RankingScope> RANKING = add(Section.RANKING, "ranking", "Scope",
            "Whether filters of different layers compete. global: the filters of all layers are in one order, so some "
                    + "layers are thinned more than others; local: each layer has its own, and all are thinned alike.",
            Choice.oneOf(RankingScope.values()), "ranking.scope");
    /** How layers are scaled. */
    public static final Choice<PruningSettings, LayerNormalisation> NORMALISE = add(Section.RANKING, "normalise",
            "Layers are scaled",
            "How layers are made comparable. usual: as the criterion's paper does; otherwise not at all, or divided by the "
                    + "layer's mean, its largest value (max) or √Σv² (l2).",
            Choice.oneOf(LayerNormalisation.values()), "ranking.normalisation");
    /** Whether multiples of 8 are preferred. */
    public static final Choice<PruningSettings, Boolean> FAST_WIDTHS = add(Section.RANKING, "fast-widths",
            "Prefer widths that run fast",
            "Of filters whose importance differs by less than a hundredth take those first that leave a layer a multiple of "
                    + "8 filters, which runs fast (the usual), or take them in their order. Processors work on 8 or 16 numbers at once, "
                    + "so a layer of 17 filters takes about the time of one of 24.",
            new Choice.Flag(), "ranking.fastWidths");

    /** Whether what a filter saves counts. */
    public static final Choice<PruningSettings, Boolean> BY_COST = add(Section.RANKING, "by-cost",
            "Weigh what filters save",
            "Of a global ranking takes those filters first whose importance is least for what they save of what the mode "
                    + "compares: importance ÷ saving, where the saving falls as layers get thinner. Filters of large maps save many "
                    + "MACs, those between wide layers many parameters. Not used in the mode threshold.",
            new Choice.Flag(), "ranking.byCost");

    /** Names of convolutions. */
    public static final Choice<PruningSettings, Set<String>> PROTECT = add(Section.PROTECTION, "protect",
            "Protected layers", "Convolutions of which nothing is taken, whatever the criterion says.",
            new Several<>("LAYER", List.of(String.class)), "protection.protectedLayers");
    /** By convolution. */
    public static final Choice<PruningSettings, Map<String, Integer>> LEAST = add(Section.PROTECTION, "least",
            "Least filters",
            "The least number of filters of single convolutions, whatever the floor says: conv1=8,conv2=16.",
            new Several<>("LAYER=N", List.of(String.class, Integer.class)), "protection.leastFilters");
    /** Of each layer's width. */
    public static final Choice<PruningSettings, Double> FLOOR = add(Section.PROTECTION, "floor",
            "Least width of each layer",
            "The least width of a convolution, as a share of the width that it would have if all were thinned alike "
                    + "(filters ÷ √rate), 0 to 1; one filter always stays. In the mode threshold, of its own width (0.1); not for "
                    + "unstructured. It keeps a global ranking from closing a layer.",
            Choice.share(false, "%"), "protection.floor");
    /** What happens to filters that are added. */
    public static final Choice<PruningSettings, ShortcutWidths> SHORTCUTS = add(Section.PROTECTION, "shortcuts",
            "Shortcut widths",
            "Filters whose outputs a residual network's shortcuts add. Tied ones go together, as one group; untouched ones "
                    + "stay, and only the first convolution of each block is pruned, as in the class-aware pruning paper. Networks "
                    + "without shortcuts are the same either way.",
            Choice.oneOf(ShortcutWidths.values()), "protection.shortcutWidths");

    /** Of the filters, or of the weights that are left. */
    public static final Choice<PruningSettings, Double> SHARE = add(Section.STEPS, "share", "Removed per iteration",
            "The most of all filters that one iteration removes, 0 to 1. With 1 each rate is reached in one cut, which keeps "
                    + "more than many, as what is left is compensated once. In the mode unstructured, of the weights that are "
                    + "left (0.5), in the mode threshold 0.1. The class-aware pruning paper takes 10 % of the filters, “Less is "
                    + "More” 50 % of the weights.",
            Choice.share(true, "%"), "tuning.sharePerIteration");
    /** Of validation accuracy. */
    public static final Choice<PruningSettings, Double> TOLERANCE = add(Section.STEPS, "tolerance", "Tolerance",
            "How much validation accuracy may be lost, 0 to 1, before the run stops and goes back to the last good network; "
                    + "1 goes on whatever is lost.",
            Choice.share(false, "points"), "tuning.tolerance");

    /** Before fine-tuning. */
    public static final Choice<PruningSettings, Compensation.Mode> COMPENSATION = add(Section.STEPS, "compensation",
            "Compensation",
            "After each removal, whether the weights that read what is left are fitted anew by least squares, so that "
                    + "each layer gives as nearly as it can what it gave before. sequential: layer by layer, each from what "
                    + "the smaller network really gives (best); parallel: each from what the unpruned network gives; none: "
                    + "weights stay as they were cut. Seconds, where fine-tuning takes minutes (He, Zhang, Sun, Channel "
                    + "Pruning for Accelerating Very Deep Neural Networks, 2017). Not for unstructured.",
            Choice.oneOf(Compensation.Mode.values()), "tuning.compensation");
    /** In pictures. */
    public static final Choice<PruningSettings, Integer> BUDGET = add(Section.BUDGET, "budget", "Budget (0: epochs)",
            "The pictures of fine-tuning for each rate in all, instead of what epochs make; 0 to go by epochs. Each rate "
                    + "is reached in one shot then, unless a share per iteration asks for steps: each before the last takes a "
                    + "twentieth of what is left, and the last has the rest. Never more than that many: whole batches are "
                    + "taken, and the learning rate falls over as many steps as there are.",
            new Numbers<>(Integer.class, 0, false, Integer.MAX_VALUE, false, 1, "pictures"), "tuning.budget");
    /** Whether networks stay as they are cut. */
    public static final Choice<PruningSettings, Boolean> NO_FINE_TUNING = add(Section.BUDGET, "no-fine-tuning",
            "No fine-tuning",
            "Networks are cut, compensated and evaluated, without fine-tuning: in seconds. Each rate is reached in one shot then, "
                    + "unless a share per iteration asks for steps.",
            new Choice.Flag(), "tuning.noFineTuning");

    /** After an iteration. */
    public static final Choice<PruningSettings, Integer> EPOCHS = add(Section.FINE_TUNING, "epochs", "Epochs",
            "Epochs of fine-tuning after an iteration on the way to a rate; 1 in the modes threshold and unstructured. Many short ones bring less "
                    + "than one long one at the rate.",
            Choice.whole(0), "tuning.fineTuning.epochs");
    /** In an epoch after an iteration. */
    public static final Choice<PruningSettings, Integer> PICTURES = add(Section.FINE_TUNING, "pictures",
            "Pictures per epoch", "Pictures in such an epoch; 0 for all training pictures.", Choice.whole(0),
            "tuning.fineTuning.picturesPerEpoch");
    /** After an iteration. */
    public static final Choice<PruningSettings, Double> LEARNING_RATE = add(Section.FINE_TUNING, "learning-rate",
            "Learning rate (0: automatic)",
            "The learning rate then, at its highest; 0 for one that suits the network and the number of steps, which the "
                    + "recipe of the run then says. The class-aware pruning paper fine-tunes with 0.01.",
            Choice.atLeastZero(), "tuning.fineTuning.learningRate");
    /** At a rate. */
    public static final Choice<PruningSettings, Integer> RECOVERY_EPOCHS = add(Section.RECOVERY, "recovery-epochs",
            "Epochs", "Epochs of fine-tuning when a rate is reached.", Choice.whole(0), "tuning.recovery.epochs");
    /** In an epoch at a rate. */
    public static final Choice<PruningSettings, Integer> RECOVERY_PICTURES = add(Section.RECOVERY, "recovery-pictures",
            "Pictures per epoch", "Pictures in such an epoch; 0 for all training pictures.", Choice.whole(0),
            "tuning.recovery.picturesPerEpoch");
    /** Whether larger steps have more of it. */
    public static final Choice<PruningSettings, Boolean> PER_DOUBLING = add(Section.RECOVERY, "per-doubling",
            "For each doubling of the rate",
            "Epochs at a rate are for each doubling since the rate before (the usual): from ×8 to ×32 there are twice as many "
                    + "as from ×4 to ×8, as more is to be mended; or each rate has the same.",
            new Choice.Flag(), "tuning.perDoubling");
    /** At a rate. */
    public static final Choice<PruningSettings, Double> RECOVERY_LEARNING_RATE = add(Section.RECOVERY,
            "recovery-learning-rate", "Learning rate (0: automatic)",
            "The learning rate then, at its highest; 0 for one that suits the network and the number of steps, which the "
                    + "recipe of the run then says. It rises, then falls along half a cosine.",
            Choice.atLeastZero(), "tuning.recovery.learningRate");

    /** In a step. */
    public static final Choice<PruningSettings, Integer> BATCH = add(Section.OPTIMISER, "batch", "Batch",
            "Pictures in a step of fine-tuning.", Choice.whole(1), "tuning.fineTuning.batchSize",
            "tuning.recovery.batchSize");
    /** Of SGD. */
    public static final Choice<PruningSettings, Double> MOMENTUM = add(Section.OPTIMISER, "momentum", "Momentum",
            "Momentum, 0 to below 1.", new Numbers<>(Double.class, 0, false, 1, true, 1, ""),
            "tuning.fineTuning.momentum", "tuning.recovery.momentum");
    /** Of all parameters. */
    public static final Choice<PruningSettings, Double> WEIGHT_DECAY = add(Section.OPTIMISER, "weight-decay",
            "Weight decay", "Weight decay of all parameters.", Choice.atLeastZero(), "tuning.fineTuning.weightDecay",
            "tuning.recovery.weightDecay");
    /** Of activations. */
    public static final Choice<PruningSettings, Precision> PRECISION = add(Section.OPTIMISER, "precision", "Precision",
            "The numbers in which fine-tuning computes: float32; bfloat16, twice as fast where the processor has instructions "
                    + "for it; or fastest, whichever that is here. Parameters, scores, maps and reported accuracies are "
                    + "float32 always.",
            Choice.oneOf(Precision.values()), "tuning.fineTuning.precision", "tuning.recovery.precision");
    /** α. */
    public static final Choice<PruningSettings, Double> DISTILLATION = add(Section.OBJECTIVE, "distillation",
            "Distillation, α",
            "α: the share of the loss that comes from the unpruned network's answers to the same pictures instead of their "
                    + "labels, 0 to 1 (Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network, 2015).",
            Choice.share(false, "%"), "tuning.distillation.share");
    /** T. */
    public static final Choice<PruningSettings, Double> TEMPERATURE = add(Section.OBJECTIVE, "temperature",
            "Temperature, T",
            "T: what both networks' logits are divided by for that share; the higher, the more small answers count.",
            Choice.aboveZero(""), "tuning.distillation.temperature");
    /** λ1. */
    public static final Choice<PruningSettings, Double> L1 = add(Section.OBJECTIVE, "l1", "Sparsity, λ1",
            "λ1: the factor of the sum of all parameters' absolute values, Σ|p|, in the loss. The class-aware pruning paper "
                    + "takes 1e-4.",
            Choice.atLeastZero(), "tuning.fineTuning.l1", "tuning.recovery.l1");
    /** λ2. */
    public static final Choice<PruningSettings, Double> ORTHOGONALITY = add(Section.OBJECTIVE, "orthogonality",
            "Orthogonality, λ2",
            "λ2: the factor of 3×3 kernels' distance from orthogonality, Σ‖K ⊛ K − I‖, in the loss. The class-aware pruning "
                    + "paper takes 1e-2.",
            Choice.atLeastZero(), "tuning.fineTuning.orthogonality", "tuning.recovery.orthogonality");
    /** Of everything random. */
    public static final Choice<PruningSettings, Long> SEED = add(Section.OBJECTIVE, new Choice<>("seed", "Seed",
            "Of the order of pictures, their changes, and the criterion random. The same seed gives the same run.",
            new Numbers<>(Long.class, Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false, 1, ""),
            PruningSettings::seed, PruningSettings::withSeed));

    /** All, the mode first, as others are usual in it. */
    public static final List<Choice<PruningSettings, ?>> ALL = MADE.stream()
            .<Choice<PruningSettings, ?>>map(Made::choice).toList();

    private PruningChoices() {}

    /** An option that is the same component in each of these places of the settings. */
    @SuppressWarnings("unchecked")
    private static <T> Choice<PruningSettings, T> add(Section section, String key, String title, String explanation,
            Values<T> values, String... paths) {
        Function<PruningSettings, T> get = settings -> (T) Records.get(settings, paths[0]);
        BiFunction<PruningSettings, T, PruningSettings> set = (settings, value) -> {
            PruningSettings changed = settings;
            for (String path : paths) {
                changed = Records.with(changed, path, value);
            }
            return changed;
        };
        return add(section, new Choice<>(key, title, explanation, values, get, set));
    }

    private static <T> Choice<PruningSettings, T> add(Section section, Choice<PruningSettings, T> choice) {
        MADE.add(new Made(section, choice));
        return choice;
    }
}
