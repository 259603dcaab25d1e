package espalier.app.explain;

import espalier.app.controls.Legend;
import espalier.drawing.ColourMap;

/**
 * What the colours of maps mean.
 *
 * @param isSeen whether what is shown has colours at all
 */
record LegendKey(ColourMap colours, Legend.Range range, boolean isSeen) {

    /**
     * The key to maps, or to differences.
     *
     * @param top what the highest colour means
     */
    static LegendKey of(ExplainViewModel model, double top, boolean difference) {
        Display display = model.display().get();
        double end = display == Display.PAPER || !(top > 0) ? 1 : top;
        return difference ? new LegendKey(ColourMap.COOLWARM, new Legend.Range("", -end, end), true)
                : new LegendKey(display == Display.PAPER ? ColourMap.JET : model.colours().get(),
                        new Legend.Range("", 0, end), display != Display.TOP_SHARE);
    }

    /** In sentences, what is shown and on which scale. */
    static String words(ExplainViewModel model) {
        String scale = switch (model.scale().get()) {
            case MAP -> "Each map has its own scale: 1 is its highest value, so colours tell where, not how much.";
            case ROW -> "One scale for each picture: 1 is the highest value of all its networks.";
            case GLOBAL -> "All maps are on one scale: raw " + model.method().get().title() + " values.";
        };
        String drawn = switch (model.display().get()) {
            case HEAT_MAP -> "";
            case TOP_SHARE ->
                "Visible are the 10 % highest pixels of each map, by rank; of equal ones those further up and left.";
            case CONTOUR -> "Lines at ¼, ½ and ¾. ";
            case DIFFERENCE ->
                "The unpruned map, and the difference of the others to it: red is more evidence, blue is less. ";
            case PAPER -> "0.7 · picture + 0.3 · jet of the squared value. ";
        };
        return (model.display().get() == Display.TOP_SHARE ? drawn : drawn + scale) + " Enlarged by "
                + model.interpolation().get() + (model.interpolation().get() == espalier.drawing.Interpolation.NEAREST
                        ? " neighbour." : " interpolation.");
    }
}
