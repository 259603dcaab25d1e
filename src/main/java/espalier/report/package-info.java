/**
 * What runs and studies come to, to be read outside the program: groups of runs with means and spreads, the answers of
 * people, as tables and as pictures in SVG, which need no fonts and no display to be written.
 *
 * <p>The window and the command line call it; it calls studies, the workspace and what lies below.
 */
package espalier.report;
