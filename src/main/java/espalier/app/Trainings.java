package espalier.app;

import espalier.workspace.RunRecord.RunStatus;
import espalier.workspace.TrainingFolder;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The workspace's trainings that were interrupted, and the networks that others made. Belongs to the FX thread. */
public final class Trainings {

    private final Workspace workspace;
    private final Notices notices;
    private final ObservableList<TrainingFolder> interrupted = FXCollections.observableArrayList();
    private final ObservableList<TrainingFolder> complete = FXCollections.observableArrayList();
    private final ObjectProperty<TrainingFolder> wanted = new SimpleObjectProperty<>(this, "wanted");

    /** Knows of none until {@link #look}. */
    public Trainings(Workspace workspace, Notices notices) {
        this.workspace = workspace;
        this.notices = notices;
    }

    /** Those that a crash or the window's closing stopped, the oldest first. */
    public ObservableList<TrainingFolder> interrupted() {
        return interrupted;
    }

    /** Those whose network is there, the oldest first. */
    public ObservableList<TrainingFolder> complete() {
        return complete;
    }

    /** The training that the person wants to resume, for the Train page to take up; null where there is none. */
    public ObjectProperty<TrainingFolder> wantedProperty() {
        return wanted;
    }

    /** Looks for them in the workspace, away from the FX thread; completes on it. */
    public CompletableFuture<Void> look() {
        return CompletableFuture.supplyAsync(workspace::trainings).whenCompleteAsync((found, failure) -> {
            notices.report(failure);
            if (found != null) {
                interrupted.setAll(of(found, RunStatus.INTERRUPTED));
                complete.setAll(of(found, RunStatus.COMPLETE));
            }
        }, Platform::runLater).handle((found, failure) -> null);
    }

    private static List<TrainingFolder> of(List<TrainingFolder> all, RunStatus status) {
        return all.stream().filter(training -> training.content().status() == status).toList();
    }

    /** Offers a training no more: it is resumed. */
    public void taken(Path training) {
        interrupted.removeIf(other -> other.path().equals(training));
    }

    /** Leaves a training as it is, now and at the next start; what it reached is kept. */
    public void leave(TrainingFolder training) {
        taken(training.path());
        CompletableFuture.runAsync(() -> TrainingFolder.leave(training.path()))
                .whenComplete((done, failure) -> notices.report(failure));
    }

    /** What a training is and how far it came: "The training of Mine was interrupted after epoch 7 of 30". */
    public static String describe(TrainingFolder training) {
        int epochs = training.content().epochs();
        return "The training of " + training.content().name() + " was interrupted " + (epochs == 0
                ? "in its first epoch" : "after epoch " + epochs + " of " + training.content().settings().epochs());
    }
}
