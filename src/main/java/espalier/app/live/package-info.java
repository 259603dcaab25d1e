/**
 * The live network: what pruning leaves at a slider's place, cut, compensated and evaluated while one looks. Used by
 * the pages of filters, of pruning and of explanations, which share one {@link espalier.app.live.LiveModel}.
 */
package espalier.app.live;
