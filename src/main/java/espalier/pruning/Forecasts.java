package espalier.pruning;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.importance.Criteria;
import espalier.importance.Ranking;
import espalier.network.Network;
import java.util.List;

/** What pruning would leave, by one ranking, without running anything. */
public final class Forecasts {

    private Forecasts() {}

    /**
     * Ranks a network's filters as a run would at its start; on the engine thread.
     *
     * @return null where single weights go
     */
    public static Ranking rank(Network network, Dataset data, PruningSettings settings) {
        if (!settings.goal().mode().removesFilters()) {
            return null;
        }
        return Criteria.named(settings.ranking().criterion()).rank(network, data, settings.ranking().picturesPerClass(),
                settings.seed(), Progress.NONE);
    }

    /**
     * The network at each rate as if all went at once by this ranking. A run ranks anew after each fine-tuning, so its
     * widths may differ; its sizes will not, unless a threshold decides.
     *
     * @param ranking as {@link #rank} gives it; not changed
     * @param rates   some of the settings'; one forecast is made for each, or one where a threshold decides
     * @throws espalier.basics.Problem when a rate cannot be reached, or a layer that settings name is not there
     */
    public static List<Forecast> of(Network network, Ranking ranking, List<Double> rates, PruningSettings settings) {
        PruningStrategy strategy = PruningStrategy.of(network, settings);
        Ranking by = ranking == null ? null
                : settings.protection().marks()
                        .applied(Criteria.comparable(Criteria.named(settings.ranking().criterion()), ranking, network,
                                settings.ranking().normalisation(), settings.ranking().scope()));
        return (settings.goal().mode().hasRates() ? rates : strategy.goals()).stream()
                .map(rate -> strategy.forecast(by, rate)).toList();
    }

    /**
     * The highest rate that can be reached under the settings' floor and protection; infinite where a threshold
     * decides.
     */
    public static double highestRate(Network network, PruningSettings settings) {
        return PruningStrategy.of(network, settings).highestRate();
    }
}
