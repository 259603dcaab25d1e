/**
 * The Prune page: a form, what it would do before anything runs, and the run as it goes.
 *
 * <p>{@link espalier.app.prune.PruneViewModel} holds the state and knows no control;
 * {@link espalier.app.prune.PruningJob} and {@link espalier.app.prune.Forecaster} are what happens on the engine
 * thread; the rest builds nodes and binds. Only the shell calls {@link espalier.app.prune.PrunePage}.
 */
package espalier.app.prune;
