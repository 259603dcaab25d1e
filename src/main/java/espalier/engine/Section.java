package espalier.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Steps that follow on each other, with the one value that they read and the one that they are for.
 *
 * @param inputShape of the value that is read, behind the batch: {@code [height, width, channels]}
 */
record Section(List<Step> steps, String input, String output, long[] inputShape) {

    /** The shape of the value that is read. */
    long[] shape(int batch) {
        return new long[] {batch, inputShape[0], inputShape[1], inputShape[2]};
    }

    /** All up to a value. */
    Section upTo(String value) {
        return new Section(steps.subList(0, end(value)), input, value, inputShape);
    }

    /** All behind a value. */
    Section behind(String value) {
        int end = end(value);
        Map<String, long[]> shapes = new HashMap<>(Map.of(input, shape(1)));
        for (Step step : steps.subList(0, end)) {
            shapes.put(step.name, step.outputShape(step.inputs.stream().map(shapes::get).toArray(long[][]::new)));
        }
        return new Section(steps.subList(end, steps.size()), value, output,
                Arrays.copyOfRange(shapes.get(value), 1, 4));
    }

    /** How many steps there are up to a value through which everything passes. */
    private int end(String value) {
        List<String> names = steps.stream().map(step -> step.name).toList();
        int end = names.indexOf(value) + 1;
        Set<String> known = Set.copyOf(names.subList(Math.max(0, end - 1), names.size()));
        if (end == 0 || steps.stream().skip(end).anyMatch(step -> !known.containsAll(step.inputs))) {
            throw new IllegalArgumentException("Not everything passes through \"" + value + "\"");
        }
        return end;
    }
}
