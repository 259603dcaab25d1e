package espalier.app;

import espalier.importance.Filter;
import espalier.pruning.Marks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;

/**
 * What a person decided of filters: a threshold for all, and of single ones, whatever their scores, which stay and
 * which go. Every decision can be undone, a drag of the threshold as one. Belongs to the FX thread; what
 * {@link #of(String)} gives is plain data.
 */
public final class FilterDecisions {

    /** What is to become of a filter. */
    public enum Decision {
        /** It stays. */
        KEEP,
        /** It goes. */
        REMOVE
    }

    /** Between two moves of one drag, or of a key held down, in nanoseconds. */
    private static final long ONE_DRAG = 700_000_000;

    private final ReadOnlyObjectWrapper<Map<String, Map<Filter, Decision>>> all = new ReadOnlyObjectWrapper<>(this,
            "all", Map.of());
    private final DoubleProperty threshold = new SimpleDoubleProperty(this, "threshold");
    private final Deque<Decided> past = new ArrayDeque<>();
    private final Deque<Decided> future = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper(this, "canUndo");
    private final ReadOnlyBooleanWrapper canRedo = new ReadOnlyBooleanWrapper(this, "canRedo");

    private final LongSupplier clock;
    /** When the threshold moved last, as long as nothing else was decided since; 0 for never. */
    private long moved;
    /** The threshold is not moved by the person. */
    private boolean setting;

    private record Decided(Map<String, Map<Filter, Decision>> filters, double threshold) {}

    /** Nothing is decided yet. */
    public FilterDecisions() {
        this(System::nanoTime);
    }

    /** @param clock in nanoseconds */
    FilterDecisions(LongSupplier clock) {
        this.clock = clock;
        threshold.addListener((property, old, now) -> {
            if (!setting) {
                moved(old.doubleValue());
            }
        });
    }

    /**
     * Filters that matter to fewer classes go. Moves in quick succession, as of a drag, are undone together.
     */
    public DoubleProperty thresholdProperty() {
        return threshold;
    }

    /** Begins at a threshold that nobody decided on: it cannot be undone. */
    public void beginAt(double usual) {
        setting = true;
        threshold.set(usual);
        setting = false;
    }

    /** Another network is open: what was decided before is not undone any more. */
    void forgetPast() {
        past.clear();
        future.clear();
        tell();
    }

    private void moved(double from) {
        long now = clock.getAsLong();
        if (moved == 0 || now - moved > ONE_DRAG || past.isEmpty()) {
            past.push(new Decided(all.get(), from));
        }
        future.clear();
        moved = now;
        tell();
    }

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
        decide(next);
    }

    private void decide(Map<String, Map<Filter, Decision>> next) {
        past.push(now());
        future.clear();
        set(new Decided(next, threshold.get()));
    }

    /** Leaves all filters of a network to the threshold again. */
    public void clear(String network) {
        if (!of(network).isEmpty()) {
            Map<String, Map<Filter, Decision>> next = new HashMap<>(all.get());
            next.remove(network);
            decide(next);
        }
    }

    /** Takes the last decision back, where there is one. */
    public void undo() {
        if (!past.isEmpty()) {
            future.push(now());
            set(past.pop());
        }
    }

    /** Decides again what was taken back, where there is something. */
    public void redo() {
        if (!future.isEmpty()) {
            past.push(now());
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

    private Decided now() {
        return new Decided(all.get(), threshold.get());
    }

    private void set(Decided next) {
        moved = 0;
        tell();
        beginAt(next.threshold());
        all.set(Map.copyOf(next.filters()));
    }

    private void tell() {
        canUndo.set(!past.isEmpty());
        canRedo.set(!future.isEmpty());
    }
}
