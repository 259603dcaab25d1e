/**
 * Guided lessons and the tour: {@link espalier.app.lessons.Lessons} holds their words and what each step looks at,
 * {@link espalier.app.lessons.LessonModel} goes through them, {@link espalier.app.lessons.LessonPane} and
 * {@link espalier.app.lessons.Spotlight} show them beside and over the pages, which do not know of it. Called by the
 * shell.
 */
package espalier.app.lessons;
