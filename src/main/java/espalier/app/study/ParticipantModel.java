package espalier.app.study;

import espalier.study.Sitting;
import espalier.study.Study;
import espalier.study.StudyContent;
import espalier.study.Task;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Participants at this machine, one after the other: where the one who sits here stands. An answer is on the disk
 * before the next question is shown. Belongs to the FX thread.
 */
final class ParticipantModel {

    /** What is on the screen. */
    enum Step {
        /** What a new participant reads and agrees to. */
        INFORMATION,
        /** A question. */
        QUESTION,
        /** Between two questions, for as long as one likes. */
        BREAK,
        /** Nothing is left to ask. */
        THANKS,
        /** The last answer could not be kept; it will be asked again. */
        FAILED
    }

    private static final Logger LOG = LoggerFactory.getLogger(ParticipantModel.class);

    private final Study study;
    private final Executor background;
    private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(this, "step", Step.INFORMATION);
    private final ReadOnlyObjectWrapper<Task> task = new ReadOnlyObjectWrapper<>(this, "task");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private Sitting sitting;

    /** @param background where answers are written */
    ParticipantModel(Study study, Executor background) {
        this.study = study;
        this.background = background;
        sitting = Sitting.ofSomebody(study);
    }

    /** What is asked, of whom how much. */
    StudyContent content() {
        return study.content();
    }

    /** The file of a picture or map of the task. */
    Path picture(String name) {
        return study.picture(name).orElseThrow();
    }

    /** What is on the screen. */
    ReadOnlyObjectProperty<Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** What is asked; null before the first question. Set before the step is {@link Step#QUESTION}. */
    ReadOnlyObjectProperty<Task> taskProperty() {
        return task.getReadOnlyProperty();
    }

    /** Whether an answer is being written. */
    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Goes to the question that is asked now: after the information, a break, or what went wrong. */
    void ask() {
        later(sitting::next);
    }

    /** Answers the question on the screen, and goes to the next. */
    void answer(String choice) {
        if (step.get() == Step.QUESTION) {
            int number = task.get().number();
            later(() -> {
                sitting.answer(number, choice);
                return sitting.next();
            });
        }
    }

    private void later(Supplier<Optional<Task>> work) {
        if (busy.get()) {
            return;
        }
        busy.set(true);
        CompletableFuture.supplyAsync(work, background).whenCompleteAsync((next, failure) -> {
            busy.set(false);
            if (failure != null) {
                LOG.error("An answer was not taken", failure);
                step.set(Step.FAILED);
            } else {
                next.ifPresent(task::set);
                step.set(next.isPresent() ? Step.QUESTION : Step.THANKS);
            }
        }, Platform::runLater);
    }

    /** Takes a break. */
    void pause() {
        if (step.get() == Step.QUESTION && !busy.get()) {
            sitting.pause();
            step.set(Step.BREAK);
        }
    }

    /** The next participant sits down. */
    void nextParticipant() {
        sitting = Sitting.ofSomebody(study);
        step.set(Step.INFORMATION);
    }
}
