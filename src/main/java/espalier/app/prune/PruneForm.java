package espalier.app.prune;

import espalier.app.controls.NumberInput;
import espalier.basics.Choice;
import espalier.basics.Choice.Numbers;
import espalier.basics.Choice.Several;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningMode;
import espalier.pruning.PruningSettings;
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
import javafx.beans.binding.BooleanBinding;
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

/**
 * What the person asks for, and the settings that it makes: a field for each of {@link PruningChoices}, most of them
 * made by what the choice says of itself.
 */
public final class PruneForm {

    private static final PruningSettings START = PruningSettings.quick();
    /** Above this a network has nothing left to prune; keeps typing errors out. */
    private static final double HIGHEST_RATE = 10_000;
    /** The most that fields take where the command line takes more: what is above it was typed by mistake. */
    private static final Map<Choice<PruningSettings, ?>, Double> HIGHEST = Map.of(PruningChoices.EPOCHS, 1e3,
            PruningChoices.RECOVERY_EPOCHS, 1e3, PruningChoices.PICTURES, 1e8, PruningChoices.RECOVERY_PICTURES, 1e8,
            PruningChoices.LEARNING_RATE, 10.0, PruningChoices.RECOVERY_LEARNING_RATE, 10.0,
            PruningChoices.PICTURES_PER_CLASS, 1e3, PruningChoices.THRESHOLD, 1e4, PruningChoices.L1, 1.0,
            PruningChoices.ORTHOGONALITY, 1.0);
    /** What the field says as long as nobody has chosen to stop: in points. */
    private static final double FIRST_TOLERANCE = 5;

    private final Map<Choice<PruningSettings, ?>, NumberInput> numbers = new LinkedHashMap<>();
    private final Map<Choice<PruningSettings, ?>, ObjectProperty<?>> values = new LinkedHashMap<>();
    private final Map<Double, BooleanProperty> standardRates = new LinkedHashMap<>();
    private final ClassesModel classes;
    private final StringProperty otherRates = new SimpleStringProperty(this, "otherRates", "");
    private final StringProperty leastFilters = new SimpleStringProperty(this, "leastFilters", "");
    private final BooleanProperty stopsAtTolerance = new SimpleBooleanProperty(this, "stopsAtTolerance", false);

    private final BooleanBinding limited;
    private final ReadOnlyObjectWrapper<PruningSettings> settings = new ReadOnlyObjectWrapper<>(this, "settings");
    private final StringBinding otherRatesProblem = problem(this::typedRates, otherRates);
    private final StringBinding leastFiltersProblem = problem(this::least, leastFilters);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");

    /** The form as it is at first: all four rates, quick enough to watch. */
    public PruneForm() {
        InvalidationListener changed = property -> update();
        for (double rate : START.goal().rates()) {
            BooleanProperty chosen = new SimpleBooleanProperty(this, "×" + rate, true);
            chosen.addListener(changed);
            standardRates.put(rate, chosen);
        }
        PruningChoices.ALL.forEach(this::add);
        classes = new ClassesModel(value(PruningChoices.CLASSES));
        number(PruningChoices.TOLERANCE).set(FIRST_TOLERANCE);
        modeProperty().addListener((property, old, now) -> useUsual(old, now));
        limited = Bindings.createBooleanBinding(this::readLimited, value(PruningChoices.NO_FINE_TUNING),
                number(PruningChoices.BUDGET).textProperty());
        // Many short restarts waste a budget: what is usual, and can be changed back.
        limited.addListener((property, old, now) -> value(PruningChoices.ONE_SHOT).set(now));
        values.values().forEach(value -> value.addListener(changed));
        numbers.values().forEach(input -> input.textProperty().addListener(changed));
        List.of(otherRates, leastFilters, stopsAtTolerance).forEach(property -> property.addListener(changed));
        update();
    }

    private <T> void add(Choice<PruningSettings, T> choice) {
        T start = choice.get().apply(START);
        if (choice.values() instanceof Numbers<T> range) {
            boolean alone = PruningChoices.ALL.stream().filter(other -> other.title().equals(choice.title()))
                    .count() == 1;
            NumberInput input = new NumberInput(
                    choice.title() + (alone ? "" : " (" + PruningChoices.Section.of(choice).title() + ")"),
                    range.upTo(HIGHEST.getOrDefault(choice, Double.POSITIVE_INFINITY)));
            input.show(((Number) start).doubleValue());
            numbers.put(choice, input);
        } else if (!(choice.values() instanceof Several<T>) || start instanceof Set) {
            values.put(choice, new SimpleObjectProperty<>(this, choice.key(), start));
        }
    }

    /** The field of an option that is a number. */
    public NumberInput number(Choice<PruningSettings, ? extends Number> choice) {
        return numbers.get(choice);
    }

    /** What is chosen of an option that is no number; not for rates and least filters, which are typed. */
    @SuppressWarnings("unchecked")
    public <T> ObjectProperty<T> value(Choice<PruningSettings, T> choice) {
        return (ObjectProperty<T>) values.get(choice);
    }

    /** Which classes matter. */
    ClassesModel classes() {
        return classes;
    }

    /** What the run goes by. */
    ObjectProperty<PruningMode> modeProperty() {
        return value(PruningChoices.MODE);
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

    /** The least number of filters of single convolutions as typed: "conv1=8, conv2=16". */
    public StringProperty leastFiltersProperty() {
        return leastFilters;
    }

    /** What is wrong with the typed least numbers of filters; empty where nothing is. */
    ObservableStringValue leastFiltersProblem() {
        return leastFiltersProblem;
    }

    /** Whether the run stops when it loses more than the tolerance; otherwise it goes through all rates. */
    public BooleanProperty stopsAtToleranceProperty() {
        return stopsAtTolerance;
    }

    /** What the form makes; null while something is wrong with it. */
    public ReadOnlyObjectProperty<PruningSettings> settingsProperty() {
        return settings.getReadOnlyProperty();
    }

    /** What is wrong, in a sentence; empty where nothing is. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Whether a budget, or that there is no fine-tuning, stands in the place of epochs. */
    BooleanBinding limited() {
        return limited;
    }

    private boolean readLimited() {
        NumberInput budget = number(PruningChoices.BUDGET);
        return value(PruningChoices.NO_FINE_TUNING).get() || budget.typed() > 0;
    }

    /** Whether the mode leaves a choice of criterion. */
    boolean hasCriterion() {
        return modeProperty().get().hasRates() && modeProperty().get().removesFilters();
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
        PruningMode mode = modeProperty().get();
        PruningSettings made = START.withMode(mode);
        if (mode.hasRates()) {
            made = made.with(PruningChoices.RATES, rates());
        }
        for (Choice<PruningSettings, ?> choice : values.keySet()) {
            if (!choice.equals(PruningChoices.MODE) && (!choice.equals(PruningChoices.CRITERION) || hasCriterion())
                    && (!choice.equals(PruningChoices.DROP_OUTPUTS) || made.classes().weights().leavesOut())) {
                made = withValue(made, choice);
            }
        }
        for (Choice<PruningSettings, ?> choice : numbers.keySet()) {
            if (!choice.equals(PruningChoices.TOLERANCE) || stopsAtTolerance.get()) {
                made = withNumber(made, choice);
            }
        }
        return mode.removesFilters() ? made.with(PruningChoices.LEAST, least()) : made;
    }

    private <T> PruningSettings withValue(PruningSettings made, Choice<PruningSettings, T> choice) {
        T chosen = value(choice).get();
        if (chosen == null) {
            throw new Problem(
                    "No class matters. Choose at least one under “" + PruningChoices.Section.of(choice).title() + "”.");
        }
        return made.with(choice, chosen);
    }

    private <T> PruningSettings withNumber(PruningSettings made, Choice<PruningSettings, T> choice) {
        return made.with(choice, ((Numbers<T>) choice.values()).of(numbers.get(choice).value()));
    }

    /** Where the person has left the numbers of the mode before as they were, those of the new one take their place. */
    private void useUsual(PruningMode old, PruningMode now) {
        PruningSettings before = START.withMode(old);
        PruningSettings after = START.withMode(now);
        numbers.forEach((choice, input) -> {
            if (input.shows(((Number) choice.get().apply(before)).doubleValue())) {
                input.show(((Number) choice.get().apply(after)).doubleValue());
            }
        });
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

    private List<Double> rates() {
        TreeSet<Double> rates = new TreeSet<>(typedRates());
        standardRates.forEach((rate, chosen) -> {
            if (chosen.get()) {
                rates.add(rate);
            }
        });
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
        throw new Problem("“" + typed + "” is not a rate. Type numbers above 1 and at most "
                + Figures.plain(HIGHEST_RATE) + ", for example 3, 6.5.");
    }
}
