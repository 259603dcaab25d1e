/**
 * What runs come to, to be read outside the program: groups of runs with means and spreads, as tables and as pictures
 * in SVG, which need no fonts and no display to be written.
 *
 * <p>The window and the command line call it; it calls the workspace and what lies below.
 */
package espalier.report;
