/**
 * The page that shows where the networks of a trajectory look: pictures down, networks across, a class activation map
 * in every cell. {@link espalier.app.explain.ExplainPage} builds nodes; {@link espalier.app.explain.ExplainViewModel},
 * {@link espalier.app.explain.PictureChooser} and {@link espalier.app.explain.MapCell} know none. Called by the shell.
 */
package espalier.app.explain;
