package espalier.pruning;

import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What pruning would leave, by one ranking, without running anything. */
public final class Forecasts {

    private Forecasts() {
    }

    /**
     * The network at each rate as if all filters went at once by this ranking. A run ranks anew after each fine-tuning, so its
     * widths may differ; its sizes will not.
     *
     * @param floor as in {@link PruningSettings}
     * @throws Problem when a rate cannot be reached
     */
    public static List<Forecast> of(FilterGroups groups, Ranking ranking, List<Double> rates, double floor) {
        long parameters = groups.costWithout(Set.of()).parameters();
        List<Forecast> forecasts = new ArrayList<>();
        for (double rate : rates) {
            Selection.checkReachable(groups, floor, rate);
            Selection selection = new Selection(groups, ranking, Selection.leastWidths(groups, floor, rate));
            Set<Integer> removed = selection.downTo(parameters / rate, Integer.MAX_VALUE);
            forecasts.add(new Forecast(rate, groups.costWithout(removed), groups.widthsWithout(removed)));
        }
        return forecasts;
    }

    /** The highest rate that can be reached under a floor as in {@link PruningSettings}. */
    public static double highestRate(FilterGroups groups, double floor) {
        return Selection.highestRate(groups, floor);
    }
}
