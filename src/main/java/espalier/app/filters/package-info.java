/**
 * The page of filters: which classes each filter of a network matters to, what a threshold would remove, and one filter
 * in detail.
 */
package espalier.app.filters;
