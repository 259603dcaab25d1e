package espalier.app;

import espalier.data.Dataset;
import espalier.importance.NetworkScores;
import espalier.network.Network;
import espalier.workspace.Workspace;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is open and what is selected: the model that all pages share. It holds no node. Everything but {@link #network}
 * and {@link #report} belongs to the FX thread.
 */
public final class Workbench {

    private static final Logger LOG = LoggerFactory.getLogger(Workbench.class);

    private final Workspace workspace;
    private final EngineThread engine;
    private final NetworkCache networks = new NetworkCache();
    private final ObjectProperty<OpenNetwork> unpruned = new SimpleObjectProperty<>(this, "unpruned");
    private final ObjectProperty<OpenNetwork> selected = new SimpleObjectProperty<>(this, "selected");
    private final ObservableList<OpenNetwork> trajectory = FXCollections.observableArrayList();
    private final ObjectProperty<Dataset> data = new SimpleObjectProperty<>(this, "data");
    private final StringProperty selectedLayer = new SimpleStringProperty(this, "selectedLayer");
    private final IntegerProperty selectedFilter = new SimpleIntegerProperty(this, "selectedFilter", -1);
    private final IntegerProperty selectedClass = new SimpleIntegerProperty(this, "selectedClass", -1);
    private final StringProperty page = new SimpleStringProperty(this, "page", "");
    private final FilterDecisions decisions = new FilterDecisions();
    private final ScoreKeeper scores;
    private final RateStudy rateStudy;
    private final Opener opener;
    private final InterruptedRuns interrupted;
    private Consumer<Notice> notices = notice -> {};
    private WeakReference<Throwable> lastReported = new WeakReference<>(null);

    /**
     * Nothing is open yet.
     *
     * @param workspace where runs are kept
     * @param engine    runs what the pages ask for; its failed tasks are reported here
     */
    public Workbench(Workspace workspace, EngineThread engine) {
        this.workspace = workspace;
        this.engine = engine;
        this.scores = new ScoreKeeper(this);
        this.rateStudy = new RateStudy(this);
        this.opener = new Opener(this);
        this.interrupted = new InterruptedRuns(this);
        selectedLayer.addListener((layer, old, now) -> selectedFilter.set(-1));
        selected.addListener((property, old, now) -> keepSelection(old, now));
        engine.tasks().addListener((ListChangeListener<EngineTask<?>>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(
                        task -> task.exceptionProperty().addListener((property, old, failure) -> report(failure)));
            }
        });
    }

    /** The network that the trajectory starts from; null while none is open. */
    public ObjectProperty<OpenNetwork> unpruned() {
        return unpruned;
    }

    /** The network of the trajectory that the Overview and the Filters show; null while none is open. */
    public ObjectProperty<OpenNetwork> selected() {
        return selected;
    }

    /** The unpruned network first, then the milestones of the current run by rate, as they are reached. */
    public ObservableList<OpenNetwork> trajectory() {
        return trajectory;
    }

    /** The pictures; null while none are open. Safe to use from any thread. */
    public ObjectProperty<Dataset> data() {
        return data;
    }

    /** The scores of the selected network; null while they are computed, or cannot be. */
    public ReadOnlyObjectProperty<NetworkScores> scores() {
        return scores.scores.getReadOnlyProperty();
    }

    /** Why there are no scores, in a sentence; empty where that is not so. */
    public ReadOnlyStringProperty scoresFailure() {
        return scores.failure.getReadOnlyProperty();
    }

    /** The name of the convolution that is looked at; null while no network is open. */
    public StringProperty selectedLayer() {
        return selectedLayer;
    }

    /** The filter of the selected layer that is looked at, or −1. */
    public IntegerProperty selectedFilter() {
        return selectedFilter;
    }

    /** The class that is looked at, or −1. */
    public IntegerProperty selectedClass() {
        return selectedClass;
    }

    /** The title of the page that is shown; set it to lead the person there: "Explain". */
    public StringProperty page() {
        return page;
    }

    /** What becomes of explanations with the rate. */
    public RateStudy rateStudy() {
        return rateStudy;
    }

    /** Opens networks, data and runs. */
    public Opener opener() {
        return opener;
    }

    /** The runs that can be resumed. */
    public InterruptedRuns interrupted() {
        return interrupted;
    }

    /** Where runs are kept. Safe to use from any thread. */
    public Workspace workspace() {
        return workspace;
    }

    /** What the person decided of single filters. */
    public FilterDecisions decisions() {
        return decisions;
    }

    /** The thread of networks. */
    public EngineThread engine() {
        return engine;
    }

    /**
     * The network itself, read where it is not at hand; on the engine thread. For reading: who changes it takes a copy.
     */
    public Network network(OpenNetwork open) {
        if (!engine.isEngineThread()) {
            throw new IllegalStateException(
                    "Networks belong to the engine thread, not to " + Thread.currentThread().getName());
        }
        return networks.get(open);
    }

    /** Remembers a network that was read already; on the engine thread. */
    void remember(String id, Network network) {
        networks.put(id, network);
    }

    /** Remembers the scores of a network's filters that were computed before. */
    void remember(OpenNetwork network, Dataset scoredOn, NetworkScores known) {
        scores.remember(network, scoredOn, known);
    }

    /** Shows a network, with the milestones of an earlier run forgotten. */
    public void begin(OpenNetwork network) {
        trajectory.setAll(network);
        unpruned.set(network);
        selected.set(network);
    }

    /** Adds a milestone to the trajectory, or takes it instead of the one of its id: what is selected stays so. */
    public void add(OpenNetwork milestone) {
        boolean wasSelected = selected.get() != null && selected.get().id().equals(milestone.id());
        boolean wasUnpruned = unpruned.get() != null && unpruned.get().id().equals(milestone.id());
        int index = 0;
        while (index < trajectory.size() && !trajectory.get(index).id().equals(milestone.id())) {
            index++;
        }
        if (index < trajectory.size()) {
            trajectory.set(index, milestone);
        } else {
            trajectory.add(milestone);
            FXCollections.sort(trajectory, Comparator.comparingDouble(OpenNetwork::rate));
        }
        if (wasUnpruned) {
            unpruned.set(milestone);
        }
        if (wasSelected) {
            selected.set(milestone);
        }
    }

    /** Tells the person that something is done. */
    public void tell(String sentence) {
        engine.later(() -> notices.accept(new Notice(Notice.Kind.DONE, sentence)));
    }

    /** Offers the person to do something; stays until it is done or closed. */
    public void offer(String sentence, Notice.Action action) {
        engine.later(() -> notices.accept(new Notice(Notice.Kind.OFFER, sentence, Optional.of(action))));
    }

    /**
     * Tells the person of a failure: a problem as it says itself, anything else with a hint to the log, which gets the
     * details. A cancellation is nothing to tell. From any thread; the same failure is told once, and null is nothing.
     */
    public void report(Throwable failure) {
        if (failure != null && !Notice.isCancellation(failure)) {
            engine.later(() -> reportOnce(Notice.cause(failure)));
        }
    }

    private void reportOnce(Throwable cause) {
        if (lastReported.get() == cause) {
            return;
        }
        lastReported = new WeakReference<>(cause);
        Notice notice = Notice.of(cause);
        if (notice.kind() == Notice.Kind.FAULT) {
            LOG.error("Not expected", cause);
        } else {
            LOG.info("Told: {}", cause.getMessage(), cause);
        }
        notices.accept(notice);
    }

    /** Who shows notices: the shell. */
    public void setNotices(Consumer<Notice> receiver) {
        notices = Objects.requireNonNull(receiver);
    }

    private void keepSelection(OpenNetwork old, OpenNetwork now) {
        if (now == null) {
            selectedLayer.set(null);
        } else if (old == null || !old.id().equals(now.id())) {
            String layer = selectedLayer.get();
            selectedFilter.set(-1);
            if (now.convolutions().stream().noneMatch(convolution -> convolution.name().equals(layer))) {
                selectedLayer.set(now.convolutions().isEmpty() ? null : now.convolutions().get(0).name());
            }
        }
    }
}
