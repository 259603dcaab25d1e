package espalier.pruning;

/**
 * Filters of one convolution that cannot be pruned.
 *
 * @param layer   the convolution
 * @param filters how many
 * @param reason  why, for a person: "the layer … reads it, …"
 */
public record KeptFilters(String layer, int filters, String reason) {}
