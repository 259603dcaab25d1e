package espalier.basics;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One option of some settings, told once: the command line, its help and the window's form are made of it.
 *
 * @param key         the long option's name without dashes
 * @param title       what stands in front of it in a form
 * @param explanation one sentence or more, for a tooltip and the help
 * @param values      that it takes
 * @param get         reads it from the settings
 * @param set         gives the same settings with another value
 * @param <S>         the settings
 * @param <T>         the option's values
 */
public record Choice<S, T>(String key, String title, String explanation, Values<T> values, Function<S, T> get,
        BiFunction<S, T, S> set) {

    /** What values an option takes. */
    public sealed interface Values<T> {}

    /**
     * Numbers in a range.
     *
     * @param type  {@code Integer}, {@code Long} or {@code Double}
     * @param least the lowest that is allowed, but for itself where {@code open}
     * @param most  the highest that is allowed, but for itself where {@code belowMost}; may be infinite
     * @param unit  behind the number in a form, where {@code scale} of it make 1: 100 and "%"; empty for none
     */
    public record Numbers<T>(Class<T> type, double least, boolean open, double most, boolean belowMost, double scale,
            String unit) implements Values<T> {

        /** Whether only whole numbers are. */
        public boolean isWhole() {
            return type != Double.class;
        }

        /** Whether a number is in the range. */
        public boolean allows(double value) {
            return (open ? value > least : value >= least) && (belowMost ? value < most : value <= most);
        }

        /** The same range, but for numbers above {@code highest}. */
        public Numbers<T> upTo(double highest) {
            return most <= highest ? this : new Numbers<>(type, least, open, highest, false, scale, unit);
        }

        /** The range in words, in units of the form or plain ones: "above 0", "0 or more", "at least 0 and below 1". */
        public String range(double unitsInOne) {
            if (least == Double.NEGATIVE_INFINITY) {
                return "any number";
            }
            String from = Figures.plain(least * unitsInOne);
            if (most >= Integer.MAX_VALUE) {
                return open ? "above " + from : from + " or more";
            }
            return (open ? "above " : "at least ") + from + " and " + (belowMost ? "below " : "at most ")
                    + Figures.plain(most * unitsInOne);
        }

        /** What is wrong with a number that the range does not allow, in words that name the limit that it passes. */
        public String limit(double value, double unitsInOne) {
            boolean huge = most >= Integer.MAX_VALUE && value > most;
            return huge ? "at most " + Figures.plain(most * unitsInOne) : range(unitsInOne);
        }

        /** A number as a value of the option. */
        public T of(double value) {
            return type.cast(type == Integer.class ? (Object) (int) value
                    : type == Long.class ? (Object) (long) value : (Object) value);
        }
    }

    /** Yes or no. */
    public record Flag() implements Values<Boolean> {}

    /**
     * One of several.
     *
     * @param all  of them, asked anew each time as plug-ins may add some
     * @param name of each, as it is typed
     */
    public record OneOf<T>(Supplier<List<T>> all, Function<T, String> name) implements Values<T> {

        /** The names of all. */
        public List<String> names() {
            return all.get().stream().map(name).toList();
        }
    }

    /**
     * Several values with commas between them.
     *
     * @param example of what each is: "LAYER=N"
     * @param parts   the types of each value, or of its two sides
     */
    public record Several<T>(String example, List<Class<?>> parts) implements Values<T> {}

    /**
     * A value that is typed as a text of its own form.
     *
     * @param example of such a text
     * @param read    throws a {@link Problem} where a text has not the form
     * @param write   the text that gives a value again
     */
    public record Text<T>(String example, Function<String, T> read, Function<T, String> write) implements Values<T> {}

    /** The constants of an enum, named in small letters with dashes. */
    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    public static <E extends Enum<E>> OneOf<E> oneOf(E... constants) {
        return new OneOf<>(() -> List.of(constants),
                constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Whole numbers from {@code least}. */
    public static Numbers<Integer> whole(int least) {
        return new Numbers<>(Integer.class, least, false, Integer.MAX_VALUE, false, 1, "");
    }

    /** Numbers from 0. */
    public static Numbers<Double> atLeastZero() {
        return new Numbers<>(Double.class, 0, false, Double.POSITIVE_INFINITY, false, 1, "");
    }

    /** Numbers above 0. */
    public static Numbers<Double> aboveZero(String unit) {
        return new Numbers<>(Double.class, 0, true, Double.POSITIVE_INFINITY, false, 1, unit);
    }

    /** Shares from 0 to 1, in per cent or points where a person types them in a form. */
    public static Numbers<Double> share(boolean aboveZero, String unit) {
        return new Numbers<>(Double.class, 0, aboveZero, 1, false, 100, unit);
    }
}
