package espalier.workspace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An iteration of a run as it is written down: a point of the curves.
 *
 * @param iteration    from 1
 * @param achievedRate parameters before ÷ after
 * @param removed      filters that this iteration took out
 * @param parameters   trained parameters that are left
 * @param macs         multiply-accumulates for one picture that are left
 * @param widths       by convolution, the filters that are left, in the order in which they run
 * @param loss         the mean cross entropy of the last epoch of fine-tuning; NaN where there was none
 * @param accuracy     on the validation pictures after fine-tuning, 0 to 1
 */
public record IterationRecord(int iteration, double achievedRate, int removed, long parameters, long macs,
        Map<String, Integer> widths, double loss, double accuracy) {

    /** Copies what could change. */
    public IterationRecord {
        widths = widths == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(widths));
    }
}
