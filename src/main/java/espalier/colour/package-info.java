/**
 * How numbers become colours: tables of perceptually uniform maps. Called by the views of {@code app} and by exports;
 * knows no control.
 */
package espalier.colour;
