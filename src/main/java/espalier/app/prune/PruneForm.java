package espalier.app.prune;

import espalier.basics.Problem;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.LayerNormalisation;
import espalier.importance.RankingScope;
import espalier.pruning.PruningMode;
import espalier.pruning.PruningSettings;
import espalier.pruning.ShortcutWidths;
import espalier.training.TrainingSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableStringValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;

/**
 * What the person asks for, and the settings that it makes: all of a {@link PruningSettings}, in the units of the page.
 */
public final class PruneForm {

    private static final PruningSettings START = PruningSettings.quick();
    /** Above this a network has nothing left to prune; keeps typing errors out. */
    private static final double HIGHEST_RATE = 10_000;

    private final Map<Double, BooleanProperty> standardRates = new LinkedHashMap<>();
    private final StringProperty otherRates = new SimpleStringProperty(this, "otherRates", "");
    private final ObjectProperty<Criterion> criterion = new SimpleObjectProperty<>(this, "criterion",
            Criteria.named(START.criterion()));
    private final BooleanProperty stopsAtTolerance = new SimpleBooleanProperty(this, "stopsAtTolerance", false);
    private final BooleanProperty prunesShortcuts = new SimpleBooleanProperty(this, "prunesShortcuts",
            START.shortcutWidths() == ShortcutWidths.TIED);
    private final BooleanProperty fastWidths = new SimpleBooleanProperty(this, "fastWidths", START.fastWidths());
    private final ObjectProperty<PruningMode> mode = new SimpleObjectProperty<>(this, "mode", START.mode());
    private final BooleanProperty oneShot = new SimpleBooleanProperty(this, "oneShot", START.oneShot());
    private final ObjectProperty<RankingScope> scope = new SimpleObjectProperty<>(this, "scope", START.scope());
    private final ObjectProperty<LayerNormalisation> normalisation = new SimpleObjectProperty<>(this, "normalisation",
            START.normalisation());
    private final ObservableSet<String> protectedLayers = FXCollections.observableSet(new TreeSet<>());
    private final StringProperty leastFilters = new SimpleStringProperty(this, "leastFilters", "");
    private final List<NumberInput> inputs = new ArrayList<>();

    /** In classes. */
    final NumberInput threshold = add(
            NumberInput.real("Classes that a filter must matter to", 0.01, 10_000, START.threshold()));

    /** In percentage points. */
    final NumberInput tolerance = add(NumberInput.real("Tolerance in points", 0, 100, 5));
    /** In per cent of the filters. */
    final NumberInput share = add(
            NumberInput.real("Share per iteration in %", 0.1, 100, 100 * START.sharePerIteration()));
    final NumberInput epochs = add(
            NumberInput.whole("Epochs after an iteration", 1, 1000, START.fineTuning().epochs()));
    final NumberInput pictures = add(
            NumberInput.whole("Pictures per epoch after an iteration", 0, 1e8, START.fineTuning().picturesPerEpoch()));
    final NumberInput learningRate = add(
            NumberInput.real("Learning rate after an iteration", 1e-6, 10, START.fineTuning().learningRate()));
    final NumberInput rateEpochs = add(NumberInput.whole("Epochs at each rate", 1, 1000, START.recovery().epochs()));
    final NumberInput ratePictures = add(
            NumberInput.whole("Pictures per epoch at each rate", 0, 1e8, START.recovery().picturesPerEpoch()));
    final NumberInput rateLearningRate = add(
            NumberInput.real("Learning rate at each rate", 1e-6, 10, START.recovery().learningRate()));
    /** In per cent of a layer's filters. */
    final NumberInput floor = add(NumberInput.real("Floor in %", 0, 99, 100 * START.floor()));
    final NumberInput picturesPerClass = add(
            NumberInput.whole("Pictures per class", 1, 1000, START.picturesPerClass()));
    final NumberInput l1 = add(NumberInput.real("Sparsity, λ1", 0, 1, START.fineTuning().l1()));
    final NumberInput orthogonality = add(
            NumberInput.real("Orthogonality, λ2", 0, 1, START.fineTuning().orthogonality()));
    final NumberInput seed = add(NumberInput.whole("Seed", 0, 1e9, START.seed()));

    private final ReadOnlyObjectWrapper<PruningSettings> settings = new ReadOnlyObjectWrapper<>(this, "settings");
    private final StringBinding otherRatesProblem = problem(this::typedRates, otherRates);
    private final StringBinding leastFiltersProblem = problem(this::least, leastFilters);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");

    /** The form as it is at first: all four rates, quick enough to watch. */
    public PruneForm() {
        InvalidationListener changed = property -> update();
        for (double rate : START.rates()) {
            BooleanProperty chosen = new SimpleBooleanProperty(this, "×" + rate, true);
            chosen.addListener(changed);
            standardRates.put(rate, chosen);
        }
        otherRates.addListener(changed);
        criterion.addListener(changed);
        stopsAtTolerance.addListener(changed);
        prunesShortcuts.addListener(changed);
        mode.addListener((property, old, now) -> useUsual(old, now));
        List.of(mode, oneShot, fastWidths, scope, normalisation, protectedLayers, leastFilters)
                .forEach(property -> property.addListener(changed));
        inputs.forEach(input -> input.textProperty().addListener(changed));
        update();
    }

    /** The rates that have a button, and whether each is chosen. */
    public Map<Double, BooleanProperty> standardRates() {
        return Collections.unmodifiableMap(standardRates);
    }

    /** More rates as typed, with commas or spaces between them. */
    public StringProperty otherRatesProperty() {
        return otherRates;
    }

    /** What is wrong with the rates that are typed; empty where nothing is. */
    ObservableStringValue otherRatesProblem() {
        return otherRatesProblem;
    }

    /** What is wrong with the typed least numbers of filters; empty where nothing is. */
    ObservableStringValue leastFiltersProblem() {
        return leastFiltersProblem;
    }

    /** What the run goes by. */
    public ObjectProperty<PruningMode> modeProperty() {
        return mode;
    }

    /** Whether each rate is reached from the unpruned network at once. */
    public BooleanProperty oneShotProperty() {
        return oneShot;
    }

    /** Whether filters of different layers compete. */
    public ObjectProperty<RankingScope> scopeProperty() {
        return scope;
    }

    /** How layers are made comparable. */
    public ObjectProperty<LayerNormalisation> normalisationProperty() {
        return normalisation;
    }

    /** Names of convolutions of which nothing is taken. */
    public ObservableSet<String> protectedLayers() {
        return protectedLayers;
    }

    /** The least number of filters of single convolutions as typed: "conv1=8, conv2=16". */
    public StringProperty leastFiltersProperty() {
        return leastFilters;
    }

    /** By what filters are ranked, where the mode leaves a choice. */
    public ObjectProperty<Criterion> criterionProperty() {
        return criterion;
    }

    /** Whether the run stops when it loses more than the tolerance; otherwise it goes through all rates. */
    public BooleanProperty stopsAtToleranceProperty() {
        return stopsAtTolerance;
    }

    /** Whether filters whose outputs a shortcut adds are pruned, all that it ties together; otherwise they stay. */
    public BooleanProperty prunesShortcutsProperty() {
        return prunesShortcuts;
    }

    /** Whether of filters that matter alike those go first that leave a layer a width that runs fast. */
    public BooleanProperty fastWidthsProperty() {
        return fastWidths;
    }

    /** What the form makes; null while something is wrong with it. */
    public ReadOnlyObjectProperty<PruningSettings> settingsProperty() {
        return settings.getReadOnlyProperty();
    }

    /** What is wrong, in a sentence; empty where nothing is. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    private NumberInput add(NumberInput input) {
        inputs.add(input);
        return input;
    }

    private void update() {
        try {
            PruningSettings made = make();
            problem.set("");
            if (!made.equals(settings.get())) {
                settings.set(made);
            }
        } catch (Problem e) {
            problem.set(e.getMessage());
            settings.set(null);
        }
    }

    private PruningSettings make() {
        long number = (long) seed.value();
        TrainingSettings fineTuning = training(START.fineTuning(), epochs, pictures, learningRate, number);
        TrainingSettings recovery = training(START.recovery(), rateEpochs, ratePictures, rateLearningRate, number);
        PruningSettings base = START.withMode(mode.get());
        boolean hasRates = mode.get().hasRates();
        boolean hasCriterion = hasRates && mode.get().removesFilters();
        return base.withRates(hasRates ? rates() : START.rates()).withThreshold(threshold.value())
                .withCriterion(hasCriterion ? criterion.get().name() : base.criterion())
                .withSharePerIteration(share.value() / 100).withOneShot(oneShot.get())
                .withRanking(scope.get(), normalisation.get())
                .withProtection(Set.copyOf(protectedLayers), mode.get().removesFilters() ? least() : Map.of())
                .withFloor(floor.value() / 100).withTolerance(stopsAtTolerance.get() ? tolerance.value() / 100 : 1)
                .withPicturesPerClass((int) picturesPerClass.value()).withSeed(number)
                .withFineTuning(fineTuning, recovery).withFastWidths(fastWidths.get())
                .withShortcutWidths(prunesShortcuts.get() ? ShortcutWidths.TIED : ShortcutWidths.UNTOUCHED);
    }

    /** Where the person has left the numbers of the mode before as they were, those of the new one take their place. */
    private void useUsual(PruningMode old, PruningMode now) {
        PruningSettings before = START.withMode(old);
        PruningSettings after = START.withMode(now);
        replace(share, 100 * before.sharePerIteration(), 100 * after.sharePerIteration());
        replace(floor, 100 * before.floor(), 100 * after.floor());
    }

    private static void replace(NumberInput input, double usual, double other) {
        if (input.problemProperty().get().isEmpty() && input.value() == usual) {
            input.set(other);
        }
    }

    private Map<String, Integer> least() {
        Map<String, Integer> least = new TreeMap<>();
        for (String typed : leastFilters.get().strip().split("[\\s,;]+")) {
            if (!typed.isEmpty()) {
                String[] parts = typed.split("=");
                if (parts.length != 2 || !parts[1].matches("[1-9][0-9]{0,5}")) {
                    throw new Problem(
                            "“" + typed + "” does not say how many filters a layer keeps. Type, for example, conv1=8.");
                }
                least.put(parts[0], Integer.parseInt(parts[1]));
            }
        }
        return least;
    }

    private TrainingSettings training(TrainingSettings start, NumberInput epochCount, NumberInput pictureCount,
            NumberInput rate, long number) {
        return new TrainingSettings((int) epochCount.value(), (int) pictureCount.value(), start.batchSize(),
                rate.value(), start.momentum(), start.weightDecay(), l1.value(), orthogonality.value(),
                start.schedule(), start.augmentation(), start.patience(), number);
    }

    private List<Double> rates() {
        TreeSet<Double> rates = new TreeSet<>();
        standardRates.forEach((rate, chosen) -> {
            if (chosen.get()) {
                rates.add(rate);
            }
        });
        rates.addAll(typedRates());
        if (rates.isEmpty()) {
            throw new Problem("No rate is chosen. Press at least one, for example ×2.");
        }
        return List.copyOf(rates);
    }

    private List<Double> typedRates() {
        return Arrays.stream(otherRates.get().strip().split("[\\s,;]+")).filter(typed -> !typed.isEmpty())
                .map(PruneForm::rate).toList();
    }

    /** What is wrong with a field's text, whatever the rest of the form is; empty where nothing is. */
    private static StringBinding problem(Supplier<?> reading, StringProperty text) {
        return Bindings.createStringBinding(() -> {
            try {
                Objects.requireNonNull(reading.get());
                return "";
            } catch (Problem e) {
                return e.getMessage();
            }
        }, text);
    }

    private static double rate(String typed) {
        try {
            double rate = Double.parseDouble(typed.replaceFirst("^[×x]", ""));
            if (rate > 1 && rate <= HIGHEST_RATE) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new Problem("“" + typed + "” is not a rate. Type numbers above 1, for example 3, 6.5.");
    }
}
