package espalier.app;

import espalier.basics.Progress;

/**
 * Long work for the engine thread.
 *
 * @param <T> what it gives: plain data, as it leaves the thread
 */
@FunctionalInterface
public interface Work<T> {

    /**
     * Does the work. Calls {@link Progress#checkpoint} between batches: there the work is paused and cancelled, and
     * there the pages' short questions are answered.
     */
    T run(Progress progress) throws Exception;
}
