/**
 * Networks that other programs wrote: read through DL4J, and rebuilt in the one form that the rest of the program works
 * with. What their files do not say (class names, how pixels are prepared) is a
 * {@link espalier.network.imports.Preparation}, guessed or given. Networks belong to the thread of networks.
 */
package espalier.network.imports;
