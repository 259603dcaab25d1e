package espalier.workspace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An iteration of a run as it is written down: a point of the curves.
 *
 * @param iteration    from 1
 * @param achievedRate before ÷ after of what the run's mode compares
 * @param removed      what this iteration took out: filters, or weights
 * @param parameters   trained parameters that are left
 * @param macs         multiply-accumulates for one picture that are left
 * @param widths       by convolution, the filters that are left, in the order in which they run
 * @param loss         the mean cross entropy of the last epoch of fine-tuning; NaN where there was none
 * @param accuracy     on the validation pictures after fine-tuning, 0 to 1
 * @param losses       the mean cross entropy of each epoch of fine-tuning
 */
public record IterationRecord(int iteration, double achievedRate, int removed, long parameters, long macs,
        Map<String, Integer> widths, double loss, double accuracy, List<Double> losses) {

    /** Copies what could change; an older file has the last loss alone. */
    public IterationRecord {
        widths = widths == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(widths));
        losses = losses != null ? List.copyOf(losses) : Double.isNaN(loss) ? List.of() : List.of(loss);
    }

    /** An iteration of one epoch, or none. */
    public IterationRecord(int iteration, double achievedRate, int removed, long parameters, long macs,
            Map<String, Integer> widths, double loss, double accuracy) {
        this(iteration, achievedRate, removed, parameters, macs, widths, loss, accuracy, null);
    }
}
