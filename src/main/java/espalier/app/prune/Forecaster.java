package espalier.app.prune;

import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.data.Dataset;
import espalier.importance.Criterion;
import espalier.importance.Ranking;
import espalier.network.Network;
import espalier.pruning.Forecasts;
import espalier.pruning.PruningSettings;
import java.util.concurrent.CompletableFuture;

/**
 * Computes forecasts on the engine thread, and ranks the filters anew only when something that decides on it has
 * changed.
 */
final class Forecaster {

    /** What decides on a ranking. */
    private record Key(String network, String data, String criterion, Criterion.Request request) {}

    private final Networks networks;
    /** These belong to the engine thread. */
    private Key rankedFor;
    private Ranking ranking;

    Forecaster(Networks networks) {
        this.networks = networks;
    }

    /** The forecast; completes on the engine thread. */
    CompletableFuture<Forecasts> forecast(OpenNetwork open, Dataset data, PruningSettings settings) {
        return networks.engine().ask(() -> {
            Network network = networks.get(open);
            network.requireFits(data);
            Ranking by = rank(new Key(open.id(), data.specification(), settings.ranking().criterion(),
                    settings.request(settings.seed())), network, data, settings);
            return Forecasts.of(network, by, settings);
        });
    }

    private Ranking rank(Key key, Network network, Dataset data, PruningSettings settings) {
        if (!key.equals(rankedFor)) {
            ranking = Forecasts.rank(network, data, settings);
            rankedFor = key;
        }
        return ranking;
    }
}
