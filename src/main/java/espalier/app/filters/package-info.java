/**
 * The page of filters: which classes each filter of a network matters to, what a threshold would remove, and one filter
 * in detail. Made by the window from the workbench.
 */
package espalier.app.filters;
