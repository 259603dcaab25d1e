package espalier.pruning;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What happens to a network in an iteration, in this order; after each its accuracy can be told. */
public enum PruningStep {

    /** Filters are taken out, or weights made zero. */
    CUT("cut", "with filters just taken out"),
    /** What reads the removed filters is fitted anew. */
    COMPENSATED("compensated", "with the weights that read the removed filters fitted anew by least squares"),
    /** It is trained on. */
    FINE_TUNED("fine-tuned", "after fine-tuning");

    private final String key;
    private final String explanation;

    PruningStep(String key, String explanation) {
        this.key = key;
        this.explanation = explanation;
    }

    /** What the network is then, in files and for a person: "fine-tuned". */
    @JsonValue
    public String key() {
        return key;
    }

    /** How the network is then, behind a comma: "with filters just taken out". */
    public String explanation() {
        return explanation;
    }

    /**
     * A copy that does not change, in the order of the steps.
     *
     * @param accuracies by step, 0 to 1; null is empty
     */
    public static Map<PruningStep, Double> copy(Map<PruningStep, Double> accuracies) {
        Map<PruningStep, Double> copy = new EnumMap<>(PruningStep.class);
        if (accuracies != null) {
            copy.putAll(accuracies);
        }
        return Collections.unmodifiableMap(copy);
    }
}
