/**
 * Layers, joints and activation functions that DL4J lacks or computes inexactly, as its graphs hold, run and save them:
 * plain configurations that anyone who knows DL4J puts into a {@code GraphBuilder}. Here each is computed simply; the
 * fast steps of {@code engine} take their places.
 *
 * <p>What is saved names these classes and their components, so neither may be renamed.
 */
package espalier.engine.layers;
