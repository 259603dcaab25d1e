package espalier.pruning;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.Ranking;
import espalier.network.Cost;
import espalier.network.Network;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What pruning would leave, by one ranking, without running anything.
 *
 * @param cost        of the unpruned network
 * @param widths      of the unpruned network: by convolution, its filters
 * @param forecasts   of each rate that can be reached, rising; one where a threshold decides
 * @param unreachable rates that cannot
 * @param highestRate that can be reached under the settings' floor and protection; infinite where a threshold decides
 * @param remarks     by convolution, what there is to say of its filters; not for those of which there is nothing
 * @param settings    that it is of
 */
public record Forecasts(Cost cost, Map<String, Integer> widths, List<Forecast> forecasts, List<Double> unreachable,
        double highestRate, Map<String, Remark> remarks, PruningSettings settings) {

    /**
     * What decides on a convolution's filters besides the ranking.
     *
     * @param stays    whether some of them cannot be pruned; otherwise they go together with others
     * @param sentence why, or with which
     */
    public record Remark(boolean stays, String sentence) {}

    /**
     * Ranks a network's filters as a run would at its start; on the engine thread.
     *
     * @return nothing of any filter where single weights go
     */
    public static Ranking rank(Network network, Dataset data, PruningSettings settings) {
        return criterion(settings).map(by -> by.rank(network, data, settings.request(settings.seed()), Progress.NONE))
                .orElse(Ranking.of(Map.of()));
    }

    /**
     * The network at each rate as if all went at once by this ranking. A run ranks anew after each fine-tuning, so its
     * widths may differ; its sizes will not, unless a threshold decides.
     *
     * @param ranking as {@link #rank} gives it; not changed
     * @throws espalier.basics.Problem when a layer that settings name is not there
     */
    public static Forecasts of(Network network, Ranking ranking, PruningSettings settings) {
        FilterGroups groups = FilterGroups.trace(network, settings.protection().shortcutWidths());
        double highest = PruningStrategy.of(network, settings).highestRate();
        List<Double> rates = settings.goal().rates();
        return new Forecasts(network.cost(), groups.widthsWithout(Set.of()),
                at(network, ranking, rates.stream().filter(rate -> rate <= highest).toList(), settings),
                rates.stream().filter(rate -> rate > highest).toList(), highest, remarks(groups), settings);
    }

    /**
     * The same of some rates alone.
     *
     * @param rates some of the settings'; one forecast is made for each, or one where a threshold decides
     * @throws espalier.basics.Problem when a rate cannot be reached, or a layer that settings name is not there
     */
    static List<Forecast> at(Network network, Ranking ranking, List<Double> rates, PruningSettings settings) {
        PruningStrategy strategy = PruningStrategy.of(network, settings);
        Ranking by = criterion(
                settings).map(
                        criterion -> settings.protection().marks()
                                .applied(Criteria.comparable(criterion, ranking, network,
                                        settings.ranking().normalisation(), settings.ranking().scope())))
                .orElse(ranking);
        return (settings.goal().mode().hasRates() ? rates : strategy.goals()).stream()
                .map(rate -> strategy.forecast(by, rate)).toList();
    }

    private static Optional<Criterion> criterion(PruningSettings settings) {
        return settings.goal().mode().removesFilters() ? Optional.of(Criteria.named(settings.ranking().criterion()))
                : Optional.empty();
    }

    private static Map<String, Remark> remarks(FilterGroups groups) {
        Map<String, Remark> remarks = new HashMap<>();
        for (String layer : groups.widthsWithout(Set.of()).keySet()) {
            List<String> tied = groups.tiedTo(layer);
            if (!tied.isEmpty()) {
                remarks.put(layer, new Remark(false, "Its filters go together with those of " + String.join(", ", tied)
                        + ", because their outputs are " + groups.joint() + "."));
            }
        }
        groups.kept()
                .forEach(kept -> remarks.put(kept.layer(),
                        new Remark(true,
                                (kept.filters() == 1 ? "One filter stays: " : kept.filters() + " filters stay: ")
                                        + kept.reason() + ".")));
        return remarks;
    }
}
