package espalier.basics;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Records with one of their components changed, which Java does not offer. */
public final class Records {

    private Records() {}

    /**
     * The value of a component, or of a component of a component.
     *
     * @param path names from the outside in, such as {@code protection.floor}
     */
    public static Object get(Record whole, String path) {
        int dot = path.indexOf('.');
        Object part = read(whole, component(whole, dot < 0 ? path : path.substring(0, dot)));
        return dot < 0 ? part : get((Record) part, path.substring(dot + 1));
    }

    /**
     * The same record with another value at a path.
     *
     * @param path as for {@link #get}
     * @throws RuntimeException that a constructor throws for the new value
     */
    public static <R extends Record> R with(R whole, String path, Object value) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        component(whole, name);
        RecordComponent[] components = whole.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = read(whole, components[i]);
            if (components[i].getName().equals(name)) {
                values[i] = dot < 0 ? value : with((Record) values[i], path.substring(dot + 1), value);
            }
        }
        return made(whole, components, values);
    }

    private static RecordComponent component(Record whole, String name) {
        return Arrays.stream(whole.getClass().getRecordComponents())
                .filter(component -> component.getName().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(whole.getClass().getSimpleName() + " has no " + name));
    }

    private static Object read(Record whole, RecordComponent component) {
        try {
            return component.getAccessor().invoke(whole);
        } catch (InvocationTargetException e) {
            throw thrown(e);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(whole.getClass() + " is not public", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R made(R whole, RecordComponent[] components, Object[] values) {
        try {
            return (R) whole.getClass()
                    .getDeclaredConstructor(
                            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (InvocationTargetException e) {
            throw thrown(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(whole.getClass() + " cannot be made anew", e);
        }
    }

    private static RuntimeException thrown(InvocationTargetException failure) {
        if (failure.getCause() instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure.getCause();
    }
}
