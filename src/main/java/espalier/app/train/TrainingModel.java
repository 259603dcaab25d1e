package espalier.app.train;

import espalier.app.EngineTask;
import espalier.app.Notices.Notice;
import espalier.basics.Figures;
import espalier.training.Evaluation;
import espalier.training.TrainingSettings;
import espalier.training.TrainingState.Epoch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.concurrent.Worker;

/** A training as the window sees it: its curves, confusion and end. Belongs to the FX thread. */
final class TrainingModel {

    /** How it stands. */
    enum State {
        /** It is under way, or waits for other work. */
        RUNNING,
        /** It is held. */
        PAUSED,
        /** It was told to stop, and has not yet. */
        STOPPING,
        /** It was stopped, and can be resumed. */
        STOPPED,
        /** Something went wrong, or the loss became infinite. */
        FAILED,
        /** The network is there. */
        DONE
    }

    /**
     * What became of it.
     *
     * @param network where the network is; empty where the training diverged
     * @param test    on the test pictures
     */
    record Result(Optional<Path> network, Optional<Evaluation> test, String message) {}

    private final String name;
    private final TrainingSettings settings;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.RUNNING);
    private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper(this, "outcome", "");
    private final ReadOnlyObjectWrapper<Evaluation> validation = new ReadOnlyObjectWrapper<>(this, "validation");
    private final ObservableList<Epoch> epochs = FXCollections.observableArrayList();
    private List<String> classNames = List.of();
    private EngineTask<Result> task;
    private Path folder;

    TrainingModel(String name, TrainingSettings settings) {
        this.name = name;
        this.settings = settings;
    }

    /** What the network is called. */
    String name() {
        return name;
    }

    /** How it is trained. */
    TrainingSettings settings() {
        return settings;
    }

    /** The work: its progress, message and time left; pauses and cancels it. */
    EngineTask<Result> task() {
        return task;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What happened, in a sentence or two; empty while it is under way. */
    ReadOnlyStringProperty outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /** On the validation pictures after the last epoch; null before the first. */
    ReadOnlyObjectProperty<Evaluation> validationProperty() {
        return validation.getReadOnlyProperty();
    }

    /** The epochs that are over. */
    ObservableList<Epoch> epochs() {
        return epochs;
    }

    /** The classes in the order of the confusion's rows; empty before there is one. */
    List<String> classNames() {
        return classNames;
    }

    /** Whether it is over, or stopped. */
    boolean isOver() {
        return !outcome.get().isEmpty();
    }

    /** The folder to resume from; empty where there is nothing to resume. */
    Optional<Path> canResume() {
        return state.get() == State.STOPPED || state.get() == State.FAILED && task.getState() == Worker.State.FAILED
                ? Optional.ofNullable(folder) : Optional.empty();
    }

    /** Whether a network can be made of what was reached before it was stopped. */
    boolean canKeep() {
        return canResume().isPresent() && !epochs.isEmpty();
    }

    void begun(Path path, List<String> names, List<Epoch> before) {
        folder = path;
        classNames = List.copyOf(names);
        epochs.setAll(before);
    }

    void epoch(Epoch epoch, Evaluation evaluation) {
        epochs.add(epoch);
        validation.set(evaluation);
    }

    void attach(EngineTask<Result> work) {
        task = work;
        work.stateProperty().addListener(property -> update());
        work.pausedProperty().addListener(property -> update());
        work.cancellingProperty().addListener(property -> update());
        update();
    }

    private void update() {
        switch (task.getState()) {
            case FAILED -> end(State.FAILED, Notice.of(task.getException()).text());
            case CANCELLED -> end(State.STOPPED,
                    epochs.isEmpty() ? "Stopped before the first epoch was over."
                            : "Stopped after epoch " + epochs.size() + " of " + settings.epochs()
                                    + ". Resume it, or keep the network as it is.");
            case SUCCEEDED -> {
                Result result = task.getValue();
                end(result.network().isPresent() ? State.DONE : State.FAILED,
                        result.test().map(test -> name + " tells " + Figures.percent(test.accuracy()) + " of "
                                + Figures.count(test.pictures()) + " test pictures right"
                                + (test.isChance() ? ", which is no better than guessing: train longer, or begin with "
                                        + "another network." : "."))
                                .orElse(result.message()));
            }
            default -> state.set(task.cancellingProperty().get() ? State.STOPPING
                    : task.pausedProperty().get() ? State.PAUSED : State.RUNNING);
        }
    }

    private void end(State last, String words) {
        outcome.set(words);
        state.set(last);
    }
}
