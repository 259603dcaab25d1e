package espalier.app.prune;

import static espalier.pruning.PruningChoices.BUDGET;
import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.EPOCHS;
import static espalier.pruning.PruningChoices.LEARNING_RATE;
import static espalier.pruning.PruningChoices.LEAST;
import static espalier.pruning.PruningChoices.MODE;
import static espalier.pruning.PruningChoices.NORMALISE;
import static espalier.pruning.PruningChoices.NO_FINE_TUNING;
import static espalier.pruning.PruningChoices.ONE_SHOT;
import static espalier.pruning.PruningChoices.ORTHOGONALITY;
import static espalier.pruning.PruningChoices.PROTECT;
import static espalier.pruning.PruningChoices.RANKING;
import static espalier.pruning.PruningChoices.RECOVERY_EPOCHS;
import static espalier.pruning.PruningChoices.RECOVERY_LEARNING_RATE;
import static espalier.pruning.PruningChoices.RECOVERY_PICTURES;
import static espalier.pruning.PruningChoices.SEED;
import static espalier.pruning.PruningChoices.SHARE;
import static espalier.pruning.PruningChoices.SHORTCUTS;
import static espalier.pruning.PruningChoices.TOLERANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.app.OpenNetwork;
import espalier.app.live.Live;
import espalier.app.live.LiveModel;
import espalier.basics.Progress;
import espalier.data.Dataset.Part;
import espalier.importance.LayerNormalisation;
import espalier.importance.Ranking.RankingScope;
import espalier.network.Cost;
import espalier.pruning.Effort;
import espalier.pruning.FilterGroups;
import espalier.pruning.Forecast;
import espalier.pruning.Forecasts;
import espalier.pruning.LivePruning;
import espalier.pruning.LivePruning.Estimate;
import espalier.pruning.Protection.ShortcutWidths;
import espalier.pruning.PruningMode;
import espalier.pruning.PruningSettings;
import espalier.workspace.RunFolder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shows no window. */
class PruneViewModelTest extends PruneWindowTest {

    private PruneViewModel model;

    @BeforeEach
    void make() {
        model = onFx(
                () -> new PruneViewModel(session, networks, notices, opener, interrupted, workspace, parts.live()));
        change(() -> {});
    }

    private void change(Runnable change) {
        onFx(() -> {
            change.run();
            return null;
        });
        await("the forecast", () -> !model.forecast().runningProperty().get());
    }

    private void only(double... rates) {
        change(() -> model.form().standardRates()
                .forEach((rate, chosen) -> chosen.set(Arrays.stream(rates).anyMatch(value -> value == rate))));
    }

    private String obstacle() {
        return onFx(() -> model.obstacleProperty().get());
    }

    /** What the form has at first, for so few pictures. */
    private static PruningSettings quick() {
        return Effort.QUICK.of(PruningSettings.quick(), shapes().part(Part.TRAINING).size());
    }

    @Test
    void theFormStartsWithQuickSettings() {
        assertThat(onFx(() -> model.form().settingsProperty().get())).isEqualTo(quick());
    }

    @Test
    void theFormMakesTheSettings() {
        only(4);
        change(() -> {
            PruneForm form = model.form();
            form.otherRatesProperty().set("×2.5, 3");
            form.value(CRITERION).set("l1-norm");
            form.stopsAtToleranceProperty().set(true);
            form.value(SHORTCUTS).set(ShortcutWidths.UNTOUCHED);
            form.number(TOLERANCE).textProperty().set("2,5");
            form.number(SEED).set(9);
        });
        PruningSettings settings = onFx(() -> model.form().settingsProperty().get());
        assertThat(settings.goal().rates()).containsExactly(2.5, 3.0, 4.0);
        assertThat(settings.ranking().criterion()).isEqualTo("l1-norm");
        assertThat(settings.tuning().tolerance()).isEqualTo(0.025);
        assertThat(settings.protection().shortcutWidths()).isEqualTo(ShortcutWidths.UNTOUCHED);
        assertThat(settings.seed()).isEqualTo(9);
        assertThat(onFx(() -> model.actionProperty().get())).isEqualTo("Prune to ×2.5, ×3, ×4");
    }

    @Test
    void aBudgetMakesOneShotUsualAndCanBeSpentInSteps() {
        change(() -> model.form().number(BUDGET).set(20_000));
        PruningSettings settings = onFx(() -> model.form().settingsProperty().get());
        assertThat(settings.tuning().budget()).isEqualTo(20_000);
        assertThat(settings.goal().oneShot()).isTrue();
        assertThat(onFx(() -> model.form().limited().get())).isTrue();
        change(() -> model.form().value(ONE_SHOT).set(false));
        assertThat(onFx(() -> model.form().settingsProperty().get()).goal().oneShot()).isFalse();
        change(() -> model.form().number(BUDGET).set(0));
        change(() -> model.form().value(NO_FINE_TUNING).set(true));
        settings = onFx(() -> model.form().settingsProperty().get());
        assertThat(settings.tuning().noFineTuning()).isTrue();
        assertThat(settings.goal().oneShot()).isTrue();
        change(() -> model.form().value(NO_FINE_TUNING).set(false));
        assertThat(onFx(() -> model.form().settingsProperty().get())).isEqualTo(quick());
    }

    @Test
    void whatToExpectOfEachRateIsKnownBeforeAnythingRuns() {
        change(() -> model.form().value(CRITERION).set("l1-norm"));
        Forecasts forecasts = onFx(() -> model.forecast().valueProperty().get());
        await("estimates", () -> model.forecast().expectedProperty().get().size() == 5);
        Map<Set<Integer>, Estimate> expected = onFx(() -> model.forecast().expectedProperty().get());
        for (Forecast forecast : forecasts.forecasts()) {
            Estimate estimate = expected.get(forecast.removed());
            assertThat(estimate.accuracy()).isBetween(estimate.low(), estimate.high());
            assertThat(estimate.evaluation().pictures()).isEqualTo(expected.get(Set.of()).evaluation().pictures());
        }
        // It is the network that a run makes before it fine-tunes.
        Forecast second = forecasts.forecasts().get(0);
        Estimate made = onEngine(() -> LivePruning.of(networks.get(session.getUnpruned()), session.getData(),
                forecasts.settings(), Progress.NONE))
                .estimate(onEngine(() -> FilterGroups.trace(networks.get(session.getUnpruned()))), second.removed(),
                        forecasts.settings().tuning().compensation(), LivePruning.FIRST_PICTURES, Progress.NONE);
        assertThat(expected.get(second.removed()).evaluation().confusion()).isEqualTo(made.evaluation().confusion());

        change(() -> model.form().number(LEARNING_RATE).set(0.01));
        assertThat(onFx(() -> model.forecast().expectedProperty().get())).isEqualTo(expected);
        only(2);
        await("fewer", () -> model.forecast().expectedProperty().get().size() == 2);
        change(() -> model.form().modeProperty().set(PruningMode.UNSTRUCTURED));
        assertThat(onFx(() -> model.forecast().expectedProperty().get())).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidAndStopsTheButton() {
        only(2);
        assertThat(obstacle()).isEmpty();
        change(() -> model.form().number(LEARNING_RATE).textProperty().set("fast"));
        assertThat(obstacle()).contains("Learning rate").contains("“fast”");
        change(() -> model.form().number(LEARNING_RATE).textProperty().set("50"));
        assertThat(obstacle()).contains("at most 10");
        change(() -> model.form().number(LEARNING_RATE).set(0.01));
        change(() -> model.form().otherRatesProperty().set("half"));
        assertThat(obstacle()).contains("“half” is not a rate");
        only();
        change(() -> model.form().otherRatesProperty().set(""));
        assertThat(obstacle()).contains("No rate is chosen");
    }

    @Test
    void theForecastIsOfTheChosenRates() {
        only(2, 4);
        Forecasts result = onFx(() -> model.forecast().valueProperty().get());
        assertThat(result.forecasts()).extracting(Forecast::rate).containsExactly(2.0, 4.0);
        assertThat(result.widths()).containsEntry("conv1", 12).containsEntry("conv3", 32);
        for (Forecast forecast : result.forecasts()) {
            assertThat((double) result.cost().parameters() / forecast.cost().parameters())
                    .isBetween(0.9 * forecast.rate(), 1.1 * forecast.rate());
        }
    }

    @Test
    void aForecastThatIsNotWantedAnyMoreIsNoFailure() {
        only(2);
        onFx(() -> {
            model.form().number(LEARNING_RATE).set(0.02);
            model.form().number(LEARNING_RATE).textProperty().set("fast");
            return null;
        });
        settle();
        assertThat(onFx(() -> model.forecast().failureProperty().get())).isEmpty();
        assertThat(onFx(() -> model.forecast().runningProperty().get())).isFalse();
    }

    @Test
    void aRateThatCannotBeReachedIsSaidBeforeTheStart() {
        only(4);
        change(() -> model.form().otherRatesProperty().set("900"));
        assertThat(obstacle()).contains("×900 cannot be reached").contains("Take it out");
        change(() -> model.form().otherRatesProperty().set(""));
        assertThat(obstacle()).isEmpty();
    }

    @Test
    void aSecondRunIsQueuedAndFollowsTheFirst() {
        only(2);
        change(() -> {
            model.form().number(EPOCHS).set(1000);
            model.prune();
            model.form().number(EPOCHS).set(1);
            model.form().value(CRITERION).set("random");
        });
        assertThat(onFx(() -> model.actionProperty().get())).isEqualTo("Queue: prune to ×2");
        change(() -> model.prune());
        RunModel first = onFx(() -> model.shownProperty().get());
        RunModel second = onFx(() -> model.waiting().get(0));
        await("the first run under way", () -> !first.milestones().isEmpty());
        change(() -> first.task().cancel());
        await("the second run's end", second::isOver);
        assertThat(onFx(() -> model.shownProperty().get())).isSameAs(second);
        assertThat(onFx(() -> List.copyOf(model.runs()))).containsExactly(first, second);
        assertThat(onFx(() -> model.waiting().isEmpty())).isTrue();
        assertThat(onFx(() -> second.outcomeProperty().get())).startsWith("All rates were reached.");
        assertThat(workspace.runs()).hasSize(2);
    }

    @Test
    void whatARunMadeIsTheSameNetworkWhenItIsOpenedAgain() {
        only(2);
        change(() -> model.prune());
        RunModel run = onFx(() -> model.shownProperty().get());
        await("the end", run::isOver);
        List<String> made = onFx(() -> run.milestones().stream().skip(1).map(OpenNetwork::id).toList());
        RunFolder folder = workspace.runs().get(0);
        onFx(() -> {
            opener.run(folder.path());
            return null;
        });
        String unpruned = folder.networkId(folder.milestones().get(0));
        await("the run to be open", () -> session.getUnpruned().id().equals(unpruned));
        assertThat(made).hasSize(1)
                .isEqualTo(onFx(() -> session.trajectory().stream().skip(1).map(OpenNetwork::id).toList()));
    }

    @Test
    void aRunThatDivergesSaysSoAndKeepsWhatWasReached() {
        only(2);
        change(() -> {
            model.form().number(LEARNING_RATE).set(10);
            model.form().number(RECOVERY_LEARNING_RATE).set(10);
            model.form().number(ORTHOGONALITY).set(1);
            model.form().number(EPOCHS).set(50);
            model.form().number(RECOVERY_EPOCHS).set(50);
            model.prune();
        });
        await("the end", () -> model.shownProperty().get().isOver());
        assertThat(onFx(() -> model.shownProperty().get().outcomeProperty().get())).contains("The loss became infinite")
                .contains("Kept: unpruned");
    }

    @Test
    void theFormMakesModeRankingAndProtection() {
        change(() -> {
            PruneForm form = model.form();
            form.value(MODE).set(PruningMode.MACS);
            form.value(ONE_SHOT).set(true);
            form.value(RANKING).set(RankingScope.LOCAL);
            form.value(NORMALISE).set(LayerNormalisation.L2);
            form.value(PROTECT).set(Set.of("conv2"));
            form.leastFiltersProperty().set("conv1=8, conv3=12");
        });
        PruningSettings settings = onFx(() -> model.form().settingsProperty().get());
        assertThat(settings).isEqualTo(quick().withMode(PruningMode.MACS).with(ONE_SHOT, true)
                .with(RANKING, RankingScope.LOCAL).with(NORMALISE, LayerNormalisation.L2).with(PROTECT, Set.of("conv2"))
                .with(LEAST, Map.of("conv1", 8, "conv3", 12)));
        assertThat(onFx(() -> model.actionProperty().get())).isEqualTo("Prune to ×2, ×4, ×8, ×32 MACs");
        change(() -> model.form().leastFiltersProperty().set("conv1"));
        assertThat(obstacle()).contains("“conv1”").contains("conv1=8");
        change(() -> model.form().leastFiltersProperty().set("conv7=8"));
        assertThat(obstacle()).contains("conv7").contains("conv1, conv2, conv3");
    }

    @Test
    void aModeBringsItsUsualNumbersButKeepsTypedOnes() {
        change(() -> model.form().value(MODE).set(PruningMode.UNSTRUCTURED));
        assertThat(onFx(() -> model.form().settingsProperty().get()))
                .isEqualTo(quick().withMode(PruningMode.UNSTRUCTURED));
        Forecasts zeros = onFx(() -> model.forecast().valueProperty().get());
        assertThat(zeros.forecasts()).hasSize(4).allSatisfy(forecast -> {
            assertThat(forecast.widths()).isEqualTo(zeros.widths());
            assertThat(zeros.cost().convolution() / (double) forecast.cost().nonzeroConvolution())
                    .isCloseTo(forecast.rate(), within(0.05 * forecast.rate()));
        });
        change(() -> model.form().number(SHARE).set(20));
        change(() -> model.form().value(MODE).set(PruningMode.THRESHOLD));
        PruningSettings settings = onFx(() -> model.form().settingsProperty().get());
        assertThat(settings.tuning().sharePerIteration()).isEqualTo(0.2);
        assertThat(settings.protection().floor()).isEqualTo(0.1);
        assertThat(settings.ranking().criterion()).isEqualTo("class-aware");
        assertThat(onFx(() -> model.actionProperty().get())).isEqualTo("Prune filters under 3 classes");
        assertThat(onFx(() -> model.forecast().valueProperty().get().forecasts())).hasSize(1);
    }

    @Test
    void theLiveNetworkIsFineTunedByARunWhoseNetworkStandsBesideTheOthers() {
        change(() -> {
            model.form().number(RECOVERY_EPOCHS).set(1);
            model.form().number(RECOVERY_PICTURES).set(64);
        });
        LiveModel live = parts.live();
        await("live pruning", () -> live.stateProperty().get() == LiveModel.State.READY);
        onFx(() -> {
            live.moveTo(2);
            return null;
        });
        await("the live network", () -> live.nowProperty().get().flatMap(Live::estimate).isPresent());
        Cost cost = onFx(() -> live.nowProperty().get().orElseThrow().removal().after());
        onFx(() -> {
            live.fineTune();
            return null;
        });
        RunModel run = onFx(() -> model.shownProperty().get());
        assertThat(run.settings().tuning().recovery().epochs()).isEqualTo(1);
        assertThat(onFx(() -> live.wantedProperty().get())).isEmpty();
        await("the end of the run", run::isOver);
        assertThat(run.outcomeProperty().get()).startsWith("All rates were reached.");
        assertThat(session.trajectory()).hasSize(2);
        assertThat(session.trajectory().get(1).cost()).isEqualTo(cost);
        assertThat(run.losses()).isNotEmpty();
    }
}
