package espalier.app;

import espalier.app.Notices.Notice;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.importance.ClassAwareScores;
import espalier.importance.NetworkScores;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * The scores of the selected network's filters: computed in the background, once per network and data. Belongs to the
 * FX thread.
 */
public final class SelectedScores {

    private final Session session;
    private final Networks networks;
    private final Notices notices;
    /** Of all scores that are remembered. */
    private static final long MOST_BYTES = 128L << 20;

    private final Map<String, NetworkScores> remembered = new LinkedHashMap<>(16, .75f, true);
    private CompletableFuture<NetworkScores> pending = CompletableFuture.completedFuture(null);

    private final ReadOnlyObjectWrapper<NetworkScores> value = new ReadOnlyObjectWrapper<>(this, "value");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");

    /** Follows what is selected in the session. */
    public SelectedScores(Session session, Networks networks, Notices notices) {
        this.session = session;
        this.networks = networks;
        this.notices = notices;
        session.selectedProperty().addListener((selected, old, now) -> {
            if (old == null || now == null || !old.id().equals(now.id())) {
                update();
            }
        });
        session.dataProperty().addListener((data, old, now) -> update());
    }

    /** The scores; null while they are computed, or cannot be. */
    public ReadOnlyObjectProperty<NetworkScores> valueProperty() {
        return value.getReadOnlyProperty();
    }

    public NetworkScores get() {
        return value.get();
    }

    /** Why there are no scores, in a sentence; empty where that is not so. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    public String getFailure() {
        return failure.get();
    }

    /** Remembers scores that were computed before. */
    void remember(OpenNetwork network, Dataset data, NetworkScores known) {
        remember(key(network, data), known);
    }

    /** What was not asked for longest gives way. */
    private void remember(String key, NetworkScores scores) {
        remembered.put(key, scores);
        Iterator<NetworkScores> eldest = remembered.values().iterator();
        for (long bytes = remembered.values().stream().mapToLong(SelectedScores::bytes).sum(); bytes > MOST_BYTES
                && remembered.size() > 1;) {
            bytes -= bytes(eldest.next());
            eldest.remove();
        }
    }

    /** Three values for each class and filter. */
    private static long bytes(NetworkScores scores) {
        return scores.layers().stream().mapToLong(layer -> 3L * Float.BYTES * layer.filters()).sum()
                * scores.classNames().size();
    }

    private static String key(OpenNetwork network, Dataset data) {
        return network.id() + " on " + data.specification();
    }

    private void update() {
        OpenNetwork network = session.getSelected();
        Dataset data = session.getData();
        pending.cancel(false);
        failure.set("");
        if (network == null || data == null) {
            value.set(null);
            return;
        }
        String key = key(network, data);
        NetworkScores known = remembered.get(key);
        value.set(known);
        // Of a file from before all of them were computed, the scores are shown until the others are there.
        if (known == null || !known.hasLossChange()) {
            pending = networks.engine().ask(() -> ClassAwareScores.of(networks.get(network), data,
                    ClassAwareScores.PICTURES_PER_CLASS, Progress.NONE));
            CompletableFuture<NetworkScores> mine = pending;
            mine.whenCompleteAsync((result, failed) -> {
                if (result != null) {
                    remember(key, result);
                }
                if (mine == pending && !mine.isCancelled()) {
                    show(result, failed);
                }
            }, Platform::runLater);
        }
    }

    private void show(NetworkScores result, Throwable failed) {
        if (result != null) {
            value.set(result);
        }
        if (failed != null) {
            failure.set(Notice.of(failed).text());
            notices.report(failed);
        }
    }
}
