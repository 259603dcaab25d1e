package espalier.app.lessons;

import espalier.app.OpenNetwork;
import espalier.app.Opener;
import espalier.app.Session;
import espalier.app.lessons.Lesson.Answer;
import espalier.app.lessons.Lesson.Step;
import espalier.data.Dataset;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Goes through a lesson: a step moves on by what the person does, or when told to. A prediction comes before the task,
 * and the answer after it, from the numbers that the window shows. What was open before a lesson that needs the sample
 * comes back when it is left. Belongs to the FX thread.
 */
public final class LessonModel {

    /** What a step waits for. */
    enum Phase {
        /** The lesson needs the sample, and something else is open. */
        SAMPLE,
        /** A prediction. */
        PREDICT,
        /** The person's doing. */
        DO,
        /** The answer, which the window is computing. */
        COMPUTE,
        /** Nothing: all is said. */
        READ
    }

    /**
     * Where the person is.
     *
     * @param step   its number, from 0
     * @param chosen the number of the prediction; −1 for none
     * @param answer once it is known, after prediction and task
     */
    record Place(Lesson lesson, int step, Phase phase, int chosen, Optional<Answer> answer) {

        Step what() {
            return lesson.steps().get(step);
        }

        boolean isLast() {
            return step == lesson.steps().size() - 1;
        }
    }

    /** What was open before the sample was. */
    private record Before(List<OpenNetwork> trajectory, OpenNetwork selected, Dataset data, String page) {}

    private final Seen seen;
    private final Opener opener;
    private final LessonProgress progress;
    private final ReadOnlyObjectWrapper<Optional<Place>> place = new ReadOnlyObjectWrapper<>(this, "place",
            Optional.empty());
    private final Map<Integer, Integer> predictions = new HashMap<>();
    private final BitSet done = new BitSet();
    private Optional<Before> before = Optional.empty();

    /** No lesson is under way. */
    LessonModel(Seen seen, Opener opener, LessonProgress progress) {
        this.seen = seen;
        this.opener = opener;
        this.progress = progress;
        seen.all().forEach(what -> what.addListener(change -> look()));
    }

    /** Where the person is; empty while no lesson is under way. */
    ReadOnlyObjectProperty<Optional<Place>> placeProperty() {
        return place.getReadOnlyProperty();
    }

    /** What steps look at. */
    Seen seen() {
        return seen;
    }

    /** How far the person is in each lesson. */
    public LessonProgress progress() {
        return progress;
    }

    /** Begins a lesson, goes on with it, or begins it anew where it was gone through. */
    public void begin(Lesson lesson) {
        leave();
        predictions.clear();
        done.clear();
        go(lesson, progress.isDone(lesson) ? 0 : progress.step(lesson));
    }

    /** Leaves the lesson; its place is kept, and what was open before it comes back. */
    public void leave() {
        place.set(Optional.empty());
        before.filter(open -> seen.session().getUnpruned() != null && opener.isSample(seen.session().getUnpruned()))
                .ifPresent(this::bringBack);
        before = Optional.empty();
    }

    /** Leaves it for good: it counts as gone through. */
    void skip() {
        place.get().ifPresent(at -> progress.keep(at.lesson(), at.lesson().steps().size()));
        leave();
    }

    private void bringBack(Before open) {
        Session session = seen.session();
        session.setData(open.data());
        session.begin(open.trajectory().get(0));
        open.trajectory().forEach(session::add);
        session.setSelected(open.selected());
        session.setPage(open.page());
    }

    /** Opens the sample; what is open comes back afterwards. */
    void openSample() {
        Session session = seen.session();
        if (session.getUnpruned() != null && !session.trajectory().isEmpty() && session.getData() != null) {
            before = Optional.of(new Before(List.copyOf(session.trajectory()), session.getSelected(), session.getData(),
                    session.pageProperty().get()));
        }
        opener.sample();
    }

    /** Predicts the answer. */
    void predict(int choice) {
        place.get().filter(at -> at.phase() == Phase.PREDICT).ifPresent(at -> {
            predictions.put(at.step(), choice);
            look();
        });
    }

    /** Goes on. */
    void next() {
        place.get().ifPresent(at -> {
            if (at.isLast()) {
                skip();
            } else {
                go(at.lesson(), at.step() + 1);
            }
        });
    }

    /** Goes back. */
    void back() {
        place.get().filter(at -> at.step() > 0).ifPresent(at -> go(at.lesson(), at.step() - 1));
    }

    private void go(Lesson lesson, int step) {
        progress.keep(lesson, step);
        // What the step sets up tells of changes: they are looked at together, at the end.
        place.set(Optional.empty());
        Place at = new Place(lesson, step, Phase.READ, -1, Optional.empty());
        if (!needsSample(lesson)) {
            setUp(at.what());
        }
        // What was so before is not the person's doing: the step is read, and left by the button.
        if (at.what().isDone().test(seen)) {
            done.set(step);
        }
        place.set(Optional.of(now(at)));
    }

    private void setUp(Step step) {
        step.begin().accept(seen);
        if (!step.page().isEmpty()) {
            seen.session().setPage(step.page());
        }
    }

    private boolean needsSample(Lesson lesson) {
        return lesson.sample()
                && (seen.session().getUnpruned() == null || !opener.isSample(seen.session().getUnpruned()));
    }

    /** Something has changed that the step may wait for. */
    private void look() {
        place.get().ifPresent(at -> {
            if (at.phase() == Phase.SAMPLE && !needsSample(at.lesson())) {
                go(at.lesson(), at.step());
                return;
            }
            Place now = now(at);
            if (at.phase() == Phase.DO && now.phase() == Phase.READ && now.answer().isEmpty() && !now.isLast()) {
                next();
            } else if (!now.equals(at)) {
                place.set(Optional.of(now));
            }
        });
    }

    private Place now(Place at) {
        Step step = at.what();
        int chosen = predictions.getOrDefault(at.step(), -1);
        Phase phase = Phase.READ;
        Optional<Answer> answer = Optional.empty();
        if (needsSample(at.lesson())) {
            phase = Phase.SAMPLE;
        } else if (step.question().isPresent() && chosen < 0) {
            phase = Phase.PREDICT;
        } else {
            if (step.isDone().test(seen)) {
                done.set(at.step());
            }
            if (!step.task().isEmpty() && !done.get(at.step())) {
                phase = Phase.DO;
            } else if (step.answer().isPresent()) {
                answer = step.answer().get().apply(seen);
                phase = answer.isPresent() ? Phase.READ : Phase.COMPUTE;
            }
        }
        return new Place(at.lesson(), at.step(), phase, chosen, answer);
    }
}
