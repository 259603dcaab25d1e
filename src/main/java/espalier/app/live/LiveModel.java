package espalier.app.live;

import espalier.app.EngineTask;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.Notices.Notice;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.live.LiveWork.Pruned;
import espalier.app.live.LiveWork.Ready;
import espalier.app.live.LiveWork.Start;
import espalier.basics.Progress;
import espalier.pruning.LivePruning;
import espalier.pruning.LivePruning.Cuts;
import espalier.pruning.LivePruning.Estimate;
import espalier.pruning.Marks;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningSettings;
import espalier.pruning.RateOf;
import espalier.pruning.Removal;
import espalier.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Duration;

/**
 * The network at the live slider's place: what goes is known at once; the network is cut, compensated and evaluated as
 * soon as the slider rests, on more and more validation pictures. The newest place wins: work for an older one stops
 * between layers and batches. Pages share it. Belongs to the FX thread.
 */
public final class LiveModel {

    /** The highest rate of the slider. */
    public static final double HIGHEST_RATE = 32;

    /** The slider rests when it has not moved for so long. */
    private static final Duration REST = Duration.millis(80);
    /** Typing in the form asks for no ranking at each key. */
    private static final Duration FORM_REST = Duration.millis(400);

    /** What goes on. */
    public enum State {
        /** No network is open, or no pictures. */
        NOTHING,
        /** The unpruned network is looked at, or that waits for other work. */
        PREPARING,
        /** It cannot be pruned live; the message says why. */
        FAILED,
        /** It follows the slider. */
        READY
    }

    /**
     * Where the slider is.
     *
     * @param rate      by the ranking; 1 for nothing
     * @param rateOf    what it compares
     * @param threshold what goes instead, where the threshold of the filters decides
     */
    public record Position(double rate, RateOf rateOf, Optional<Removal> threshold) {

        /** Nothing goes. */
        static final Position UNPRUNED = new Position(1, RateOf.PARAMETERS, Optional.empty());

        /** Whether nothing was asked for. */
        public boolean isUnpruned() {
            return rate <= 1 && threshold.isEmpty();
        }
    }

    private final Session session;
    private final Networks networks;
    private final Notices notices;
    private final Workspace workspace;
    private final LiveWork work;
    private final ObjectProperty<PruningSettings> form = new SimpleObjectProperty<>(this, "form",
            PruningSettings.quick());
    private final ObjectProperty<Optional<PruningSettings>> wanted = new SimpleObjectProperty<>(this, "wanted",
            Optional.empty());
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NOTHING);
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
    private final ReadOnlyObjectWrapper<Position> position = new ReadOnlyObjectWrapper<>(this, "position",
            Position.UNPRUNED);
    private final ReadOnlyObjectWrapper<Optional<Live>> now = new ReadOnlyObjectWrapper<>(this, "now",
            Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<OpenNetwork>> network = new ReadOnlyObjectWrapper<>(this, "network",
            Optional.empty());
    private final PauseTransition rest = new PauseTransition(REST);
    private final PauseTransition formRest = new PauseTransition(FORM_REST);
    /** Of the newest place: work for others stops. Read on the engine thread. */
    private final AtomicInteger newest = new AtomicInteger();
    private Optional<EngineTask<Ready>> preparing = Optional.empty();
    private Optional<Cuts> cuts = Optional.empty();
    private Start start;

    /** Follows what is open. */
    public LiveModel(Session session, Networks networks, Notices notices, Workspace workspace) {
        this.session = session;
        this.networks = networks;
        this.notices = notices;
        this.workspace = workspace;
        work = new LiveWork(networks);
        rest.setOnFinished(event -> cut());
        formRest.setOnFinished(event -> prepare());
        session.unprunedProperty().addListener((property, old, open) -> {
            // Measuring a network makes it no other.
            if (old == null || open == null || !old.id().equals(open.id())) {
                begin();
            }
        });
        session.dataProperty().addListener(change -> begin());
        session.decisions().allProperty().addListener((property, old, decided) -> {
            if (!position.get().isUnpruned() && position.get().threshold().isEmpty()) {
                moved();
            }
        });
        form.addListener((property, old, settings) -> {
            // While something is wrong with the form, what it said before holds.
            if (settings != null) {
                formRest.playFromStart();
            }
        });
        networks.engine().tasks().addListener((Observable change) -> tellPreparing());
        begin();
    }

    /** What the form of the Prune page says of criterion, classes, protection and compensation. */
    public ObjectProperty<PruningSettings> formProperty() {
        return form;
    }

    /** What goes on. */
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What it waits for, or why it cannot be, in a sentence; empty where there is nothing to say. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    /** Where the slider is. */
    public ReadOnlyObjectProperty<Position> positionProperty() {
        return position.getReadOnlyProperty();
    }

    /** What is known of the network there; empty where nothing goes. */
    public ReadOnlyObjectProperty<Optional<Live>> nowProperty() {
        return now.getReadOnlyProperty();
    }

    /** The network, once it is cut; until the next one is, the one before. */
    public ReadOnlyObjectProperty<Optional<OpenNetwork>> networkProperty() {
        return network.getReadOnlyProperty();
    }

    /** The settings of a run that the person asked for; whoever starts it takes them away. */
    public ObjectProperty<Optional<PruningSettings>> wantedProperty() {
        return wanted;
    }

    /** The names of the classes, in the order of their numbers; none while no pictures are open. */
    List<String> classNames() {
        return session.getData() == null ? List.of() : session.getData().classNames();
    }

    /** The highest rate that floor and protection allow. */
    public double highestRate() {
        return cuts.map(known -> known.highestRate(position.get().rateOf())).orElse(HIGHEST_RATE);
    }

    /** Moves to a rate of what was compared last. */
    public void moveTo(double rate) {
        double allowed = Math.max(1, Math.min(HIGHEST_RATE, rate));
        move(new Position(allowed, position.get().rateOf(), Optional.empty()));
    }

    /** Compares another size from now on, at the same rate. */
    public void compare(RateOf of) {
        Position before = position.get();
        move(new Position(before.rate(), of, before.threshold()));
    }

    /** Moves to what a threshold and the person's decisions remove. */
    public void moveTo(Removal removal) {
        move(new Position(1, position.get().rateOf(), Optional.of(removal)));
    }

    private void move(Position to) {
        if (!to.equals(position.get())) {
            position.set(to);
            moved();
        }
    }

    /** Whether what is open in the session is what live pruning starts from. */
    public boolean startsFrom(OpenNetwork open) {
        return open != null && session.getUnpruned() != null && open.id().equals(session.getUnpruned().id());
    }

    /** Writes the network as it is now as a run of its own, and shows it beside the others. */
    public void keep() {
        Optional<Live> kept = now.get();
        if (kept.isEmpty() || cuts.isEmpty()) {
            return;
        }
        Removal removal = kept.get().removal();
        Cuts from = cuts.get();
        Start repeating = new Start(start.unpruned(), start.data(), repeating(removal));
        networks.engine()
                .submit("Keeping " + start.unpruned() + " " + kept.get().title(),
                        progress -> work.keep(repeating, from.groups(), removal, workspace, progress))
                .asFuture().thenAccept(written -> {
                    if (startsFrom(repeating.unpruned())) {
                        session.add(written);
                    }
                    notices.tell("Kept " + written + " as a run of its own, without fine-tuning.");
                });
    }

    /** Asks for a run that makes this network again and fine-tunes it, on the Prune page. */
    public void fineTune() {
        now.get().filter(live -> cuts.isPresent()).ifPresent(live -> {
            wanted.set(Optional.of(repeating(live.removal()).with(PruningChoices.NO_FINE_TUNING, false)));
            session.setPage("Prune");
        });
    }

    private PruningSettings repeating(Removal removal) {
        PruningSettings settings = form.get() == null ? start.settings() : form.get();
        return LivePruning.repeating(LivePruning.toRates(settings, position.get().rateOf()),
                cuts.orElseThrow().groups(), removal.groups());
    }

    /**
     * What is to be expected of the open network without some filters, cut and compensated at once. Gives way to the
     * slider: cancelled where that moves.
     *
     * @param settings of the form
     * @param removed  ids of the groups that go, such as {@link espalier.pruning.Forecast#removed}
     * @return completes on the engine thread; empty where the unpruned network was not looked at for these settings
     */
    public CompletableFuture<Optional<Estimate>> expect(PruningSettings settings, Set<Integer> removed) {
        Start from = new Start(session.getUnpruned(), session.getData(), settings);
        Progress progress = whileNewest(newest.get());
        return networks.engine().ask(() -> work.expect(from, removed, progress));
    }

    /** Another network, or other pictures. */
    private void begin() {
        position.set(Position.UNPRUNED);
        network.set(Optional.empty());
        now.set(Optional.empty());
        prepare();
    }

    private void prepare() {
        newest.incrementAndGet();
        rest.stop();
        formRest.stop();
        cuts = Optional.empty();
        preparing.ifPresent(EngineTask::cancel);
        preparing = Optional.empty();
        if (session.getUnpruned() == null || session.getData() == null) {
            networks.engine().ask(() -> {
                work.forget();
                return null;
            });
            state.set(State.NOTHING);
            message.set("");
            return;
        }
        Start mine = new Start(session.getUnpruned(), session.getData(),
                LivePruning.toRates(form.get() == null ? PruningSettings.quick() : form.get(), RateOf.PARAMETERS));
        start = mine;
        EngineTask<Ready> task = networks.engine().submit("Live pruning: looking at " + mine.unpruned(),
                progress -> work.prepare(mine, progress));
        preparing = Optional.of(task);
        state.set(State.PREPARING);
        tellPreparing();
        task.asFuture().whenComplete((ready, failure) -> {
            if (start == mine) {
                preparing = Optional.empty();
                show(ready == null ? new Ready(Optional.empty(), failure instanceof CancellationException
                        ? "Live pruning was cancelled." : Notice.of(failure).text()) : ready);
            }
        });
    }

    private void show(Ready ready) {
        cuts = ready.cuts();
        message.set(ready.problem());
        state.set(cuts.isPresent() ? State.READY : State.FAILED);
        moved();
    }

    /** Tried again after it was cancelled or failed. */
    public void retry() {
        prepare();
    }

    private void tellPreparing() {
        if (state.get() == State.PREPARING && preparing.isPresent()) {
            Optional<EngineTask<?>> before = networks.engine().running().filter(task -> task != preparing.get());
            message.set(before.map(task -> "Waits until “" + task.getTitle() + "” has ended.")
                    .orElse("Looking at the unpruned network once…"));
        }
    }

    private void moved() {
        newest.incrementAndGet();
        rest.stop();
        if (cuts.isEmpty()) {
            return;
        }
        Position at = position.get();
        Removal removal = at.threshold()
                .orElseGet(() -> at.isUnpruned() ? Removal.NONE : cuts.get().at(at.rate(), at.rateOf(), marks()));
        if (removal.groups().isEmpty()) {
            now.set(Optional.empty());
            network.set(Optional.empty());
            networks.engine().ask(() -> {
                networks.clearLive();
                return null;
            });
            return;
        }
        now.set(Optional.of(Live.cut(at.rateOf(), removal)));
        rest.playFromStart();
    }

    private Marks marks() {
        return session.decisions().marks(start.unpruned().id());
    }

    /** The slider rests: what is known of the place is completed, step by step. */
    private void cut() {
        int mine = newest.get();
        Removal removal = now.get().orElseThrow().removal();
        RateOf of = position.get().rateOf();
        Start from = start;
        Cuts by = cuts.orElseThrow();
        ask(mine, progress -> work.prune("live " + mine, from, by.groups(), removal, of, progress), pruned -> {
            now.set(now.get().map(live -> live.with(pruned.estimate(), pruned.unpruned())));
            network.set(Optional.of(pruned.network()));
            more(mine, pruned);
        });
    }

    private void more(int mine, Pruned known) {
        if (known.estimate().asked() >= known.pictures()) {
            ask(mine, progress -> work.speed(known.network(), progress),
                    speed -> now.set(now.get().map(live -> live.with(speed))));
            return;
        }
        ask(mine, progress -> work.more(known, progress), pruned -> {
            now.set(now.get().map(live -> live.with(pruned.estimate(), pruned.unpruned())));
            more(mine, pruned);
        });
    }

    /** Stops when the slider moves. */
    private Progress whileNewest(int mine) {
        return new Progress() {
            @Override
            public void update(double fraction, String what) {
                // Too short to be told.
            }

            @Override
            public void checkpoint() {
                if (newest.get() != mine) {
                    throw new CancellationException();
                }
            }
        };
    }

    /** A question for the newest place alone. */
    private <T> void ask(int mine, EngineTask.Work<T> question, java.util.function.Consumer<T> answer) {
        Progress progress = whileNewest(mine);
        CompletableFuture<T> future = networks.engine().ask(() -> question.run(progress));
        future.whenCompleteAsync((value, failure) -> {
            if (newest.get() == mine && failure == null) {
                answer.accept(value);
            } else {
                notices.report(failure);
            }
        }, Platform::runLater);
    }
}
