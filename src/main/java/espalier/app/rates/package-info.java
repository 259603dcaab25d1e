/**
 * Explanations against rate, which several pages show: a chart of any measure with intervals, the sweet spot marked in
 * it, and what it comes to in a sentence. {@link espalier.app.rates.RateChart} knows no node. Called by the pages of
 * {@code app}.
 */
package espalier.app.rates;
