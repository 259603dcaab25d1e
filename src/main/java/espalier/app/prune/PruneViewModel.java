package espalier.app.prune;

import espalier.app.EngineTask;
import espalier.app.InterruptedRuns;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Opener;
import espalier.app.Session;
import espalier.app.live.LiveModel;
import espalier.app.prune.RunModel.PruneState;
import espalier.basics.Figures;
import espalier.data.Dataset;
import espalier.network.LayerInfo;
import espalier.pruning.Forecasts;
import espalier.pruning.Marks;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningMode;
import espalier.pruning.PruningSettings;
import espalier.pruning.PruningStart;
import espalier.pruning.RunEvent;
import espalier.workspace.RunFolder;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The state of the Prune page: the form, the forecast, the runs. Belongs to the FX thread. */
public final class PruneViewModel {

    private final Session session;
    private final Networks networks;
    private final Notices notices;
    private final Opener opener;
    private final InterruptedRuns interrupted;
    private final Workspace workspace;
    private final PruneForm form = new PruneForm();
    private final ReadOnlyObjectWrapper<PruneState> state = new ReadOnlyObjectWrapper<>(this, "state",
            PruneState.EMPTY);
    private final ForecastModel forecast;
    private final EffortModel effort;
    private final ReadOnlyStringWrapper action = new ReadOnlyStringWrapper(this, "action", "Prune");
    private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper(this, "obstacle", "");
    private final ReadOnlyObjectWrapper<List<String>> convolutions = new ReadOnlyObjectWrapper<>(this, "convolutions",
            List.of());
    private final ReadOnlyObjectWrapper<RunModel> shown = new ReadOnlyObjectWrapper<>(this, "shown");
    private final ObservableList<RunModel> waiting = FXCollections.observableArrayList();
    private final ObservableList<RunModel> runs = FXCollections.observableArrayList();
    /** Follows what is open. */
    public PruneViewModel(Session session, Networks networks, Notices notices, Opener opener,
            InterruptedRuns interrupted, Workspace workspace, LiveModel live) {
        this.session = session;
        this.networks = networks;
        this.notices = notices;
        this.opener = opener;
        this.interrupted = interrupted;
        this.workspace = workspace;
        forecast = new ForecastModel(session, networks, live, this::update);
        InvalidationListener inputs = property -> {
            forecast.request(settings());
            update();
        };
        form.settingsProperty().addListener(inputs);
        form.problemProperty().addListener(property -> update());
        session.unprunedProperty().addListener((property, old, now) -> {
            findConvolutions();
            // Measuring a network makes it no other.
            if (old == null || now == null || !old.id().equals(now.id())) {
                showRunOf(now);
                inputs.invalidated(property);
            }
        });
        session.dataProperty().addListener(property -> findClasses());
        findClasses();
        session.dataProperty().addListener(inputs);
        session.decisions().allProperty().addListener(inputs);
        findConvolutions();
        inputs.invalidated(null);
        interrupted.wantedProperty().addListener(property -> takeWanted());
        takeWanted();
        effort = new EffortModel(form, networks, session, forecast.valueProperty());
        live.formProperty().bind(form.settingsProperty());
        live.wantedProperty().addListener(property -> takeFineTuning(live));
        takeFineTuning(live);
        session.wantedThresholdProperty().addListener(property -> takeThreshold());
        takeThreshold();
    }

    /** What the person chose on the Filters page. */
    private void takeThreshold() {
        double wanted = session.wantedThresholdProperty().get();
        if (!Double.isNaN(wanted)) {
            session.wantedThresholdProperty().set(Double.NaN);
            form.modeProperty().set(PruningMode.THRESHOLD);
            form.number(PruningChoices.THRESHOLD).set(Math.round(100 * wanted) / 100.0);
        }
    }

    /** Fine-tunes the live network, as the person asked on whatever page. */
    private void takeFineTuning(LiveModel live) {
        live.wantedProperty().get().ifPresent(settings -> {
            live.wantedProperty().set(Optional.empty());
            OpenNetwork unpruned = session.getUnpruned();
            start(new RunModel(unpruned, session.getData(), settings, network -> join(unpruned, network)),
                    session.getData(), Optional.empty());
        });
    }

    private void takeWanted() {
        RunFolder wanted = interrupted.wantedProperty().get();
        if (wanted != null) {
            interrupted.wantedProperty().set(null);
            resume(wanted);
        }
    }

    private void findClasses() {
        if (session.getData() != null) {
            form.classes().setClassNames(session.getData().classNames());
        }
    }

    private void findConvolutions() {
        OpenNetwork network = session.getUnpruned();
        convolutions.set(network == null ? List.of() : network.convolutions().stream().map(LayerInfo::name).toList());
    }

    /** The names of the open network's convolutions, in the order in which they run. */
    public ReadOnlyObjectProperty<List<String>> convolutionsProperty() {
        return convolutions.getReadOnlyProperty();
    }

    /** The network that a run would begin with; null while none is open. */
    ReadOnlyObjectProperty<OpenNetwork> unprunedProperty() {
        return session.unprunedProperty();
    }

    /** What the person asks for. */
    public PruneForm form() {
        return form;
    }

    /** How much fine-tuning there is, and how long it takes. */
    EffortModel effort() {
        return effort;
    }

    /** What the page is in. */
    public ReadOnlyObjectProperty<PruneState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What the form would do. */
    ForecastModel forecast() {
        return forecast;
    }

    /** What the button does: "Prune to ×2, ×4". */
    public ReadOnlyStringProperty actionProperty() {
        return action.getReadOnlyProperty();
    }

    /** Why the button cannot be pressed, in a sentence; empty where it can. */
    public ReadOnlyStringProperty obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }

    /**
     * The run that is shown: the latest of the network that is open, unless the person looks back at another; null
     * where there is none.
     */
    public ReadOnlyObjectProperty<RunModel> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The runs of this session that have begun, in order. */
    public ObservableList<RunModel> runs() {
        return runs;
    }

    /** Looks at a run; null for none. */
    public void show(RunModel run) {
        shown.set(run);
        update();
    }

    private void showRunOf(OpenNetwork network) {
        if (network != null && (shown.get() == null || !shown.get().isOf(network))) {
            show(runs.stream().filter(run -> run.isOf(network)).reduce((first, second) -> second).orElse(null));
        }
    }

    /** Makes the networks of a run those of the window, where others have taken their place. */
    public void lookAt(RunModel run, OpenNetwork network) {
        if (session.trajectory().stream().noneMatch(open -> open.id().equals(network.id()))) {
            if (session.getData() != run.data()) {
                session.setData(run.data());
            }
            session.begin(run.milestones().get(0));
            run.milestones().stream().skip(1).forEach(session::add);
        }
        session.trajectory().stream().filter(open -> open.id().equals(network.id())).findFirst()
                .ifPresent(session::setSelected);
    }

    /** The runs that wait for the one under way, in order. */
    public ObservableList<RunModel> waiting() {
        return waiting;
    }

    /**
     * Starts a run as the form says, or queues it behind the one under way. Does nothing while there is an obstacle.
     */
    public void prune() {
        if (!obstacle.get().isEmpty()) {
            return;
        }
        OpenNetwork unpruned = session.getUnpruned();
        Dataset data = session.getData();
        PruningSettings settings = inNamesOf(data, settings());
        start(followed(unpruned, PruningStart.data(data, settings), settings), data, Optional.empty());
    }

    /** Where outputs are dropped, the classes that stay are named, as the run's own data has no others. */
    private static PruningSettings inNamesOf(Dataset data, PruningSettings settings) {
        return settings.classes().dropOutputs()
                ? settings.with(PruningChoices.CLASSES, settings.classes().weights().among(data.classNames()))
                : settings;
    }

    /** The runs that were interrupted and can be resumed. */
    public ObservableList<RunFolder> interrupted() {
        return interrupted.all();
    }

    /** Leaves an interrupted run as it is. */
    public void leave(RunFolder run) {
        interrupted.leave(run);
    }

    /**
     * Resumes a run that was stopped, from its last iteration; its network and what it reached take the place of what
     * is open. Queues it where another is under way.
     */
    public void resume(RunFolder run) {
        interrupted.taken(run);
        opener.toResume(run).thenAccept(open -> {
            if (!open) {
                interrupted.look();
                return;
            }
            OpenNetwork unpruned = session.getUnpruned();
            List<OpenNetwork> reached = List.copyOf(session.trajectory());
            RunModel model = followed(unpruned, session.getData(), run.recipe().settings());
            if (run.checkpoint().isPresent()) {
                model.restore(run, reached);
            }
            start(model, session.getData(), Optional.of(run.path()));
        });
    }

    /** Resumes a run of this session. */
    public void resume(RunModel stopped) {
        stopped.canResume().ifPresent(folder -> CompletableFuture.supplyAsync(() -> RunFolder.read(folder))
                .whenCompleteAsync((run, failure) -> {
                    notices.report(failure);
                    if (run != null) {
                        resume(run);
                    }
                }, Platform::runLater));
    }

    /** @param data that is open, of which the run may see some classes alone */
    private void start(RunModel model, Dataset data, Optional<Path> stopped) {
        OpenNetwork unpruned = model.unpruned();
        EngineTask<RunEvent.End> task = networks.engine()
                .submit("Pruning " + unpruned.description().name()
                        + (model.settings().goal().mode().hasRates() ? " " : ", ") + RunModel.goal(model.settings()),
                        new PruningJob(unpruned, data, model.settings(), networks, workspace, model, stopped));
        model.attach(task);
        model.stateProperty().addListener(property -> changed(model));
        task.runningProperty().addListener((property, old, running) -> {
            if (running && waiting.remove(model)) {
                begin(model);
                update();
            }
        });
        if (isBusy()) {
            waiting.add(model);
        } else {
            begin(model);
        }
        update();
    }

    private RunModel followed(OpenNetwork unpruned, Dataset data, PruningSettings settings) {
        // What a run begins with has its own id where outputs were dropped.
        Set<String> own = new HashSet<>(Set.of(unpruned.id()));
        return new RunModel(unpruned, data, settings, network -> {
            OpenNetwork open = session.getUnpruned();
            if (open != null && own.contains(open.id())) {
                follow(open, data, network);
                own.add(network.id());
            }
        });
    }

    /** Keeps the session's trajectory to the run whose network is the one that is open. */
    private void follow(OpenNetwork open, Dataset data, OpenNetwork network) {
        boolean another = network.isUnpruned() && !network.id().equals(open.id());
        if (another) {
            session.close();
            session.setData(data);
        }
        if (another || network.isUnpruned() && session.trajectory().size() > 1) {
            session.begin(network);
        } else {
            session.add(network);
        }
    }

    /** Shows a network of a run beside those of the session's trajectory. */
    private void join(OpenNetwork unpruned, OpenNetwork network) {
        OpenNetwork open = session.getUnpruned();
        if (open != null && open.id().equals(unpruned.id())) {
            session.add(network);
        }
    }

    private void begin(RunModel model) {
        runs.add(model);
        shown.set(model);
    }

    private void changed(RunModel model) {
        if (model.isOver()) {
            waiting.remove(model);
            if (!isBusy() && !waiting.isEmpty()) {
                begin(waiting.remove(0));
            }
            if (model.isSound()) {
                notices.tell("Pruned " + model.title() + ".");
            }
        }
        update();
    }

    /** Whether a run is under way that another would wait for: none waits for one that is paused. */
    private boolean isBusy() {
        return runs.stream().anyMatch(run -> !run.isOver() && run.stateProperty().get() != PruneState.PAUSED);
    }

    /**
     * What the form says, with what was decided of single filters on the Filters page; null where the form is wrong.
     */
    private PruningSettings settings() {
        PruningSettings settings = form.settingsProperty().get();
        return settings == null ? null : settings.withMarks(marks());
    }

    private Marks marks() {
        OpenNetwork network = session.getUnpruned();
        return network == null ? Marks.NONE : session.decisions().marks(network.id());
    }

    /** How the shown run ended; one that never began counts as cancelled. */
    RunEvent.End endOfShown() {
        return shown.get() == null || shown.get().end() == null ? RunEvent.End.CANCELLED : shown.get().end();
    }

    /** What was decided of single filters, in words; empty where nothing was. */
    public String decisions() {
        Marks marks = marks();
        return marks.count() == 0 ? "" : "Decided by hand on the Filters page: " + marks.keep().size() + " to keep, "
                + marks.remove().size() + " to remove first.";
    }

    private void update() {
        PruningSettings settings = form.settingsProperty().get();
        boolean empty = session.getUnpruned() == null || session.getData() == null;
        state.set(
                shown.get() != null ? shown.get().stateProperty().get() : empty ? PruneState.EMPTY : PruneState.READY);
        if (settings != null) {
            action.set((isBusy() ? "Queue: prune " : "Prune ") + RunModel.goal(settings));
        }
        obstacle.set(empty ? "Open a network and pictures first." : settings == null ? form.problemProperty().get()
                : !forecast.failureProperty().get().isEmpty() ? forecast.failureProperty().get() : unreachable());
    }

    private String unreachable() {
        Forecasts known = forecast.valueProperty().get();
        PruningSettings settings = form.settingsProperty().get();
        boolean filters = settings.goal().mode().removesFilters();
        String of = settings.rateOf().unit();
        if (known == null || known.unreachable().isEmpty() || forecast.runningProperty().get()) {
            return "";
        }
        return String.format(Locale.ROOT,
                "%s cannot be reached: with %s the highest rate is ×%.1f%s. Take %s out, or %s under " + "“More”.",
                known.unreachable().stream().map(rate -> "×" + Figures.plain(rate)).collect(Collectors.joining(", ")),
                filters ? "the filters that must stay in each layer," : "the layers that are protected,",
                Math.floor(10 * known.highestRate()) / 10, of.isEmpty() ? "" : " " + of,
                known.unreachable().size() == 1 ? "it" : "them",
                filters ? "lower the least width of each layer" : "protect fewer layers");
    }
}
