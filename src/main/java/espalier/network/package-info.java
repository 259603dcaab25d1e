/**
 * Networks: architectures, files, cost, and making a smaller one out of a larger. With {@code engine} and
 * {@code training} it is the only package that names DL4J's classes; everything above asks a
 * {@link espalier.network.Network} and gets plain records and arrays. A network is not thread-safe: one thread owns it.
 */
package espalier.network;
