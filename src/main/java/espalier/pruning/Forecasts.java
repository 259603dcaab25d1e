package espalier.pruning;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.importance.Criteria;
import espalier.importance.Ranking;
import espalier.network.Cost;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
        if (!settings.goal().mode().removesFilters()) {
            return rates.stream().map(rate -> ofWeights(network, rate, settings)).toList();
        }
        FilterGroups groups = FilterGroups.trace(network, settings.protection().shortcutWidths());
        Selection.checkLayers(groups.widthsWithout(Set.of()).keySet(), settings);
        Ranking by = settings.protection().marks()
                .applied(Ranking.comparable(Criteria.named(settings.ranking().criterion()), ranking, network,
                        settings.ranking().normalisation(), settings.ranking().scope()));
        if (settings.goal().mode() == PruningMode.THRESHOLD) {
            Set<Integer> removed = new Selection(groups, by, Selection.leastWidths(groups, settings, 1), settings)
                    .under(settings.goal().threshold(), Integer.MAX_VALUE);
            Cost cost = groups.costWithout(removed);
            return List.of(new Forecast(network.cost().parameters() / (double) cost.parameters(), cost,
                    groups.widthsWithout(removed)));
        }
        long size = settings.rateOf().of(groups.costWithout(Set.of()));
        List<Forecast> forecasts = new ArrayList<>();
        for (double rate : rates) {
            Selection.checkReachable(groups, settings, rate);
            Selection selection = new Selection(groups, by, Selection.leastWidths(groups, settings, rate), settings);
            Set<Integer> removed = selection.downTo(size / rate, Integer.MAX_VALUE);
            forecasts.add(new Forecast(rate, groups.costWithout(removed), groups.widthsWithout(removed)));
        }
        return forecasts;
    }

    private static Forecast ofWeights(Network network, double rate, PruningSettings settings) {
        Cost cost = network.cost();
        long left = new WeightPruning(network, settings).kept(rate).values().stream().mapToLong(Long::longValue).sum();
        return new Forecast(rate, new Cost(cost.parameters(), cost.macs(), cost.convolution(), left),
                FilterGroups.trace(network).widthsWithout(Set.of()));
    }

    /**
     * The highest rate that can be reached under the settings' floor and protection; infinite where a threshold
     * decides.
     */
    public static double highestRate(Network network, PruningSettings settings) {
        return switch (settings.goal().mode()) {
            case THRESHOLD -> Double.POSITIVE_INFINITY;
            case UNSTRUCTURED -> new WeightPruning(network, settings).highestRate();
            default ->
                Selection.highestRate(FilterGroups.trace(network, settings.protection().shortcutWidths()), settings);
        };
    }
}
