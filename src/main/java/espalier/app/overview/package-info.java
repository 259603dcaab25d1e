/**
 * The page that opens first: the network layer by layer with what was taken out, what it costs, how well it does, and
 * pictures with its predictions. Called by the shell.
 */
package espalier.app.overview;
