package espalier.app.explain;

import espalier.drawing.ColourMap;
import espalier.drawing.Interpolation;

/**
 * How maps are drawn: nothing here needs a network.
 *
 * @param colours of values
 * @param opacity of the colours over the picture, 0 to 1
 */
public record Drawing(Display display, Interpolation interpolation, ColourMap colours, double opacity) {}
