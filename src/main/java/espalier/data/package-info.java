/**
 * Pictures with classes: the data sets, their splits, preprocessing and batches. Plain arrays only: nothing here knows ND4J or a
 * network. Every other package may call it.
 */
package espalier.data;
