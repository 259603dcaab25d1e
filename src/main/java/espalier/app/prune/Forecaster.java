package espalier.app.prune;

import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.data.Dataset;
import espalier.importance.Criterion;
import espalier.importance.Ranking;
import espalier.network.Network;
import espalier.pruning.Forecasts;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningSettings;
import espalier.pruning.PruningStart;
import java.util.concurrent.CompletableFuture;

/**
 * Computes forecasts on the engine thread, and ranks the filters anew only when something that decides on it has
 * changed.
 */
final class Forecaster {

    /** What decides on a ranking. */
    private record Key(String network, String data, String criterion, Criterion.Request request) {}

    /** What decides on which outputs a network has. */
    private record Cut(String network, Dataset data, PruningSettings.Classes classes) {}

    private final Networks networks;
    /** These belong to the engine thread. */
    private Key rankedFor;
    private Ranking ranking;
    private Cut cutFor;
    private PruningStart cut;

    Forecaster(Networks networks) {
        this.networks = networks;
    }

    /** The forecast; completes on the engine thread. */
    CompletableFuture<Forecasts> forecast(OpenNetwork open, Dataset data, PruningSettings settings) {
        return networks.engine().ask(() -> {
            PruningStart start = start(new Cut(open.id(), data, settings.classes()), networks.get(open), settings);
            Ranking by = rank(new Key(open.id(), start.data().specification(), settings.ranking().criterion(),
                    settings.request(settings.seed())), start);
            return Forecasts.of(start.network(), by, settings.suiting(start.network(), start.data()));
        });
    }

    /** Where outputs are dropped, a network of its own, which stays for the next forecast. */
    private PruningStart start(Cut asked, Network network, PruningSettings settings) {
        if (!settings.classes().dropOutputs()) {
            return PruningStart.of(network, asked.data, settings);
        }
        if (!asked.equals(cutFor)) {
            if (cut != null) {
                cut.network().close();
            }
            cut = PruningStart.of(network, asked.data, settings);
            cutFor = asked;
        }
        return new PruningStart(cut.network(), cut.data(),
                settings.with(PruningChoices.CLASSES, cut.settings().classes().weights()));
    }

    private Ranking rank(Key key, PruningStart start) {
        if (!key.equals(rankedFor)) {
            ranking = Forecasts.rank(start.network(), start.data(), start.settings());
            rankedFor = key;
        }
        return ranking;
    }
}
