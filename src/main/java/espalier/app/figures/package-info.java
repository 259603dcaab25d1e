/**
 * What the window shows, taken elsewhere: any chart, map, diagram or table as a picture of pixels or of lines, or as a
 * table, with its title, its key and what it is of. A page registers its figures ({@link espalier.app.figures.Figure});
 * the menus, files and the clipboard are here. Called by the pages and the shell of {@code app}.
 */
package espalier.app.figures;
