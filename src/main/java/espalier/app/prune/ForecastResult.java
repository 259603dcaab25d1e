package espalier.app.prune;

import espalier.network.Cost;
import espalier.pruning.Forecast;
import espalier.pruning.PruningSettings;
import java.util.List;
import java.util.Map;

/**
 * What pruning would leave.
 *
 * @param cost        of the unpruned network
 * @param widths      of the unpruned network: by convolution, its filters
 * @param forecasts   of each rate that can be reached, rising
 * @param unreachable rates that cannot
 * @param highestRate that can be reached; infinite where a threshold decides
 * @param remarks     by convolution, what there is to say of its filters; not for those of which there is nothing
 * @param settings    that it is of
 */
public record ForecastResult(Cost cost, Map<String, Integer> widths, List<Forecast> forecasts, List<Double> unreachable,
        double highestRate, Map<String, Remark> remarks, PruningSettings settings) {

    /**
     * What decides on a convolution's filters besides the ranking.
     *
     * @param stays    whether some of them cannot be pruned; otherwise they go together with others
     * @param sentence why, or with which
     */
    record Remark(boolean stays, String sentence) {}
}
