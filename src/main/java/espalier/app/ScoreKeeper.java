package espalier.app;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.importance.ClassAwareScores;
import espalier.importance.NetworkScores;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;

/** Has the scores of the selected network computed in the background, once per network and data. */
final class ScoreKeeper {

    private final Workbench workbench;
    private final Map<String, NetworkScores> remembered = new HashMap<>();
    private CompletableFuture<NetworkScores> pending = CompletableFuture.completedFuture(null);

    final ReadOnlyObjectWrapper<NetworkScores> scores = new ReadOnlyObjectWrapper<>(this, "scores");
    final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");

    ScoreKeeper(Workbench workbench) {
        this.workbench = workbench;
        workbench.selected().addListener((selected, old, now) -> {
            if (old == null || now == null || !old.id().equals(now.id())) {
                update();
            }
        });
        workbench.data().addListener((data, old, now) -> update());
    }

    /** Remembers scores that were computed before. */
    void remember(OpenNetwork network, Dataset data, NetworkScores known) {
        remembered.put(key(network, data), known);
    }

    private static String key(OpenNetwork network, Dataset data) {
        return network.id() + " on " + data.specification();
    }

    private void update() {
        OpenNetwork network = workbench.selected().get();
        Dataset data = workbench.data().get();
        pending.cancel(false);
        failure.set("");
        if (network == null || data == null) {
            scores.set(null);
            return;
        }
        String key = key(network, data);
        scores.set(remembered.get(key));
        if (scores.get() == null) {
            pending = workbench.engine().ask(() -> ClassAwareScores.of(workbench.network(network), data,
                    ClassAwareScores.PICTURES_PER_CLASS, Progress.NONE));
            CompletableFuture<NetworkScores> mine = pending;
            mine.whenCompleteAsync((result, failed) -> {
                if (result != null) {
                    remembered.put(key, result);
                }
                if (mine == pending && !mine.isCancelled()) {
                    show(result, failed);
                }
            }, Platform::runLater);
        }
    }

    private void show(NetworkScores result, Throwable failed) {
        scores.set(result);
        if (failed != null) {
            failure.set(Notice.of(failed).text());
            workbench.report(failed);
        }
    }
}
