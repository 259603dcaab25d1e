package espalier.app;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import espalier.survey.MeanInterval;
import espalier.survey.RateSurvey;
import espalier.survey.RateSurvey.Result;
import espalier.survey.SurveyPictures;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * What becomes of explanations with the rate: measures of the trajectory's maps over the same test pictures, as the
 * command {@code compare} gives them, for all pages together. Long work, which the person sees, pauses and cancels;
 * what comes of each network is shown at once, and milestones that come later are added. Belongs to the FX thread.
 */
public final class TrajectorySurvey {

    /** Multiply-accumulates, some ten seconds of work or twenty: more is begun only when the person says so. */
    private static final double BEGUN_BY_ITSELF = 1e12;
    /** What a map costs, in passes of the network. */
    private static final int PASSES = 3;

    /** What goes on. */
    public enum State {
        /** Nothing is open that could be measured. */
        NOTHING,
        /** The work is long, and waits to be begun. */
        READY,
        /** Measuring. */
        RUNNING,
        /** Told to stop, or failed; what was measured before stands. */
        CANCELLED,
        /** All networks of the trajectory are measured, but for those that failed. */
        DONE
    }

    private final Session session;
    private final Networks networks;
    private final Notices notices;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.NOTHING);
    private final ReadOnlyObjectWrapper<Optional<Result>> result = new ReadOnlyObjectWrapper<>(this, "result",
            Optional.empty());
    private final ReadOnlyDoubleWrapper done = new ReadOnlyDoubleWrapper(this, "done", Double.NaN);
    private final Map<List<Object>, MeanInterval> means = new HashMap<>();
    private final Set<String> mapped = new HashSet<>();
    private final Set<String> tested = new HashSet<>();
    private final ReadOnlyBooleanWrapper whole = new ReadOnlyBooleanWrapper(this, "whole");
    private Optional<RateSurvey> survey = Optional.empty();
    private Optional<EngineTask<Void>> task = Optional.empty();
    private boolean followed;
    private String unpruned = "";

    /** A survey of what is open, once it is {@link #follow followed}. */
    public TrajectorySurvey(Session session, Networks networks, Notices notices) {
        this.session = session;
        this.networks = networks;
        this.notices = notices;
        session.trajectory().addListener((Observable change) -> look());
        session.dataProperty().addListener(change -> {
            forget();
            look();
        });
    }

    /** What goes on. */
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What is known; empty while nothing is. */
    public ReadOnlyObjectProperty<Optional<Result>> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** How much of the work under way is done, 0 to 1; NaN while none is. */
    public ReadOnlyDoubleProperty doneProperty() {
        return done.getReadOnlyProperty();
    }

    /** The mean of a measure for a network, with its 95 % interval; empty while it is not known. */
    public Optional<MeanInterval> mean(String network, MapMeasure measure) {
        return result.get().flatMap(known -> known.network(network))
                .filter(measured -> measured.values().containsKey(measure)).map(measured -> means
                        .computeIfAbsent(List.of(network, measure), key -> measured.mean(measure, RateSurvey.SEED)));
    }

    /** Somebody looks: from now on short work begins by itself. */
    public void follow() {
        if (!followed) {
            followed = true;
            look();
        }
    }

    /** Whether networks are also run again for what needs that: {@link #test}. */
    public ReadOnlyBooleanProperty wholeProperty() {
        return whole.getReadOnlyProperty();
    }

    /**
     * From now on also measures what takes long: the earth mover's distance, and faithfulness, for which networks are
     * run again.
     */
    public void test() {
        whole.set(true);
        start();
    }

    /** Begins, or goes on. */
    public void start() {
        if (survey.isPresent()) {
            measure();
        } else {
            start(CamMethod.GRAD_CAM, Optional.empty());
        }
    }

    /**
     * Begins anew.
     *
     * @param layer empty for each network's usual one
     */
    public void start(CamMethod method, Optional<String> layer) {
        forget();
        if (isPossible()) {
            Dataset data = session.getData();
            survey = Optional.of(new RateSurvey(() -> SurveyPictures.first(data.part(Part.TEST), RateSurvey.PICTURES),
                    new RateSurvey.Settings(method, layer, RateSurvey.Explained.BY_FIRST,
                            EnumSet.allOf(MapMeasure.class))));
            measure();
        }
    }

    private boolean isPossible() {
        return session.getData() != null && !session.trajectory().isEmpty()
                && session.trajectory().get(0).description().inputSize().equals(session.getData().pictureSize());
    }

    /** Multiply-accumulates for all maps of the trajectory. */
    private double work() {
        return session.trajectory().stream()
                .mapToDouble(open -> (double) open.cost().macs() * PASSES * RateSurvey.PICTURES).sum();
    }

    private void look() {
        if (!isPossible()) {
            forget();
            state.set(State.NOTHING);
            return;
        }
        if (!session.trajectory().get(0).id().equals(unpruned)) {
            forget();
            unpruned = session.trajectory().get(0).id();
        }
        if (survey.isEmpty()) {
            state.set(State.READY);
            if (followed && work() <= BEGUN_BY_ITSELF) {
                start();
            }
        } else if (state.get() != State.CANCELLED) {
            measure();
        }
    }

    private void forget() {
        task.ifPresent(EngineTask::cancel);
        task = Optional.empty();
        survey = Optional.empty();
        mapped.clear();
        tested.clear();
        whole.set(false);
        means.clear();
        done.unbind();
        done.set(Double.NaN);
        result.set(Optional.empty());
        state.set(isPossible() ? State.READY : State.NOTHING);
    }

    /** Measures the networks that are not measured yet. */
    private void measure() {
        if (task.isPresent()) {
            return;
        }
        RateSurvey own = survey.orElseThrow();
        List<OpenNetwork> trajectory = List.copyOf(session.trajectory());
        Set<String> over = mapped.containsAll(ids(trajectory)) ? tested : mapped;
        List<OpenNetwork> missing = trajectory.stream().filter(open -> !over.contains(open.id())).toList();
        if (missing.isEmpty() || over == tested && !whole.get()) {
            state.set(State.DONE);
            bringUpToDate(own, trajectory);
            return;
        }
        EngineTask<Void> work = networks.engine()
                .submit(over == mapped ? "Explanations by rate" : "Faithfulness by rate", progress -> {
                    each(missing, own, progress, (open, part) -> {
                        if (!own.contains(open.id())) {
                            own.add(open.id(), networks.get(open), open.rateTitle(), open.rate(), part);
                        } else if (over == tested && !own.isComplete(open.id())) {
                            own.complete(open.id(), networks.get(open), part);
                        }
                        Result now = result(own, trajectory);
                        FxThread.later(() -> publish(own, now));
                    });
                    return null;
                });
        task = Optional.of(work);
        state.set(State.RUNNING);
        done.bind(work.progressProperty());
        work.asFuture().whenComplete((nothing, failure) -> {
            if (survey.filter(now -> now == own).isPresent()) {
                task = Optional.empty();
                done.unbind();
                done.set(Double.NaN);
                if (failure != null) {
                    state.set(State.CANCELLED);
                } else {
                    // Those that failed, too: they were reported, and are not tried again.
                    over.addAll(ids(missing));
                    measure();
                }
            }
        });
    }

    private static Set<String> ids(List<OpenNetwork> networks) {
        return networks.stream().map(OpenNetwork::id).collect(Collectors.toSet());
    }

    /** The result without networks that have left the trajectory. */
    private void bringUpToDate(RateSurvey own, List<OpenNetwork> trajectory) {
        if (result.get().filter(known -> !ids(trajectory).containsAll(known.ids())).isPresent()) {
            networks.engine().ask(() -> result(own, trajectory)).whenComplete((known, failure) -> FxThread.later(() -> {
                if (failure == null) {
                    publish(own, known);
                }
            }));
        }
    }

    /** Of those networks that are measured, by rate; on the engine thread. */
    private static Result result(RateSurvey own, List<OpenNetwork> trajectory) {
        return own.result(
                trajectory.stream().filter(open -> own.contains(open.id()))
                        .sorted(Comparator.comparingDouble(OpenNetwork::rate)).map(OpenNetwork::id).toList(),
                RateSurvey.SEED);
    }

    private void publish(RateSurvey own, Result now) {
        if (survey.filter(current -> current == own).isPresent()) {
            means.clear();
            result.set(Optional.of(now));
        }
    }

    /** A step of the work for one network. */
    @FunctionalInterface
    private interface Step {

        void take(OpenNetwork open, Progress progress);
    }

    /** On the engine thread. A network that cannot be measured does not keep the others from it. */
    private void each(List<OpenNetwork> networks, RateSurvey own, Progress progress, Step step) {
        for (int i = 0; i < networks.size(); i++) {
            OpenNetwork open = networks.get(i);
            try {
                progress.checkpoint();
                step.take(open, progress.part(i / (double) networks.size(), (i + 1.0) / networks.size()));
            } catch (CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                if (own.isEmpty()) {
                    // Nothing can be compared with a network that cannot be explained.
                    throw e;
                }
                notices.report(e);
            }
        }
    }
}
