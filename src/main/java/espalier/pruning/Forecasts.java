package espalier.pruning;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.Ranking;
import espalier.network.Cost;
import espalier.network.Network;
import espalier.training.Pace;
import espalier.training.TrainingSettings;
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

    /**
     * About how long a run by these settings takes on this machine, in seconds: its fine-tuning and the accuracies that
     * it reports, beside which ranking and compensation take little.
     *
     * @param pace of the unpruned network; a smaller one is taken to be faster as its multiply-accumulates are fewer
     */
    public double seconds(Pace pace, Dataset data, PruningSettings by) {
        Tuning tuning = by.tuning();
        int training = data.part(Part.TRAINING).size();
        int evaluated = data.part(Part.TEST).size() + data.part(Part.VALIDATION).size();
        double teacher = tuning.distillation().share() > 0 ? pace.inference() : 0;
        double seconds = evaluated * pace.reported();
        double before = 1;
        for (Forecast forecast : forecasts) {
            double times = by.goal().oneShot() ? forecast.rate() : forecast.rate() / before;
            double size = by.goal().mode().removesFilters() ? forecast.cost().macs() / (double) cost.macs() : 1;
            double pictures = tuning.noFineTuning() ? 0
                    : tuning.budget() > 0 ? tuning.budget() : pictures(tuning.recovery(Math.max(1, times)), training)
                            + (iterations(tuning, by, times) - 1) * pictures(tuning.fineTuning(), training);
            seconds += pictures * (pace.training() * size + teacher) + evaluated * pace.reported() * size;
            before = forecast.rate();
        }
        return seconds;
    }

    private static double pictures(TrainingSettings settings, int training) {
        return (double) settings.epochs()
                * (settings.picturesPerEpoch() == 0 ? training : Math.min(training, settings.picturesPerEpoch()));
    }

    /** As many as take so many times the size away, each a share of what is left. */
    private static double iterations(Tuning tuning, PruningSettings by, double times) {
        return by.goal().oneShot() || tuning.sharePerIteration() == 1 ? 1
                : Math.max(1, Math.ceil(Math.log(times) / -Math.log(1 - tuning.sharePerIteration())));
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
