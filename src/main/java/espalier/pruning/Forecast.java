package espalier.pruning;

import espalier.network.Cost;
import java.util.Map;
import java.util.Set;

/**
 * What pruning to a rate would leave, by today's ranking, before anything runs.
 *
 * @param rate    that was asked for, or where a threshold decides, that would come out
 * @param cost    of the smaller network
 * @param widths  by convolution, the filters that would be left, in the order in which they run
 * @param removed ids of the groups of {@link FilterGroups} that would go; none where single weights go
 */
public record Forecast(double rate, Cost cost, Map<String, Integer> widths, Set<Integer> removed) {}
