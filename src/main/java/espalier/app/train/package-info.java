/**
 * The Train page: a network of one's own from pictures of one's own, from an architecture or from another network with
 * a new head. Uses {@code app} and its controls.
 */
package espalier.app.train;
