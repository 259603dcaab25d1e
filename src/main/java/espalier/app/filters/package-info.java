/**
 * The page of filters: which classes each filter of a network matters for, what a threshold would remove, and one filter in detail.
 * Made by the window from the workbench.
 */
package espalier.app.filters;
