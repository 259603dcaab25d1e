/**
 * The command line: the window's work without the window. Commands read their options, call the packages below, and
 * print; they hold no logic that the window could want. Called by {@code espalier.Main}.
 */
package espalier.cli;
