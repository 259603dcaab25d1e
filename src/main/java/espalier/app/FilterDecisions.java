package espalier.app;

import espalier.importance.Filter;
import espalier.pruning.Marks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * What a person decided of single filters, whatever their scores: which stay and which go. Every decision can be
 * undone. Belongs to the FX thread; what {@link #of(String)} gives is plain data.
 */
public final class FilterDecisions {

    /** What is to become of a filter. */
    public enum Decision {
        /** It stays. */
        KEEP,
        /** It goes. */
        REMOVE
    }

    private final ReadOnlyObjectWrapper<Map<String, Map<Filter, Decision>>> all = new ReadOnlyObjectWrapper<>(this,
            "all", Map.of());
    private final Deque<Map<String, Map<Filter, Decision>>> past = new ArrayDeque<>();
    private final Deque<Map<String, Map<Filter, Decision>>> future = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper(this, "canUndo");
    private final ReadOnlyBooleanWrapper canRedo = new ReadOnlyBooleanWrapper(this, "canRedo");

    /** All decisions by network, to be told of changes. */
    public ReadOnlyObjectProperty<Map<String, Map<Filter, Decision>>> allProperty() {
        return all.getReadOnlyProperty();
    }

    /** The decisions of a network; cannot be changed. */
    public Map<Filter, Decision> of(String network) {
        return all.get().getOrDefault(network, Map.of());
    }

    /** The decisions of a network as a pruning run takes them. */
    public Marks marks(String network) {
        Set<Filter> keep = new HashSet<>();
        Set<Filter> remove = new HashSet<>();
        of(network).forEach((filter, decision) -> (decision == Decision.KEEP ? keep : remove).add(filter));
        return new Marks(keep, remove);
    }

    /**
     * Decides.
     *
     * @param decision null to leave it to the threshold again
     */
    public void decide(String network, Filter filter, Decision decision) {
        if (of(network).get(filter) == decision) {
            return;
        }
        Map<Filter, Decision> changed = new HashMap<>(of(network));
        if (decision == null) {
            changed.remove(filter);
        } else {
            changed.put(filter, decision);
        }
        Map<String, Map<Filter, Decision>> next = new HashMap<>(all.get());
        next.put(network, Map.copyOf(changed));
        past.push(all.get());
        future.clear();
        set(next);
    }

    /** Leaves all filters of a network to the threshold again. */
    public void clear(String network) {
        if (!of(network).isEmpty()) {
            Map<String, Map<Filter, Decision>> next = new HashMap<>(all.get());
            next.remove(network);
            past.push(all.get());
            future.clear();
            set(next);
        }
    }

    /** Takes the last decision back, where there is one. */
    public void undo() {
        if (!past.isEmpty()) {
            future.push(all.get());
            set(past.pop());
        }
    }

    /** Decides again what was taken back, where there is something. */
    public void redo() {
        if (!future.isEmpty()) {
            past.push(all.get());
            set(future.pop());
        }
    }

    /** Whether there is a decision to take back. */
    public ReadOnlyBooleanProperty canUndoProperty() {
        return canUndo.getReadOnlyProperty();
    }

    /** Whether a decision was taken back. */
    public ReadOnlyBooleanProperty canRedoProperty() {
        return canRedo.getReadOnlyProperty();
    }

    private void set(Map<String, Map<Filter, Decision>> next) {
        canUndo.set(!past.isEmpty());
        canRedo.set(!future.isEmpty());
        all.set(Map.copyOf(next));
    }
}
