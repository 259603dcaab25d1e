package espalier.pruning;

import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What pruning would leave, by one ranking, without running anything. */
public final class Forecasts {

    private Forecasts() {
    }

    /**
     * The network at each rate as if all filters went at once by this ranking. A run ranks anew after each fine-tuning, so its
     * widths may differ; its sizes will not.
     *
     * @param floor the share of each convolution's filters that stays
     * @throws Problem when a rate cannot be reached
     */
    public static List<Forecast> of(FilterGroups groups, Ranking ranking, List<Double> rates, double floor) {
        Map<String, Integer> least = Selection.leastWidths(groups, floor);
        Selection selection = new Selection(groups, ranking, least);
        long parameters = groups.costWithout(Set.of()).parameters();
        List<Forecast> forecasts = new ArrayList<>();
        for (double rate : rates) {
            Selection.checkReachable(groups, least, rate);
            Set<Integer> removed = selection.downTo(parameters / rate, Integer.MAX_VALUE);
            forecasts.add(new Forecast(rate, groups.costWithout(removed), groups.widthsWithout(removed)));
        }
        return forecasts;
    }

    /** The highest rate that can be reached when the share {@code floor} of each convolution's filters stays. */
    public static double highestRate(FilterGroups groups, double floor) {
        return Selection.highestRate(groups, Selection.leastWidths(groups, floor));
    }
}
