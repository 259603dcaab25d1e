/**
 * How numbers become pictures, as arithmetic on pixels: tables of perceptually uniform colour maps, maps enlarged and
 * laid over a picture, contours around their highest pixels. Called by {@code explain}, the views of {@code app} and
 * exports; knows no control and no network.
 */
package espalier.drawing;
