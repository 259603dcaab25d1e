package espalier.app.prune;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.NetworkSaver;
import espalier.app.OpenNetwork;
import espalier.app.controls.Chart;
import espalier.app.controls.ChartData.Look;
import espalier.app.controls.ChartData.Series;
import espalier.app.prune.RunModel.PruneState;
import espalier.app.shell.Parts;
import espalier.basics.Figures;
import espalier.network.Network;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningMode;
import espalier.pruning.PruningSettings;
import espalier.pruning.PruningStep;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.RunRecord.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrunePageTest extends PruneWindowTest {

    private PrunePage page;

    @BeforeEach
    void showPage() {
        page = show(Parts::prunePage);
        awaitForecast();
    }

    private void awaitForecast() {
        await("the forecast", () -> !page.model().forecast().runningProperty().get());
    }

    private String text(String id) {
        return onFx(() -> lookup(id).<Labeled>query().getText());
    }

    private void choose(double... rates) {
        page.model().form().standardRates().forEach((rate, chosen) -> {
            if (onFx(chosen::get) != Arrays.stream(rates).anyMatch(value -> value == rate)) {
                clickOn("#rate-" + Figures.plain(rate));
            }
        });
        awaitForecast();
    }

    @Test
    void fine_tuning_has_three_sizes_with_times_measured_here_and_own_numbers_have_theirs() {
        await("the times",
                () -> text("#time-quick").matches("≈ \\d+:\\d\\d") && text("#time-thorough").startsWith("≈"));
        assertThat(seconds("#time-quick")).isLessThanOrEqualTo(seconds("#time-normal"))
                .isLessThanOrEqualTo(seconds("#time-thorough"));
        assertThat(lookup("#time").query().isVisible()).isFalse();
        clickOn("#effort-thorough");
        int epochs = page.model().form().settingsProperty().get().tuning().recovery().epochs();
        assertThat(epochs).isEqualTo(100);
        onFx(() -> {
            page.model().form().number(PruningChoices.RECOVERY_EPOCHS).set(3);
            return null;
        });
        assertThat(onFx(() -> lookup("#effort-thorough").<ToggleButton>query().isSelected())).isFalse();
        await("the time of these numbers", () -> lookup("#time").query().isVisible());
        assertThat(text("#time")).startsWith("About ");
    }

    private int seconds(String id) {
        String[] parts = text(id).substring(2).split(":");
        return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }

    @Test
    void prunesToTheChosenRateAndShowsWhatWasReached() {
        choose(2);
        assertThat(text("#prune")).isEqualTo("Prune to ×2");

        clickOn("#prune");
        await("the end of the run", () -> page.model().stateProperty().get() == PruneState.DONE);

        assertThat(text("#outcome")).startsWith("All rates were reached. Kept: unpruned, ×2, in ");
        assertThat(lookup("#card-unpruned").tryQuery()).isPresent();
        assertThat(lookup("#card-2").tryQuery()).isPresent();
        RunFolder run = workspace.runs().get(0);
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(run.milestones()).extracting(MilestoneRecord::file).containsExactly("unpruned.zip", "x2.zip");
        assertThat(run.iterations()).isNotEmpty();
        assertThat(run.milestones()).allSatisfy(kept -> assertThat(run.file(kept)).isRegularFile());
        assertThat(onFx(() -> List.copyOf(session.trajectory()))).extracting(OpenNetwork::rate).containsExactly(1.0,
                2.0);

        assertThat(onFx(() -> from(lookup("#card-2").<Node>query()).lookup(".label").<Label>queryAll()))
                .extracting(Label::getText).contains("cut", "compensated", "fine-tuned")
                .contains(Figures.percent(run.milestones().get(1).steps().get(PruningStep.COMPENSATED)));
        RunModel shown = onFx(() -> page.model().shownProperty().get());
        int last = run.iterations().size();
        assertThat(onFx(() -> shown.test(PruningStep.CUT)).get(0).iteration()).isBetween(last - 1.0, last - 0.5);
        assertThat(onFx(() -> List.copyOf(shown.test(PruningStep.FINE_TUNED)))).extracting(RunModel.Point::iteration)
                .containsExactly(0.0, (double) last);
        assertThat(onFx(() -> shown.between(PruningStep.COMPENSATED))).hasSize(last);
        List<Series> series = onFx(
                () -> lookup("#chart-accuracy").queryAs(Chart.class).dataProperty().get().orElseThrow().series());
        assertThat(series).extracting(Series::name).containsExactly("within iterations", "validation", "test: cut",
                "compensated", "fine-tuned");
        assertThat(series).extracting(Series::look).containsExactly(Look.LINE, Look.FULL, Look.CROSS, Look.HOLLOW,
                Look.FULL);
        assertThat(series.get(0).points()).hasSize(3 * last);
        assertThat(series.get(3).points().get(0).text()).startsWith("Test accuracy compensated ")
                .endsWith("iteration " + last);

        picture("prune-done");

        clickOn("#explain-2");
        assertThat(onFx(() -> session.pageProperty().get())).isEqualTo("Explain");
        assertThat(onFx(() -> session.getSelected().rate())).isEqualTo(2.0);
    }

    @Test
    void aCancelledRunLeavesTheWorkspaceWhole() {
        choose(2);
        onFx(() -> {
            page.model().form().number(PruningChoices.SHARE).set(10);
            page.model().form().number(PruningChoices.EPOCHS).set(1000);
            return null;
        });
        clickOn("#prune");
        await("some fine-tuning", () -> page.model().shownProperty().get().losses().size() > 1);
        clickOn("#pause");
        await("the pause", () -> page.model().stateProperty().get() == PruneState.PAUSED);
        assertThat(text("#pause")).isEqualTo("Resume");
        picture("prune-paused");
        clickOn("#cancel");
        await("the end", () -> page.model().stateProperty().get() == PruneState.DONE);

        assertThat(text("#outcome")).contains("cancelled").contains("Kept: unpruned, in ");
        RunFolder run = workspace.runs().get(0);
        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(run.milestones()).extracting(MilestoneRecord::file).containsExactly("unpruned.zip");
        assertThat(run.path()).isDirectoryNotContaining("glob:**.part");
        onEngine(() -> {
            Network.read(run.path().resolve("unpruned.zip")).close();
            return null;
        });
    }

    @Test
    void theForecastTellsWhatToExpectAtOnce() {
        awaitForecast();
        for (String id : new String[] {"#expected-2", "#expected-32"}) {
            await(id, () -> text(id).matches("\\d+\\.\\d %\\n± \\d+\\.\\d"));
        }
        picture("prune-forecast");
    }

    @Test
    void aRateThatCannotBeReachedIsSaidBeforeTheStart() {
        clickOn("#other-rates").write("5000");
        awaitForecast();
        assertThat(text("#obstacle")).contains("×5000").contains("cannot be reached").contains("highest rate is ×");
        assertThat(onFx(() -> lookup("#prune").<Button>query().isDisabled())).isTrue();
    }

    @Test
    void withNothingOpenItSaysWhatToDo() {
        onFx(() -> {
            session.setData(null);
            return null;
        });
        assertThat(onFx(() -> from(lookup("#forecast-instead").<Node>query()).lookup(".label").<Label>queryAll()))
                .extracting(Label::getText).anyMatch(text -> text.contains("Open a network and pictures"));
        assertThat(text("#state")).isEqualTo("Nothing open");
        picture("prune-empty");
    }

    @Test
    void aMilestoneIsSavedElsewhere() {
        OpenNetwork open = onFx(() -> session.getUnpruned());
        new NetworkSaver(networks, notices).save(open, folder.resolve("copy.zip"), false).join();
        assertThat(folder.resolve("copy.zip")).hasSameBinaryContentAs(open.file());

        new NetworkSaver(networks, notices).save(open, folder.resolve("copy.onnx"), true).join();
        assertThat(folder.resolve("copy.onnx")).isNotEmptyFile();
    }

    /** A run that was cancelled between two iterations. */
    private RunFolder interruptedRun() {
        choose(2);
        onFx(() -> {
            page.model().form().number(PruningChoices.SHARE).set(10);
            page.model().form().number(PruningChoices.EPOCHS).set(1);
            return null;
        });
        clickOn("#prune");
        await("two iterations", () -> page.model().shownProperty().get() != null
                && page.model().shownProperty().get().validation().size() >= 2);
        onFx(() -> {
            page.model().shownProperty().get().task().cancel();
            return null;
        });
        await("the end", () -> page.model().stateProperty().get() == PruneState.DONE);
        return workspace.runs().get(0);
    }

    @Test
    void aCancelledRunIsResumedAndReachesItsRate() {
        RunFolder run = interruptedRun();
        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
        int before = run.checkpoint().orElseThrow().iteration();

        clickOn("#resume");
        await("the second part",
                () -> page.model().runs().size() == 2 && page.model().stateProperty().get() == PruneState.DONE);

        assertThat(text("#outcome")).startsWith("All rates were reached. Kept: unpruned, ×2, in " + run.path());
        RunFolder after = RunFolder.read(run.path());
        assertThat(after.status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(after.iterations()).hasSizeGreaterThan(before);
        RunModel shown = onFx(() -> page.model().shownProperty().get());
        assertThat(onFx(() -> List.copyOf(shown.validation()))).extracting(RunModel.Point::iteration)
                .containsExactlyElementsOf(after.iterations().stream().map(one -> (double) one.iteration()).toList());
        assertThat(onFx(() -> List.copyOf(shown.between(PruningStep.CUT)))).extracting(RunModel.Point::value)
                .containsExactlyElementsOf(
                        after.iterations().stream().map(one -> one.steps().get(PruningStep.CUT)).toList());
        assertThat(workspace.runs()).hasSize(1);
    }

    @Test
    void anInterruptedRunIsOfferedAndLeftOrTakenUp() throws Exception {
        RunFolder run = interruptedRun();
        Path file = run.path().resolve(RunFolder.RUN);
        Files.writeString(file, Files.readString(file).replace("CANCELLED", "RUNNING"));
        onFx(() -> interrupted.look()).join();
        await("the offer", () -> !interrupted.all().isEmpty());
        assertThat(onFx(() -> from(lookup("#interrupted").<Node>query()).lookup(".label").<Label>queryAll()))
                .extracting(Label::getText)
                .anyMatch(text -> text
                        .startsWith("The run “" + run.name() + "” of small.zip, to ×2 by "
                                + PruningSettings.STANDARD.ranking().criterion() + ", begun on ")
                        && text.contains(", was interrupted after iteration "));
        picture("prune-interrupted");

        clickOn("Leave it");
        await("the word of it", () -> RunFolder.read(run.path()).status() == RunStatus.CANCELLED);
        onFx(() -> interrupted.look()).join();
        assertThat(onFx(() -> interrupted.all().isEmpty())).isTrue();

        Files.writeString(file, Files.readString(file).replace("CANCELLED", "RUNNING"));
        onFx(() -> {
            interrupted.wantedProperty().set(RunFolder.read(run.path()));
            return null;
        });
        await("the end",
                () -> page.model().runs().size() == 2 && page.model().stateProperty().get() == PruneState.DONE);
        assertThat(RunFolder.read(run.path()).status()).isEqualTo(RunStatus.COMPLETE);
    }

    @Test
    void whileARunIsPausedAnotherIsMadeAndEachNetworkShowsItsOwn() {
        choose(2);
        onFx(() -> {
            page.model().form().number(PruningChoices.RECOVERY_EPOCHS).set(1000);
            return null;
        });
        clickOn("#prune");
        await("some fine-tuning", () -> page.model().shownProperty().get() != null
                && !page.model().shownProperty().get().losses().isEmpty());
        RunModel first = onFx(() -> page.model().shownProperty().get());
        clickOn("#pause");
        await("the pause", () -> page.model().stateProperty().get() == PruneState.PAUSED);
        onFx(() -> {
            page.model().form().number(PruningChoices.RECOVERY_EPOCHS).set(1);
            return null;
        });
        await("that it can be pruned", () -> page.model().obstacleProperty().get().isEmpty()
                && page.model().actionProperty().get().equals("Prune to ×2"));
        onFx(() -> {
            page.model().prune();
            return null;
        });
        await("the end of the second", () -> page.model().shownProperty().get() != first
                && page.model().stateProperty().get() == PruneState.DONE);
        assertThat(onFx(() -> first.stateProperty().get())).isEqualTo(PruneState.PAUSED);

        OpenNetwork another = another();
        onFx(() -> {
            session.begin(another);
            return null;
        });
        assertThat(onFx(() -> page.model().shownProperty().get())).isNull();
        assertThat(onFx(() -> page.model().stateProperty().get())).isEqualTo(PruneState.READY);
        assertThat(lookup("#runs").query().isVisible()).isTrue();
        onFx(() -> {
            page.model().show(first);
            first.task().resume();
            return null;
        });
        await("more fine-tuning", () -> page.model().stateProperty().get() == PruneState.RUNNING);
        onFx(() -> first.task().cancel());
        await("the end", () -> page.model().stateProperty().get() == PruneState.DONE);
    }

    @Test
    void aRunThatTheWindowClosesOnIsInterruptedRatherThanCancelled() {
        choose(2);
        onFx(() -> {
            page.model().form().number(PruningChoices.SHARE).set(10);
            page.model().form().number(PruningChoices.EPOCHS).set(1000);
            return null;
        });
        clickOn("#prune");
        await("some fine-tuning", () -> page.model().shownProperty().get() != null
                && page.model().shownProperty().get().losses().size() > 1);
        engine.shutDown().join();
        RunFolder run = workspace.interrupted().get(0);
        assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(run.content().message()).contains("The window was closed");
    }

    @Test
    void singleWeightsBecomeZeroAndAllSaysWhichRateIsMeant() {
        onFx(() -> {
            page.model().form().value(PruningChoices.MODE).set(PruningMode.UNSTRUCTURED);
            return null;
        });
        awaitForecast();
        assertThat(text("#rate-of")).isEqualTo("nonzero convolution weights before ÷ after");
        picture("prune-unstructured-forecast");
        choose(4);
        assertThat(text("#prune")).isEqualTo("Prune to ×4 nonzero");

        clickOn("#prune");
        await("the end of the run", () -> page.model().stateProperty().get() == PruneState.DONE);

        RunFolder run = workspace.runs().get(0);
        assertThat(run.milestones()).extracting(MilestoneRecord::file).containsExactly("unpruned.zip",
                "x4-nonzero-convolution-weights.zip");
        MilestoneRecord reached = run.milestones().get(1);
        assertThat(reached.parameters()).isEqualTo(run.milestones().get(0).parameters());
        assertThat(reached.nonzeroConvolutionWeights() * 4.0 / reached.convolutionWeights()).isBetween(0.98, 1.02);
        assertThat(onFx(() -> lookup(".rate").<Label>queryAll())).extracting(Label::getText).contains("×4 nonzero");
        picture("prune-unstructured-done");
    }

    @Test
    void moreHoldsRankingAndProtection() {
        clickOn("#more");
        onFx(() -> {
            ScrollPane pane = lookup(".prune-form .scroll-pane").query();
            pane.getScene().getRoot().layout();
            Node wanted = lookup("#protected-layers").query();
            double place = pane.getContent().sceneToLocal(wanted.localToScene(wanted.getBoundsInLocal())).getMinY();
            double view = pane.getViewportBounds().getHeight();
            pane.setVvalue((place - view / 2) / (pane.getContent().getBoundsInLocal().getHeight() - view));
            return null;
        });
        picture("prune-more");
        clickOn("#protected-layers");
        clickOn("#protect-conv2");
        awaitForecast();
        assertThat(onFx(() -> page.model().form().settingsProperty().get().protection().protectedLayers()))
                .containsExactly("conv2");
        assertThat(onFx(() -> page.model().forecast().valueProperty().get().forecasts().get(0).widths()))
                .containsEntry("conv2", 20);
    }

    @Test
    void aThresholdAsksForClassesAndNoRates() {
        onFx(() -> {
            page.model().form().value(PruningChoices.MODE).set(PruningMode.THRESHOLD);
            page.model().form().number(PruningChoices.THRESHOLD).set(9.9);
            return null;
        });
        awaitForecast();
        assertThat(onFx(() -> lookup("#rate-2").<Node>query().getParent().isVisible())).isFalse();
        assertThat(text("#prune")).isEqualTo("Prune filters under 9.9 classes");
        picture("prune-threshold");
    }

    @Test
    void theThresholdOfTheFiltersPageStandsInTheForm() {
        onFx(() -> {
            session.wantedThresholdProperty().set(4.2);
            return null;
        });
        awaitForecast();
        assertThat(text("#prune")).isEqualTo("Prune filters under 4.2 classes");
        assertThat(onFx(() -> session.wantedThresholdProperty().get())).isNaN();
    }
}
