package espalier.study;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One participant before one screen: what is asked now, and how long each answer takes, from the first time that its
 * question was shown, or shown again after a break. Safe to use from several threads.
 */
public final class Sitting {

    private static final int NAME_BYTES = 6;

    private final Study study;
    private final String participant;
    private final LongSupplier clock;
    /** The question that was shown last; meaningless while {@link #isShown} is not so. */
    private int number;
    private long since;
    private boolean isShown;

    /**
     * A participant comes, or comes back.
     *
     * @param participant a word without spaces that says nothing of the person
     */
    public Sitting(Study study, String participant) {
        this(study, participant, System::nanoTime);
    }

    Sitting(Study study, String participant, LongSupplier clock) {
        this.study = study;
        this.participant = participant;
        this.clock = clock;
    }

    /** Somebody who was not here before sits down, under a random name. */
    public static Sitting ofSomebody(Study study) {
        byte[] name = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(name);
        return new Sitting(study, "p" + HexFormat.of().formatHex(name));
    }

    /**
     * What is asked now, to be shown at once: its time begins, if it has not begun before.
     *
     * @return empty where nothing is left to ask
     */
    public synchronized Optional<Task> next() {
        Optional<Task> task = study.next(participant);
        task.filter(asked -> !isShown || asked.number() != number).ifPresent(asked -> {
            number = asked.number();
            since = clock.getAsLong();
            isShown = true;
        });
        return task;
    }

    /** The participant takes a break: the question that is asked now gets its time anew. */
    public synchronized void pause() {
        isShown = false;
    }

    /**
     * Answers; see {@link Study#answer}.
     *
     * @throws IllegalArgumentException where the choice is none
     * @throws espalier.basics.Problem  where the disk takes nothing
     */
    public synchronized Study.Outcome answer(int answered, String choice) {
        double seconds = isShown && number == answered ? (clock.getAsLong() - since) / 1e9 : Double.NaN;
        return study.answer(participant, answered, choice, seconds);
    }
}
