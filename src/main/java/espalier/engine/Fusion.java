package espalier.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Joins steps that can be done in one pass: a batch norm folded into its convolution, the ReLU after either. */
final class Fusion {

    private Fusion() {}

    /**
     * The steps with each joined to the one that reads it, where no other does and nobody asked for the value between.
     *
     * @param asked values that must be made
     */
    static List<Step> of(List<Step> steps, Mode mode, Set<String> asked) {
        Map<String, Integer> readers = new HashMap<>();
        steps.forEach(step -> step.inputs.forEach(name -> readers.merge(name, 1, Integer::sum)));
        Map<String, Step> makers = new HashMap<>();
        List<Step> joined = new ArrayList<>();
        for (Step step : steps) {
            String read = step.inputs.get(0);
            Step maker = makers.get(read);
            boolean alone = maker != null && readers.get(read) == 1 && !asked.contains(read);
            Step both = alone ? maker.joined(step, mode) : null;
            if (both == null) {
                joined.add(step);
            } else {
                joined.set(joined.indexOf(maker), both);
            }
            makers.put(step.name, both == null ? step : both);
        }
        return joined;
    }
}
