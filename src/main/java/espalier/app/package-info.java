/**
 * The window: its frame, the model that the pages share, and the thread on which networks run. Pages live in packages
 * of their own below this one, shared controls in {@code controls}, colour maps in {@code colour}. Only {@code Main}
 * calls this.
 *
 * <p>Views build nodes and bind; view-models hold properties and know no control; everything with a network happens on
 * the {@link espalier.app.EngineThread}, and comes back as plain data.
 */
package espalier.app;
