package espalier.app.train;

import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.Notices.Notice;
import espalier.app.OpenNetwork;
import espalier.app.Opener;
import espalier.app.Session;
import espalier.app.Trainings;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.workspace.TrainingFolder;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Duration;

/** The state of the Train page: the form, what it would make, the training. Belongs to the FX thread. */
public final class TrainViewModel {

    /** A look at what is asked for is begun when nothing has been typed for so long. */
    private static final Duration REST = Duration.millis(300);

    private final Session session;
    private final Networks networks;
    private final Notices notices;
    private final Opener opener;
    private final Trainings trainings;
    private final Workspace workspace;
    private final TrainForm form = new TrainForm();
    private final ReadOnlyObjectWrapper<TrainingPreview> preview = new ReadOnlyObjectWrapper<>(this, "preview");
    private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper(this, "obstacle", "");
    private final ReadOnlyStringWrapper subject = new ReadOnlyStringWrapper(this, "subject", "");
    private final ReadOnlyStringWrapper pictures = new ReadOnlyStringWrapper(this, "pictures", "");
    private final ReadOnlyObjectWrapper<TrainingModel> shown = new ReadOnlyObjectWrapper<>(this, "shown");
    private final PauseTransition rest = new PauseTransition(REST);
    private TrainingWish looked;
    /** Nothing is looked at for a page that nobody sees. */
    private boolean seen;
    private int request;

    /** Follows what is open. */
    public TrainViewModel(Session session, Networks networks, Notices notices, Opener opener, Trainings trainings,
            Workspace workspace) {
        this.session = session;
        this.networks = networks;
        this.notices = notices;
        this.opener = opener;
        this.trainings = trainings;
        this.workspace = workspace;
        rest.setOnFinished(event -> look());
        form.addListener(property -> changed());
        session.unprunedProperty().addListener((property, old, now) -> changed());
        session.dataProperty().addListener(property -> changed());
        trainings.wantedProperty().addListener(property -> takeWanted());
        changed();
        takeWanted();
    }

    private void takeWanted() {
        TrainingFolder wanted = trainings.wantedProperty().get();
        if (wanted != null) {
            trainings.wantedProperty().set(null);
            resume(wanted);
        }
    }

    /** What the person asks for. */
    TrainForm form() {
        return form;
    }

    /** The trainings of the workspace. */
    Trainings trainings() {
        return trainings;
    }

    /** What the form would train; null while it is not known. */
    ReadOnlyObjectProperty<TrainingPreview> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    /** Why the training cannot begin, in a sentence; empty where it can. */
    ReadOnlyStringProperty obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    /** What the network begins with, for a person. */
    ReadOnlyStringProperty subjectProperty() {
        return subject.getReadOnlyProperty();
    }

    /** The pictures that it is trained on, for a person. */
    ReadOnlyStringProperty picturesProperty() {
        return pictures.getReadOnlyProperty();
    }

    /** The training that is shown: the latest; null before the first. */
    ReadOnlyObjectProperty<TrainingModel> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Takes the pictures of a folder instead of those that are open. */
    void useFolder(Path folder) {
        form.dataProperty().set("folder:" + folder);
    }

    /** Begins with a network's file instead of the one that is open. */
    void useFile(Path file) {
        form.fileProperty().set(Optional.of(file));
    }

    private void changed() {
        OpenNetwork open = session.getUnpruned();
        Dataset data = session.getData();
        subject.set(form.fileProperty().get().map(file -> file.getFileName().toString())
                .orElse(open == null ? "No network is open" : open.description().name() + ", which is open"));
        String chosen = form.dataProperty().get();
        pictures.set(!chosen.isEmpty() ? Objects.toString(Path.of(chosen.substring(7)).getFileName(), chosen)
                : data == null ? "No pictures are open" : data.title() + ", which are open");
        if (seen) {
            rest.playFromStart();
        }
    }

    /** Says whether the page is in the window. */
    void setSeen(boolean now) {
        seen = now;
        changed();
    }

    /** What the form says; null where a field is wrong. */
    private TrainingWish wish() {
        Dataset open = session.getData();
        return new TrainingWish(form.beginningProperty().get(), Optional.ofNullable(session.getUnpruned()),
                form.fileProperty().get(), form.architectureProperty().get(), form.pictureSize(),
                form.freezeProperty().get(),
                !form.dataProperty().get().isEmpty() ? form.dataProperty().get()
                        : open == null ? "" : open.specification(),
                Optional.ofNullable(open), form.nameProperty().get(), form.settings());
    }

    private void look() {
        TrainingWish wish;
        try {
            wish = wish();
        } catch (Problem e) {
            fail(e.getMessage());
            return;
        }
        if (wish.equals(looked)) {
            return;
        }
        looked = wish;
        int mine = ++request;
        networks.engine().ask(() -> TrainingPreview.of(wish, networks)).whenCompleteAsync((made, failure) -> {
            if (mine != request) {
                return;
            }
            if (failure != null) {
                fail(Notice.of(failure).text());
                return;
            }
            obstacle.set("");
            preview.set(made);
            form.setTraining(made.training());
        }, Platform::runLater);
    }

    private void fail(String sentence) {
        request++;
        looked = null;
        preview.set(null);
        obstacle.set(sentence);
    }

    /** Begins a training as the form says, or queues it behind other work. Does nothing while there is an obstacle. */
    void train() {
        if (!obstacle.get().isEmpty()) {
            return;
        }
        TrainingWish wish = wish();
        String name = wish.name().isBlank() ? pictures.get().replaceFirst(", which are open$", "")
                : wish.name().strip();
        begin(new TrainingModel(name, wish.settings()), Optional.of(wish), Optional.empty(), false);
    }

    /** Resumes a training that was interrupted. */
    void resume(TrainingFolder training) {
        trainings.taken(training.path());
        begin(new TrainingModel(training.content().name(), training.content().settings()), Optional.empty(),
                Optional.of(training.path()), false);
    }

    /** Resumes the training that is shown. */
    void resume() {
        TrainingModel model = shown.get();
        model.canResume().ifPresent(folder -> begin(new TrainingModel(model.name(), model.settings()), Optional.empty(),
                Optional.of(folder), false));
    }

    /** Ends the training that is shown with the network as it is. */
    void keepAsItIs() {
        TrainingModel model = shown.get();
        model.canResume().ifPresent(folder -> begin(new TrainingModel(model.name(), model.settings()), Optional.empty(),
                Optional.of(folder), true));
    }

    /** Leaves an interrupted training as it is. */
    void leave(TrainingFolder training) {
        trainings.leave(training);
    }

    /** Opens what a training made: all pages show it then. */
    void open(Path network) {
        opener.network(network);
    }

    private void begin(TrainingModel model, Optional<TrainingWish> wish, Optional<Path> stopped, boolean keep) {
        OpenNetwork before = session.getUnpruned();
        model.attach(networks.engine().submit("Training " + model.name(),
                new TrainingJob(wish, stopped, keep, networks, workspace, model)));
        model.stateProperty().addListener((property, old, now) -> {
            if (model.isOver()) {
                trainings.look();
            }
            if (now == TrainingModel.State.DONE) {
                done(model, before);
            }
        });
        shown.set(model);
    }

    /** What was trained takes the place of what was open, unless the person has opened something else meanwhile. */
    private void done(TrainingModel model, OpenNetwork before) {
        Path network = model.task().getValue().network().orElseThrow();
        OpenNetwork now = session.getUnpruned();
        if (now == null || before != null && now.id().equals(before.id())) {
            open(network);
            notices.tell(model.outcomeProperty().get() + " It is open now.");
        } else {
            notices.offer(model.outcomeProperty().get(), new Notice.Action("Open it", () -> open(network)));
        }
    }
}
