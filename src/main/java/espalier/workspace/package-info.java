/**
 * The folder on disk: runs with their recipes, networks and curves. Every file is written whole or not at all, one
 * program at a time holds the folder, and what a crash leaves behind can be read.
 *
 * <p>{@link espalier.workspace.Workspace} is the folder with all runs, {@link espalier.workspace.RunFolder} one of
 * them, which the command line writes without a workspace too; {@link espalier.workspace.RecordedRun} fills it as a run
 * goes.
 *
 * <p>The window, the command line and reports call it; it calls pruning and what lies below.
 */
package espalier.workspace;
