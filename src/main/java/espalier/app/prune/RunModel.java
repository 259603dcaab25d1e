package espalier.app.prune;

import espalier.app.EngineTask;
import espalier.app.Notices.Notice;
import espalier.app.OpenNetwork;
import espalier.data.Dataset;
import espalier.network.Cost;
import espalier.pruning.PruningSettings;
import espalier.pruning.PruningStep;
import espalier.pruning.RunEvent;
import espalier.training.Evaluation;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.IterationRecord;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.concurrent.Worker;

/** A run as the window sees it: its curves, widths, milestones and end. Belongs to the FX thread. */
public final class RunModel {

    /**
     * A point of a curve.
     *
     * @param iteration from 0 for the unpruned network; epochs and steps lie between iterations
     * @param rate      before ÷ after of what the run's mode compares
     * @param value     loss, or accuracy from 0 to 1
     */
    public record Point(double iteration, double rate, double value) {

        /** The number of the iteration that it belongs to. */
        int number() {
            return (int) Math.ceil(iteration);
        }
    }

    /**
     * The network as it is now.
     *
     * @param rate   before ÷ after of what the run's mode compares
     * @param cost   that is left
     * @param widths by convolution, the filters that are left
     */
    public record Now(double rate, Cost cost, Map<String, Integer> widths) {}

    private final OpenNetwork unpruned;
    private final Dataset data;
    private final PruningSettings settings;
    private final Consumer<OpenNetwork> onMilestone;
    private final ReadOnlyObjectWrapper<PruneState> state = new ReadOnlyObjectWrapper<>(this, "state",
            PruneState.RUNNING);
    private final ReadOnlyObjectWrapper<Now> now = new ReadOnlyObjectWrapper<>(this, "now");
    private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper(this, "outcome", "");
    private final ObservableList<Point> validation = FXCollections.observableArrayList();
    private final Map<PruningStep, ObservableList<Point>> between = lists();
    private final Map<PruningStep, ObservableList<Point>> test = lists();
    private final ObservableList<Point> losses = FXCollections.observableArrayList();
    private final ObservableList<OpenNetwork> milestones = FXCollections.observableArrayList();
    private EngineTask<RunEvent.End> task;
    private RunEvent.End end;
    private String message = "";
    private Path folder;

    /** @param onMilestone told of each network of the run, the unpruned first */
    RunModel(OpenNetwork unpruned, Dataset data, PruningSettings settings, Consumer<OpenNetwork> onMilestone) {
        this.unpruned = unpruned;
        this.data = data;
        this.settings = settings;
        this.onMilestone = onMilestone;
        now.set(new Now(1, unpruned.cost(), widths(unpruned)));
    }

    private static Map<PruningStep, ObservableList<Point>> lists() {
        Map<PruningStep, ObservableList<Point>> lists = new EnumMap<>(PruningStep.class);
        for (PruningStep step : PruningStep.values()) {
            lists.put(step, FXCollections.observableArrayList());
        }
        return lists;
    }

    /** By convolution, the filters of a network, in the order in which they run. */
    static Map<String, Integer> widths(OpenNetwork network) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        network.convolutions().forEach(layer -> widths.put(layer.name(), layer.channels()));
        return widths;
    }

    /** What settings go for, behind a verb: "to ×2, ×4 MACs", "filters under 3 classes". */
    static String goal(PruningSettings settings) {
        return (settings.goal().mode().hasRates() ? "to " : "") + settings.goal();
    }

    /** The network that is pruned. */
    public OpenNetwork unpruned() {
        return unpruned;
    }

    /** Whether it prunes this network: what it begins with has an id of its own where outputs were dropped. */
    boolean isOf(OpenNetwork network) {
        return Stream.concat(Stream.of(unpruned), milestones.stream().limit(1))
                .anyMatch(own -> own.id().equals(network.id()));
    }

    /** The pictures that it is fine-tuned and evaluated with. */
    public Dataset data() {
        return data;
    }

    /** How it is pruned. */
    public PruningSettings settings() {
        return settings;
    }

    /** What the run is, for a person: "VGG-S to ×2, ×4, class-aware". */
    public String title() {
        return unpruned.description().name() + (settings.goal().mode().hasRates() ? " " : ", ") + goal(settings) + ", "
                + settings.ranking().criterion();
    }

    /** The work: its progress, message and time left; pauses and cancels it. */
    public EngineTask<RunEvent.End> task() {
        return task;
    }

    /** RUNNING, PAUSED, CANCELLING, FAILED or DONE. */
    public ReadOnlyObjectProperty<PruneState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The network as it is now. */
    public ReadOnlyObjectProperty<Now> nowProperty() {
        return now.getReadOnlyProperty();
    }

    /** What happened and what is kept, in a sentence or two; empty while the run is under way. */
    public ReadOnlyStringProperty outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /** Accuracy on the validation pictures after each iteration. */
    public ObservableList<Point> validation() {
        return validation;
    }

    /** Accuracy on some of the validation pictures after a step that is not its iteration's last. */
    public ObservableList<Point> between(PruningStep step) {
        return between.get(step);
    }

    /**
     * Accuracy on the test pictures after a step of the last iteration before each milestone. The unpruned network
     * stands with those that were fine-tuned, and so do milestones of which nothing else is known.
     */
    public ObservableList<Point> test(PruningStep step) {
        return test.get(step);
    }

    /** The cross entropy of each epoch of fine-tuning. */
    public ObservableList<Point> losses() {
        return losses;
    }

    /** The unpruned network and each rate that was reached. */
    public ObservableList<OpenNetwork> milestones() {
        return milestones;
    }

    /** Whether the run is over. */
    public boolean isOver() {
        return state.get() == PruneState.DONE || state.get() == PruneState.FAILED;
    }

    void attach(EngineTask<RunEvent.End> work) {
        task = work;
        work.stateProperty().addListener(property -> update());
        work.pausedProperty().addListener(property -> update());
        work.cancellingProperty().addListener(property -> update());
        update();
    }

    void folder(Path path) {
        folder = path;
    }

    /** The folder of the run, once there is one; where it was cancelled or failed it can be resumed. */
    Optional<Path> canResume() {
        boolean stopped = end == RunEvent.End.CANCELLED || state.get() == PruneState.FAILED;
        return isOver() && stopped ? Optional.ofNullable(folder) : Optional.empty();
    }

    /**
     * Takes over what a resumed run has reached, as it was written down.
     *
     * @param reached the unpruned network first
     */
    void restore(RunFolder run, List<OpenNetwork> reached) {
        folder = run.path();
        for (IterationRecord iteration : run.iterations()) {
            int epochs = iteration.losses().size();
            for (int epoch = 1; epoch <= epochs; epoch++) {
                losses.add(new Point(iteration.iteration() - 1 + epoch / (double) epochs, iteration.achievedRate(),
                        iteration.losses().get(epoch - 1)));
            }
            iteration.steps().forEach(
                    (step, accuracy) -> between(iteration.iteration(), step, iteration.achievedRate(), accuracy));
            validation.add(new Point(iteration.iteration(), iteration.achievedRate(), iteration.accuracy()));
        }
        for (OpenNetwork network : reached) {
            add(run.iterations().stream().filter(iteration -> iteration.achievedRate() == network.achievedRate())
                    .mapToInt(IterationRecord::iteration).findFirst().orElse(0), network);
        }
        if (!run.iterations().isEmpty()) {
            IterationRecord last = run.iterations().get(run.iterations().size() - 1);
            now.set(new Now(last.achievedRate(), new Cost(last.parameters(), last.macs(), 0), last.widths()));
        }
    }

    void started(OpenNetwork evaluated) {
        add(0, evaluated);
    }

    void reached(int iteration, OpenNetwork milestone) {
        add(iteration, milestone);
        now.set(new Now(milestone.achievedRate(), milestone.cost(), widths(milestone)));
    }

    void accept(RunEvent event) {
        if (event instanceof RunEvent.Pruned pruned) {
            now.set(new Now(pruned.achievedRate(), pruned.cost(), pruned.widths()));
        } else if (event instanceof RunEvent.FineTuned tuned) {
            double within = tuned.epoch().number() / (double) tuned.epochs();
            losses.add(new Point(tuned.iteration() - 1 + within, now.get().rate(), tuned.epoch().loss()));
        } else if (event instanceof RunEvent.Estimated estimated) {
            between(estimated.iteration(), estimated.step(), estimated.achievedRate(), estimated.accuracy());
        } else if (event instanceof RunEvent.Evaluated evaluated) {
            validation.add(new Point(evaluated.iteration(), evaluated.achievedRate(), evaluated.accuracy()));
        } else if (event instanceof RunEvent.Stopped stopped) {
            end = stopped.end();
            message = stopped.message();
        }
    }

    private void add(int iteration, OpenNetwork network) {
        milestones.add(network);
        network.test().ifPresent(evaluation -> {
            Map<PruningStep, Double> steps = network.steps().isEmpty()
                    ? Map.of(PruningStep.FINE_TUNED, evaluation.accuracy()) : network.steps();
            PruningStep last = Collections.max(steps.keySet());
            steps.forEach((step, accuracy) -> test.get(step).add(
                    new Point(step == last ? iteration : place(iteration, step), network.achievedRate(), accuracy)));
        });
        onMilestone.accept(network);
    }

    private void between(int iteration, PruningStep step, double rate, double accuracy) {
        between.get(step).add(new Point(place(iteration, step), rate, accuracy));
    }

    /** Where a step lies on its way to the end of its iteration. */
    private static double place(int iteration, PruningStep step) {
        return iteration - 1 + (step.ordinal() + 1.0) / PruningStep.values().length;
    }

    private void update() {
        Worker.State worker = task.getState();
        if (worker == Worker.State.FAILED) {
            finish(PruneState.FAILED, sentence(task.getException()));
        } else if (worker == Worker.State.CANCELLED) {
            finish(PruneState.DONE, "The run was cancelled before it began.");
        } else if (worker == Worker.State.SUCCEEDED) {
            finish(PruneState.DONE, message);
        } else {
            state.set(task.cancellingProperty().get() ? PruneState.CANCELLING
                    : task.pausedProperty().get() ? PruneState.PAUSED : PruneState.RUNNING);
        }
    }

    private void finish(PruneState last, String what) {
        outcome.set(what + kept());
        state.set(last);
    }

    /** How the run ended; null where it has not, or failed. */
    public RunEvent.End end() {
        return end;
    }

    /** Whether the run came to its end, and none of its networks only guesses where the unpruned one does not. */
    boolean isSound() {
        return end == RunEvent.End.COMPLETE
                && (isGuessing(milestones.get(0)) || milestones.stream().noneMatch(RunModel::isGuessing));
    }

    private static boolean isGuessing(OpenNetwork network) {
        return network.test().map(Evaluation::isChance).orElse(false);
    }

    private String kept() {
        if (milestones.isEmpty() || folder == null) {
            return "";
        }
        return " Kept: " + milestones.stream().map(OpenNetwork::rateTitle).collect(Collectors.joining(", ")) + ", in "
                + folder + ".";
    }

    private static String sentence(Throwable failure) {
        return Notice.of(failure).text();
    }

    /** What the page can be in. */
    public enum PruneState {
        /** There is no network or there are no pictures. */
        EMPTY,
        /** A run can be started; none was yet. */
        READY,
        /** A run is under way, or waits for other work. */
        RUNNING,
        /** A run is held. */
        PAUSED,
        /** A run was told to stop, and has not yet. */
        CANCELLING,
        /** The last run failed. */
        FAILED,
        /** The last run ended, with all its rates or with some. */
        DONE
    }
}
