/**
 * Drawn controls that several pages share: heatmap, histogram, legend, bars, charts. They know numbers and names,
 * nothing of networks. Called by the pages of {@code app}.
 */
package espalier.app.controls;
