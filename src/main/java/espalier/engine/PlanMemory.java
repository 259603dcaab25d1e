package espalier.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The buffers of all programs' plans together, within a limit: those that were not used for longest are freed, and made
 * again when their program needs them.
 */
final class PlanMemory {

    /** Never freed: a loss may ask another program, as its teacher, while its own plan waits. */
    private static final int IN_USE = 3;

    private static final Map<Plan, Use> PLANS = new LinkedHashMap<>(16, .75f, true);
    private static long most = Long.MAX_VALUE;
    private static long bytes;

    /**
     * Who used a plan last.
     *
     * @param forget takes it from its program
     */
    private record Use(Thread thread, long bytes, Runnable forget) {

        /** Plans belong to a thread; those of one that has ended to nobody. */
        boolean mayBeFreed() {
            return thread == Thread.currentThread() || !thread.isAlive();
        }
    }

    private PlanMemory() {}

    /** Keeps to so many bytes from now on. */
    static synchronized void limit(long bytesAtMost) {
        most = bytesAtMost;
    }

    /** The bytes of all plans since there is a limit. */
    static synchronized long bytes() {
        return bytes;
    }

    /** A plan is about to be used on this thread. */
    static synchronized void use(Plan plan, Runnable forget) {
        if (most == Long.MAX_VALUE) {
            // What is not followed is collected with its program.
            return;
        }
        Use known = PLANS.get(plan);
        if (known == null) {
            bytes += plan.bytes();
        }
        PLANS.put(plan, new Use(Thread.currentThread(), known == null ? plan.bytes() : known.bytes(), forget));
        Iterator<Map.Entry<Plan, Use>> eldest = PLANS.entrySet().iterator();
        for (int left = PLANS.size(); bytes > most && left > IN_USE; left--) {
            Map.Entry<Plan, Use> next = eldest.next();
            if (next.getValue().mayBeFreed()) {
                eldest.remove();
                bytes -= next.getValue().bytes();
                next.getValue().forget().run();
                next.getKey().close();
            }
        }
    }

    /** A plan is closed. */
    static synchronized void closed(Plan plan) {
        Use known = PLANS.remove(plan);
        bytes -= known == null ? 0 : known.bytes();
    }
}
