package espalier.app.prune;

import espalier.app.Session;
import espalier.app.live.LiveModel;
import espalier.compensation.Compensation;
import espalier.pruning.Forecast;
import espalier.pruning.Forecasts;
import espalier.pruning.LivePruning.Estimate;
import espalier.pruning.Protection.ShortcutWidths;
import espalier.pruning.PruningSettings;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;

/**
 * What to expect of a forecast's networks before anything runs: each is cut and compensated at once, and evaluated on
 * some validation pictures, in the background and one after the other; the live slider goes before. Belongs to the FX
 * thread.
 */
final class Expectations {

    /** What is asked for waits until nothing has changed for so long. */
    private static final Duration REST = Duration.millis(300);

    /** What decides on an estimate, besides what is removed. */
    private record Basis(String network, String data, PruningSettings.Classes classes, Compensation.Mode compensation,
            ShortcutWidths widths, long seed) {}

    private final Session session;
    private final LiveModel live;
    private final ReadOnlyObjectWrapper<Map<Set<Integer>, Estimate>> known = new ReadOnlyObjectWrapper<>(this, "known",
            Map.of());
    private final PauseTransition rest = new PauseTransition(REST);
    private Optional<PruningSettings> settings = Optional.empty();
    private Optional<Basis> basis = Optional.empty();
    private List<Set<Integer>> wanted = List.of();
    private CompletableFuture<Optional<Estimate>> pending = CompletableFuture.completedFuture(Optional.empty());

    Expectations(Session session, LiveModel live) {
        this.session = session;
        this.live = live;
        rest.setOnFinished(event -> next());
        live.stateProperty().addListener(change -> rest.playFromStart());
        live.nowProperty().addListener(change -> rest.playFromStart());
    }

    /** Estimates of the forecast's networks by what is removed, the unpruned with them, as they get known. */
    ReadOnlyObjectProperty<Map<Set<Integer>, Estimate>> knownProperty() {
        return known.getReadOnlyProperty();
    }

    /** Whether networks by such settings can be made at once: whole filters go, and no outputs. */
    static boolean arePossible(PruningSettings settings) {
        return settings.goal().mode().removesFilters() && !settings.classes().dropOutputs();
    }

    /** Follows a forecast of what is open; what is known and does not change stays. */
    void follow(Optional<Forecasts> forecasts) {
        pending.cancel(false);
        Optional<Forecasts> possible = forecasts.filter(one -> arePossible(one.settings()));
        settings = possible.map(Forecasts::settings);
        Optional<Basis> now = settings.map(this::basis);
        Set<Set<Integer>> networks = new LinkedHashSet<>();
        possible.ifPresent(one -> {
            networks.add(Set.of());
            one.forecasts().stream().map(Forecast::removed).forEach(networks::add);
        });
        wanted = List.copyOf(networks);
        Map<Set<Integer>, Estimate> kept = new HashMap<>(now.equals(basis) ? known.get() : Map.of());
        kept.keySet().retainAll(networks);
        basis = now;
        known.set(Map.copyOf(kept));
        rest.playFromStart();
    }

    private Basis basis(PruningSettings by) {
        return new Basis(session.getUnpruned().id(), session.getData().specification(), by.classes(),
                by.tuning().compensation(), by.protection().shortcutWidths(), by.seed());
    }

    /** Asks for the next that is not known, once the unpruned network was looked at. */
    private void next() {
        Optional<Set<Integer>> first = wanted.stream().filter(removed -> !known.get().containsKey(removed)).findFirst();
        if (first.isEmpty() || !pending.isDone() || live.stateProperty().get() != LiveModel.State.READY
                || session.getUnpruned() == null || session.getData() == null
                || !basis.equals(settings.map(this::basis))) {
            return;
        }
        Optional<Basis> of = basis;
        CompletableFuture<Optional<Estimate>> mine = live.expect(settings.orElseThrow(), first.get());
        pending = mine;
        mine.whenCompleteAsync((estimate, failure) -> {
            if (mine != pending || !of.equals(basis)) {
                return;
            }
            if (failure == null && estimate.isPresent()) {
                Map<Set<Integer>, Estimate> more = new HashMap<>(known.get());
                more.put(first.get(), estimate.get());
                known.set(Map.copyOf(more));
                next();
            } else if (failure instanceof CancellationException) {
                // The slider moved: after it.
                rest.playFromStart();
            }
        }, Platform::runLater);
    }
}
