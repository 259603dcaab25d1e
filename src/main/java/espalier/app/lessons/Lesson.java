package espalier.app.lessons;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A lesson, or the tour: words, and what its steps look at.
 *
 * @param id      under which progress is kept
 * @param summary in a sentence
 * @param minutes that it takes, about
 * @param sample  whether it is about the sample; otherwise about whatever is open
 */
public record Lesson(String id, String title, String summary, int minutes, boolean sample, List<Step> steps) {

    /** The last choice of each question, for who does not know. */
    static final String UNKNOWN = "I don't know";

    /**
     * A prediction that is asked for before the answer is shown.
     *
     * @param choices the last is {@link #UNKNOWN}
     */
    record Question(String words, List<String> choices) {}

    /**
     * What the window's numbers say.
     *
     * @param choice the number of the choice that was right
     */
    record Answer(String words, int choice) {}

    /**
     * A step: what to look at, a prediction perhaps, something to do perhaps, and then the answer.
     *
     * @param page   to which the step leads; empty for the one that is shown
     * @param target finds what the step points at: a CSS selector in the window; empty for nothing
     * @param begin  is done when the step begins
     * @param task   what to do; empty for nothing
     * @param isDone whether it is done
     * @param answer from what the window shows; empty while that is being computed
     */
    record Step(String title, String words, String page, Function<Seen, String> target, Consumer<Seen> begin,
            Optional<Question> question, String task, Predicate<Seen> isDone,
            Optional<Function<Seen, Optional<Answer>>> answer) {

        /** Says something. */
        static Step of(String title, String words) {
            return new Step(title, words, "", seen -> "", seen -> {}, Optional.empty(), "", seen -> true,
                    Optional.empty());
        }

        /** Leads to a page. */
        Step on(String title) {
            return new Step(this.title, words, title, target, begin, question, task, isDone, answer);
        }

        /** Points at something. */
        Step at(String selector) {
            return at(seen -> selector);
        }

        /** Points at something that depends on what is open. */
        Step at(Function<Seen, String> selector) {
            return new Step(title, words, page, selector, begin, question, task, isDone, answer);
        }

        /** Does something first. */
        Step with(Consumer<Seen> first) {
            return new Step(title, words, page, target, first, question, task, isDone, answer);
        }

        /** Asks for a prediction. */
        Step asks(String what, String... choices) {
            List<String> all = new ArrayList<>(List.of(choices));
            all.add(UNKNOWN);
            return new Step(title, words, page, target, begin, Optional.of(new Question(what, List.copyOf(all))), task,
                    isDone, answer);
        }

        /** Has the person do something. */
        Step until(String what, Predicate<Seen> done) {
            return new Step(title, words, page, target, begin, question, what, done, answer);
        }

        /** Tells what the window's numbers say. */
        Step tells(Function<Seen, Optional<Answer>> result) {
            return new Step(title, words, page, target, begin, question, task, isDone, Optional.of(result));
        }
    }
}
