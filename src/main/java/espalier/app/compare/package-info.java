/**
 * The page that compares networks: accuracy, cost and explanations against rate, classes, and a table and a scatter of
 * all networks of the workspace. What is selected in one is marked in all.
 * {@link espalier.app.compare.CompareViewModel} and the records know no node. Called by the shell.
 */
package espalier.app.compare;
