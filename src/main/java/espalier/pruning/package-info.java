/**
 * Pruning: groups of filters that go together, the surgery that takes them out, what it would leave, and the run
 * through the rates. Called by {@code workspace}, {@code cli} and {@code app}; knows networks only by
 * {@link espalier.network.Network}.
 */
package espalier.pruning;
