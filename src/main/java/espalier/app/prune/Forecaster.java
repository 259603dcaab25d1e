package espalier.app.prune;

import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.data.Dataset;
import espalier.importance.Ranking;
import espalier.network.Network;
import espalier.pruning.FilterGroups;
import espalier.pruning.Forecasts;
import espalier.pruning.PruningSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Computes forecasts on the engine thread, and ranks the filters anew only when something that decides on it has
 * changed.
 */
final class Forecaster {

    /** What decides on a ranking. */
    private record Key(String network, String data, String criterion, int picturesPerClass, long seed) {}

    private final Networks networks;
    /** These belong to the engine thread. */
    private Key rankedFor;
    private Ranking ranking;

    Forecaster(Networks networks) {
        this.networks = networks;
    }

    /** The forecast; completes on the engine thread. */
    CompletableFuture<ForecastResult> forecast(OpenNetwork open, Dataset data, PruningSettings settings) {
        return networks.engine().ask(() -> {
            Network network = networks.get(open);
            network.requireFits(data);
            FilterGroups groups = FilterGroups.trace(network, settings.protection().shortcutWidths());
            double highest = Forecasts.highestRate(network, settings);
            List<Double> reachable = settings.goal().rates().stream().filter(rate -> rate <= highest).toList();
            List<Double> others = settings.goal().rates().stream().filter(rate -> rate > highest).toList();
            Ranking by = rank(new Key(open.id(), data.specification(), settings.ranking().criterion(),
                    settings.ranking().picturesPerClass(), settings.seed()), network, data, settings);
            return new ForecastResult(network.cost(), groups.widthsWithout(Set.of()),
                    Forecasts.of(network, by, reachable, settings), others, highest, remarks(groups), settings);
        });
    }

    private static Map<String, ForecastResult.Remark> remarks(FilterGroups groups) {
        Map<String, ForecastResult.Remark> remarks = new HashMap<>();
        for (String layer : groups.widthsWithout(Set.of()).keySet()) {
            List<String> tied = groups.tiedTo(layer);
            if (!tied.isEmpty()) {
                remarks.put(layer, new ForecastResult.Remark(false, "Its filters go together with those of "
                        + String.join(", ", tied) + ", because their outputs are added."));
            }
        }
        groups.kept()
                .forEach(kept -> remarks.put(kept.layer(),
                        new ForecastResult.Remark(true,
                                (kept.filters() == 1 ? "One filter stays: " : kept.filters() + " filters stay: ")
                                        + kept.reason() + ".")));
        return remarks;
    }

    private Ranking rank(Key key, Network network, Dataset data, PruningSettings settings) {
        if (!key.equals(rankedFor)) {
            ranking = Forecasts.rank(network, data, settings);
            rankedFor = key;
        }
        return ranking;
    }
}
