package espalier.app.prune;

import espalier.app.Networks;
import espalier.app.Notices.Notice;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.live.LiveModel;
import espalier.data.Dataset;
import espalier.pruning.Forecasts;
import espalier.pruning.LivePruning.Estimate;
import espalier.pruning.PruningSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** What settings would do to what is open, and what to expect of it at once. Belongs to the FX thread. */
final class ForecastModel {

    private final Session session;
    private final Forecaster forecaster;
    private final Expectations expectations;
    private final Runnable done;
    private final ReadOnlyObjectWrapper<Forecasts> value = new ReadOnlyObjectWrapper<>(this, "value");
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper(this, "failure", "");
    private CompletableFuture<Forecasts> pending = CompletableFuture.completedFuture(null);

    /** @param done is run when a forecast has come, or failed */
    ForecastModel(Session session, Networks networks, LiveModel live, Runnable done) {
        this.session = session;
        this.done = done;
        forecaster = new Forecaster(networks);
        expectations = new Expectations(session, live);
        value.addListener((property, old, now) -> expectations.follow(Optional.ofNullable(now)));
        expectations.follow(Optional.empty());
    }

    /** The newest; null while there is none. An older one stays while a new one is computed. */
    ReadOnlyObjectProperty<Forecasts> valueProperty() {
        return value.getReadOnlyProperty();
    }

    /**
     * What to expect of the forecast's networks at once, before fine-tuning, by what is removed, the unpruned with
     * them; grows as it gets known.
     */
    ReadOnlyObjectProperty<Map<Set<Integer>, Estimate>> expectedProperty() {
        return expectations.knownProperty();
    }

    /** Whether one is computed. */
    ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** Why there is none, in a sentence; empty where there is one or will be. */
    ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /**
     * Asks for another; what was asked for before comes no more.
     *
     * @param settings null where the form is wrong
     */
    void request(PruningSettings settings) {
        OpenNetwork network = session.getUnpruned();
        Dataset data = session.getData();
        pending.cancel(false);
        failure.set("");
        if (network == null || data == null || settings == null) {
            running.set(false);
            if (network == null || data == null) {
                value.set(null);
            }
            return;
        }
        running.set(true);
        CompletableFuture<Forecasts> mine = forecaster.forecast(network, data, settings);
        pending = mine;
        mine.whenCompleteAsync((result, problem) -> {
            if (mine == pending && !mine.isCancelled()) {
                running.set(false);
                value.set(result);
                failure.set(problem == null ? "" : Notice.of(problem).text());
                done.run();
            }
        }, Platform::runLater);
    }
}
