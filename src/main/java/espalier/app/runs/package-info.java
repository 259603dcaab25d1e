/**
 * The page that lists the runs of the workspace: named, noted, found again, thrown away and brought back, and what came
 * from what. Called by the shell.
 */
package espalier.app.runs;
