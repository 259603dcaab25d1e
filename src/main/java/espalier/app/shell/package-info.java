/**
 * The window's frame: header, navigation, status line, notices, and what happens at the start and at the end. Knows the
 * pages; no page knows it. Called by {@code Main} only.
 */
package espalier.app.shell;
