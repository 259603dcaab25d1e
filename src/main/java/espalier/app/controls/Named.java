package espalier.app.controls;

import java.util.function.Function;
import javafx.util.StringConverter;

/** Values that are chosen from a list, and never typed. */
public final class Named {

    private Named() {}

    /** Shows values by a name; nothing where none is chosen. */
    public static <T> StringConverter<T> by(Function<T, String> name) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("Values are chosen, not typed");
            }
        };
    }
}
