package espalier.app.filters;

import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.basics.Progress;
import espalier.basics.RankCorrelation;
import espalier.data.Dataset;
import espalier.importance.ClassAwareScores;
import espalier.importance.FilterAblation;
import espalier.importance.FilterAblation.Agreement;
import espalier.importance.FilterValue;
import espalier.importance.FilterValue.Likeness;
import espalier.importance.NetworkScores;
import espalier.network.Network;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/**
 * What tests the values of the selected network's filters: how well they follow the true change of loss, measured in
 * the background in questions so short that nothing waits for them, and what becomes of them with shuffled labels.
 * Values with shuffled labels are known here alone, for the page to show. Belongs to the FX thread.
 */
final class ScoreChecks {

    private static final long SEED = 1;
    private static final Agreement NOT_MEASURABLE = new Agreement(0, 0, Map.of());

    private final Session session;
    private final Networks networks;
    private final SelectedScores own;
    private final Notices notices;
    private final Map<Subject, FilterAblation> ablations = new HashMap<>();
    private final Map<Subject, Agreement> agreements = new HashMap<>();
    private final Map<Subject, Shuffled> shuffles = new HashMap<>();
    private final BooleanProperty active = new SimpleBooleanProperty(this, "active");
    private final BooleanProperty shuffledLabels = new SimpleBooleanProperty(this, "shuffledLabels");
    private final ReadOnlyObjectWrapper<NetworkScores> scores = new ReadOnlyObjectWrapper<>(this, "scores");
    private final ReadOnlyObjectWrapper<Optional<Agreement>> agreement = new ReadOnlyObjectWrapper<>(this, "agreement",
            Optional.empty());
    private final ReadOnlyDoubleWrapper measured = new ReadOnlyDoubleWrapper(this, "measured");
    private Subject shown;
    private boolean measuring;

    /** A network and the data that it is scored on. */
    private record Subject(String network, String data) {}

    /** Scores with shuffled labels, and how alike they are to the network's own. */
    private record Shuffled(NetworkScores scores, Map<FilterValue, Likeness> likeness) {}

    ScoreChecks(Session session, Networks networks, SelectedScores own, Notices notices) {
        this.session = session;
        this.networks = networks;
        this.own = own;
        this.notices = notices;
        own.valueProperty().addListener(change -> follow());
        shuffledLabels.addListener(change -> show());
        active.addListener(change -> measure());
        follow();
    }

    /** The scores to show: the network's own, or those with shuffled labels; null while there are none. */
    ReadOnlyObjectProperty<NetworkScores> scoresProperty() {
        return scores.getReadOnlyProperty();
    }

    /** Whether the scores with shuffled labels are to be shown; false again for another network. */
    BooleanProperty shuffledLabelsProperty() {
        return shuffledLabels;
    }

    /** Whether somebody looks: nothing is measured otherwise. */
    BooleanProperty activeProperty() {
        return active;
    }

    /** How well the network's own values follow the true change of loss; empty until that is measured. */
    ReadOnlyObjectProperty<Optional<Agreement>> agreementProperty() {
        return agreement.getReadOnlyProperty();
    }

    /** How much of that is measured, 0 to 1. */
    ReadOnlyDoubleProperty measuredProperty() {
        return measured.getReadOnlyProperty();
    }

    /** What the checks say of a value, in few words. */
    String note(FilterValue value) {
        if (shuffledLabels.get()) {
            return shuffles.containsKey(shown) ? note(shuffles.get(shown).likeness.get(value))
                    : "shuffling the labels…";
        }
        RankCorrelation found = agreement.get().map(of -> of.correlations().get(value)).orElse(null);
        if (value == FilterValue.SHARE) {
            return "follows ReLU and max pool, not labels"
                    + (found == null ? "" : "; the true change of loss: Spearman " + found);
        }
        boolean comes = agreement.get().isEmpty() && active.get() && shown != null;
        return found != null ? "follows the true change of loss: Spearman " + found + " on this network" : comes
                ? "measuring how it follows the true change of loss: " + Math.round(100 * measured.get()) + " %" : "";
    }

    private static String note(Likeness likeness) {
        return likeness.same() == likeness.filters()
                ? "labels shuffled: all " + likeness.filters() + " filters keep exactly these values"
                : "labels shuffled: " + (likeness.filters() - likeness.same()) + " of " + likeness.filters()
                        + " filters change, rank correlation with before " + RankCorrelation.text(likeness.rho());
    }

    /** The same at length, with sources. */
    String explanation(FilterValue value) {
        StringBuilder text = new StringBuilder(note(value)).append('.');
        if (value == FilterValue.SHARE) {
            text.append(
                    "\n\nA filter counts for a picture wherever |activation × gradient| is not exactly 0: wherever the "
                            + "ReLUs and max pools behind it let a gradient through. Which label the loss has changes how large the "
                            + "gradient is there, not where it is 0: with shuffled labels every count stays. In front of a max pool "
                            + "filters count for fewer pictures for that reason alone, and where no ReLU follows (before an "
                            + "addition) they count for all.");
        }
        if (shuffledLabels.get()) {
            text.append(
                    "\n\nEach picture is in the row of its own class, but the loss has another picture's label. The rank "
                            + "correlation is with the values with true labels, over all filters and classes.");
        }
        agreement.get().filter(of -> of.filters() > 0).ifPresent(of -> {
            text.append("\n\nMeasured on this network: ").append(of.filters()).append(
                    " random filters of all layers were silenced one by one, and the true change of each class's "
                            + "loss on ")
                    .append(of.pictures()).append(" validation pictures compared with the values, "
                            + "by Spearman's rank correlation with its 95 % bootstrap interval:");
            of.correlations().forEach(
                    (each, found) -> text.append("\n    ").append(each.title()).append("  ").append(found.toString()));
        });
        return text.toString();
    }

    private void follow() {
        OpenNetwork network = session.getSelected();
        Dataset data = session.getData();
        Subject now = own.get() == null || network == null || data == null ? null
                : new Subject(network.id(), data.specification());
        if (now == null || !now.equals(shown)) {
            shuffledLabels.set(false);
        }
        shown = now;
        measured.set(ablations.containsKey(shown) ? ablations.get(shown).done() : 0);
        agreement.set(Optional.ofNullable(agreements.get(shown)));
        show();
        measure();
    }

    private void show() {
        Subject mine = shown;
        if (!shuffledLabels.get() || mine == null || !own.get().hasLossChange()) {
            scores.set(own.get());
        } else if (shuffles.containsKey(mine)) {
            scores.set(shuffles.get(mine).scores);
        } else {
            NetworkScores before = own.get();
            Dataset data = session.getData();
            ask(network -> ClassAwareScores.ofShuffledLabels(network, data, before.picturesPerClass(), SEED,
                    Progress.NONE)).thenApplyAsync(found -> beside(before, found))
                    .whenCompleteAsync((found, failure) -> {
                        notices.report(failure);
                        if (found != null) {
                            shuffles.put(mine, found);
                            show();
                        }
                    }, Platform::runLater);
        }
    }

    private static Shuffled beside(NetworkScores before, NetworkScores shuffled) {
        Map<FilterValue, Likeness> likeness = new EnumMap<>(FilterValue.class);
        for (FilterValue value : FilterValue.values()) {
            likeness.put(value, value.likeness(before, shuffled));
        }
        return new Shuffled(shuffled, likeness);
    }

    /** Takes the next step of measuring, and others after it as long as there are. */
    private void measure() {
        Subject mine = shown;
        if (measuring || !active.get() || mine == null || !own.get().hasLossChange() || agreements.containsKey(mine)) {
            return;
        }
        measuring = true;
        FilterAblation begun = ablations.get(mine);
        NetworkScores values = own.get();
        Dataset data = session.getData();
        CompletableFuture<Void> step;
        if (begun == null) {
            step = ask(network -> new FilterAblation(network, data, SEED))
                    .thenAcceptAsync(found -> ablations.put(mine, found), Platform::runLater);
        } else if (begun.isComplete()) {
            step = CompletableFuture.supplyAsync(() -> begun.with(values)).thenAcceptAsync(found -> agreed(mine, found),
                    Platform::runLater);
        } else {
            step = ask(network -> {
                begun.measureFurther(network);
                return begun.done();
            }).thenAcceptAsync(done -> {
                if (mine.equals(shown)) {
                    measured.set(done);
                }
            }, Platform::runLater);
        }
        step.whenCompleteAsync((done, failure) -> {
            measuring = false;
            if (failure != null) {
                notices.report(failure);
                agreed(mine, NOT_MEASURABLE);
            }
            measure();
        }, Platform::runLater);
    }

    private void agreed(Subject of, Agreement found) {
        agreements.put(of, found);
        if (of.equals(shown)) {
            agreement.set(Optional.of(found));
        }
    }

    private <T> CompletableFuture<T> ask(Function<Network, T> question) {
        OpenNetwork open = session.getSelected();
        return networks.engine().ask(() -> question.apply(networks.get(open)));
    }
}
