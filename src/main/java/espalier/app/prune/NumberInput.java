package espalier.app.prune;

import espalier.basics.Problem;
import java.math.BigDecimal;
import java.util.Locale;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A number as a person types it, and what is wrong with it. */
public final class NumberInput {

    private final String name;
    private final double least;
    private final double most;
    private final boolean whole;
    private final StringProperty text = new SimpleStringProperty(this, "text");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");

    private NumberInput(String name, double least, double most, boolean whole, double start) {
        this.name = name;
        this.least = least;
        this.most = most;
        this.whole = whole;
        text.addListener((property, old, now) -> problem.set(check(now)));
        set(start);
    }

    /** A whole number in a range. */
    static NumberInput whole(String name, double least, double most, double start) {
        return new NumberInput(name, least, most, true, start);
    }

    /** Any number in a range. */
    static NumberInput real(String name, double least, double most, double start) {
        return new NumberInput(name, least, most, false, start);
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

    /** Types a number. */
    void set(double value) {
        text.set(plain(value));
    }

    /**
     * The number.
     *
     * @throws Problem when what is typed is none, or is out of range
     */
    double value() {
        // Not what the property says: that may be told later than whoever asks.
        String wrong = check(text.get());
        if (!wrong.isEmpty()) {
            throw new Problem(wrong);
        }
        return parse(text.get());
    }

    private String check(String typed) {
        double value = parse(typed);
        if (Double.isNaN(value) || value < least || value > most || whole && value != Math.rint(value)) {
            return String.format(Locale.ROOT, "%s: “%s” is not a %snumber from %s to %s.", name,
                    typed == null ? "" : typed.strip(), whole ? "whole " : "", plain(least), plain(most));
        }
        return "";
    }

    private static double parse(String typed) {
        try {
            return typed == null ? Double.NaN : Double.parseDouble(typed.strip().replace(',', '.'));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
