package espalier.app.controls;

import espalier.basics.Choice.Numbers;
import espalier.basics.Problem;
import java.math.BigDecimal;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A number as a person types it, in units of the form, and what is wrong with it. */
public final class NumberInput {

    private final String name;
    private final Numbers<?> numbers;
    private final StringProperty text = new SimpleStringProperty(this, "text");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");

    /**
     * A field for one of some numbers.
     *
     * @param name    what it is, for a person and a screen reader
     * @param numbers those that are allowed
     */
    public NumberInput(String name, Numbers<?> numbers) {
        this.name = name;
        this.numbers = numbers;
        text.addListener((property, old, now) -> problem.set(check(now)));
    }

    /** What is typed. */
    public StringProperty textProperty() {
        return text;
    }

    /** What is wrong, in a sentence; empty where nothing is. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** What the number is, for a person and a screen reader. */
    public String name() {
        return name;
    }

    /** Behind the number; empty for none. */
    public String unit() {
        return numbers.unit();
    }

    /** The number as it is typed, in units of the form; NaN where it is none. */
    public double typed() {
        return parse(text.get());
    }

    /** Types a number, in units of the form. */
    public void set(double value) {
        text.set(new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString());
    }

    /** Types a value of the settings. */
    public void show(double value) {
        set(value * numbers.scale());
    }

    /** Whether a value of the settings is what is typed. */
    public boolean shows(double value) {
        return parse(text.get()) == value * numbers.scale();
    }

    /**
     * The number as a value of the settings.
     *
     * @throws Problem when what is typed is none, or is out of range
     */
    public double value() {
        // Not what the property says: that may be told later than whoever asks.
        String wrong = check(text.get());
        if (!wrong.isEmpty()) {
            throw new Problem(wrong);
        }
        return parse(text.get()) / numbers.scale();
    }

    private String check(String typed) {
        double value = parse(typed);
        if (!Double.isNaN(value) && numbers.allows(value / numbers.scale())
                && (!numbers.isWhole() || value == Math.rint(value))) {
            return "";
        }
        return name + ": “" + (typed == null ? "" : typed.strip()) + "” must be a "
                + (numbers.isWhole() ? "whole number" : "number") + (numbers.least() == Double.NEGATIVE_INFINITY ? "."
                        : ", " + numbers.limit(value / numbers.scale(), numbers.scale()) + ".");
    }

    private static double parse(String typed) {
        try {
            return typed == null ? Double.NaN : Double.parseDouble(typed.strip().replace(',', '.'));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
