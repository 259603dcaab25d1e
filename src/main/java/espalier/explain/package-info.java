/**
 * Class activation maps: where a network looks for a class. Called by {@code cli} and {@code app}; built on a network's probes.
 */
package espalier.explain;
