package espalier.app.compare;

import static espalier.pruning.PruningChoices.CRITERION;
import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.EngineTask;
import espalier.app.OpenNetwork;
import espalier.app.TrajectorySurvey;
import espalier.app.WindowTest;
import espalier.app.controls.Chart;
import espalier.app.controls.ChartData;
import espalier.app.controls.ChartData.Look;
import espalier.app.controls.ChartData.Point;
import espalier.app.controls.ChartData.Series;
import espalier.app.controls.Heatmap;
import espalier.app.shell.Parts;
import espalier.explain.measures.MapMeasure;
import espalier.network.Network;
import espalier.pruning.PruningSettings;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.pruning.RunEvent.Milestone;
import espalier.survey.MeanInterval;
import espalier.workspace.Recipe;
import espalier.workspace.RunFolder;
import espalier.workspace.RunLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

class ComparePageTest extends WindowTest {

    private ComparePage page;

    @Test
    void aNetworkSelectedInOneViewIsMarkedInAll() {
        addMilestones(2, 8);
        open();
        OpenNetwork eighth = onFx(() -> session.trajectory().get(2));
        click("#accuracy-chart", eighth.id());
        assertThat(onFx(() -> page.model().selectedProperty().get())).isEqualTo(eighth.id());
        assertThat(onFx(() -> table().getSelectionModel().getSelectedItem().id())).isEqualTo(eighth.id());
        assertThat(onFx(() -> lookup("#class-accuracy").queryAs(Heatmap.class).selectedColumnProperty().get()))
                .isEqualTo(2);
        type(KeyCode.LEFT);
        assertThat(onFx(() -> table().getSelectionModel().getSelectedItem().rate())).isEqualTo(2);
        clickOn("unpruned");
        assertThat(onFx(() -> lookup("#scatter").queryAs(Chart.class).selectedProperty().get()))
                .isEqualTo(onFx(() -> session.trajectory().get(0).id()));
    }

    @Test
    void aReportIsMadeOfTheRunThatIsShown() {
        onFx(() -> {
            opener.sample();
            return null;
        });
        await("the sample", () -> session.trajectory().size() == 5);
        open();
        Path report = folder.resolve("report.html");
        page.setReportFile(() -> Optional.of(report));
        clickOn("#report");
        assertThat(onFx(() -> lookup("#report").<MenuButton>query().getItems())).hasSize(1);
        picture("compare-report");
        clickOn("The run that is shown…");
        // Measuring its maps takes long; that it was begun will do here.
        await("the work", () -> onFx(() -> engine.tasks().stream().map(EngineTask::getTitle).toList())
                .contains("Making a report"));
        onFx(() -> {
            List.copyOf(engine.tasks()).forEach(EngineTask::cancel);
            return null;
        });
        await("the end",
                () -> onFx(() -> engine.tasks().stream().noneMatch(task -> task.getTitle().equals("Making a report"))));
        assertThat(report).doesNotExist();
    }

    @Test
    void mapsAreMeasuredAtAllRatesAlsoAtThoseThatComeLater() {
        addMilestones(2);
        open();
        studied(2);
        addMilestones(8);
        studied(3);
        await("the end", () -> trajectorySurvey.stateProperty().get() == TrajectorySurvey.State.DONE);
        String eighth = onFx(() -> session.trajectory().get(2).id());
        MeanInterval similarity = onFx(() -> trajectorySurvey.mean(eighth, MapMeasure.SSIM)).orElseThrow();
        assertThat(similarity.count() + similarity.left()).isEqualTo(40);
        MeanInterval inside = onFx(() -> trajectorySurvey.mean(eighth, MapMeasure.ENERGY_INSIDE)).orElseThrow();
        assertThat(inside.mean()).isBetween(inside.low(), inside.high());
        assertThat(inside.mean()).isBetween(0.0, 1.0);
        assertThat(onFx(() -> lookup("#explanation-chart").queryAs(Chart.class).dataProperty().get()).orElseThrow()
                .series().get(0).points()).hasSize(2);
    }

    @Test
    void faithfulnessIsTestedWhenAskedForAndTakenUpAgainAfterACancellation() {
        addMilestones(2);
        open();
        await("the quick measures", () -> trajectorySurvey.stateProperty().get() == TrajectorySurvey.State.DONE);
        String second = onFx(() -> session.trajectory().get(1).id());
        assertThat(onFx(() -> trajectorySurvey.mean(second, MapMeasure.DELETION))).isEmpty();
        onFx(() -> {
            trajectorySurvey.test();
            List.copyOf(engine.tasks()).forEach(EngineTask::cancel);
            return null;
        });
        await("the cancellation", () -> trajectorySurvey.stateProperty().get() == TrajectorySurvey.State.CANCELLED);
        assertThat(onFx(() -> trajectorySurvey.mean(second, MapMeasure.PEARSON))).isPresent();
        clickOn("#survey-again");
        await("the rest", () -> trajectorySurvey.stateProperty().get() == TrajectorySurvey.State.DONE);
        assertThat(onFx(() -> trajectorySurvey.mean(second, MapMeasure.DELETION))).isPresent();
        assertThat(onFx(() -> trajectorySurvey.mean(second, MapMeasure.EARTH_MOVER))).isPresent();
    }

    @Test
    void runsOfTheWorkspaceStandBesideWhatIsShown() throws IOException {
        addMilestones(4);
        storeRun("random", 4, 16);
        open();
        await("the run", () -> page.model().runs().size() == 2);
        studied(2);
        assertThat(onFx(() -> page.model().distinct())).extracting(ComparedNetwork::title)
                .containsExactlyInAnyOrder("unpruned", "class-aware ×4", "random ×4", "random ×16");
        Path saved = folder.resolve("networks.csv");
        onFx(() -> {
            page.setFile(() -> Optional.of(saved));
            return null;
        });
        clickOn("#save-table");
        await("the file", () -> Files.exists(saved));
        List<String> lines = Files.readAllLines(saved);
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).startsWith("run,criterion,rate,achieved_rate,parameters,macs,accuracy");
        assertThat(lines.get(0).split(",")).hasSize(14 + MapMeasure.values().length);
        clickOn("parameters");
        assertThat(onFx(() -> page.model().costProperty().get())).isEqualTo(CompareViewModel.CostKind.PARAMETERS);
        picture("compare-test");
    }

    @Test
    void aRunShowsItsStepsAsThreeLinesOfTheAccuracyChart() {
        addMilestones(4);
        storeRun("random", 4, 16);
        open();
        await("the run", () -> page.model().runs().size() == 2);
        // Of what is shown nothing is known but how its networks are.
        assertThat(lookup("#step-key").query().isVisible()).isFalse();
        assertThat(onFx(() -> chart().series())).hasSize(2);
        ComparedNetwork sixteenth = onFx(() -> page.model().distinct()).stream().filter(network -> network.rate() == 16)
                .findFirst().orElseThrow();
        assertThat(sixteenth.steps()).containsEntry(PruningStep.CUT, 0.2).containsEntry(PruningStep.COMPENSATED, 0.4);

        onFx(() -> {
            page.model().selectedProperty().set(sixteenth.id());
            lookup("#accuracy-chart").query().requestFocus();
            return null;
        });

        List<Series> series = onFx(() -> chart().series());
        assertThat(series).hasSize(4);
        assertThat(series.subList(0, 2)).extracting(Series::look).containsExactly(Look.CROSS, Look.HOLLOW);
        assertThat(series.subList(0, 2)).extracting(one -> one.points().get(2).y()).containsExactly(0.2, 0.4);
        assertThat(series.get(0).points()).extracting(Point::id)
                .isEqualTo(series.get(2).points().stream().map(Point::id).toList());
        assertThat(series.get(0).points().get(2).text()).contains("cut 20.0 %, compensated 40.0 %, fine-tuned ");
        assertThat(onFx(() -> page.model().stepKey())).extracting(Series::name).containsExactly("cut", "compensated",
                "fine-tuned");
        assertThat(lookup("#step-key").query().isVisible()).isTrue();
        assertThat(onFx(() -> page.model().csv())).contains(",accuracy_cut,accuracy_compensated,")
                .containsPattern("x16.zip,0\\.2\\d*,0\\.4\\d*,");
        // Each network once, from the right to the left.
        type(KeyCode.LEFT);
        assertThat(onFx(() -> table().getSelectionModel().getSelectedItem().rate())).isEqualTo(4);
        type(KeyCode.RIGHT);
        assertThat(onFx(() -> table().getSelectionModel().getSelectedItem().rate())).isEqualTo(16);
        picture("compare-steps");
    }

    @Test
    void aNetworkThatWasKeptLiveBringsNoStepsIntoATrajectoryWithoutThem() {
        addMilestones(4, 16);
        storeRun("random", 4);
        OpenNetwork fourth = session.trajectory().get(1);
        onFx(() -> {
            session.trajectory().set(1,
                    new OpenNetwork(fourth.id(), fourth.rate(), fourth.achievedRate(), fourth.description(),
                            fourth.layers(), fourth.cost(), fourth.test(), fourth.imagesPerSecond(), "obs",
                            fourth.file(), fourth.rateOf(), Map.of(PruningStep.COMPENSATED, 0.4)));
            return null;
        });
        open();
        await("the run", () -> page.model().runs().size() == 2);
        // It was never evaluated as cut, and of the other nothing is known: there is nothing to draw or to explain.
        assertThat(onFx(() -> chart().series())).hasSize(2);
        assertThat(onFx(() -> page.model().stepKey())).isEmpty();
    }

    private ChartData chart() {
        return lookup("#accuracy-chart").queryAs(Chart.class).dataProperty().get().orElseThrow();
    }

    @Test
    void withoutANetworkThePageSaysWhatWillBeHere() {
        onFx(() -> {
            session.trajectory().clear();
            session.unprunedProperty().set(null);
            return null;
        });
        page = show(Parts::comparePage);
        assertThat(lookup("Nothing to compare yet").query().isVisible()).isTrue();
    }

    private void open() {
        page = show(Parts::comparePage);
        await("the charts", () -> page.model().accuracyChart().isPresent());
    }

    private void studied(int networks) {
        await("measures of " + networks + " networks",
                () -> session.trajectory().stream()
                        .filter(network -> trajectorySurvey.mean(network.id(), MapMeasure.PEARSON).isPresent())
                        .count() == networks);
    }

    private TableView<ComparedNetwork> table() {
        return lookup("#networks").queryTableView();
    }

    private void click(String chart, String network) {
        Point2D place = onFx(() -> {
            Chart found = lookup(chart).queryAs(Chart.class);
            return found.localToScreen(found.place(network).orElseThrow());
        });
        clickOn(place);
    }

    /** A run as it is on disk after its end, with the shown networks at other rates. */
    @Test
    void aRunIsHiddenByAClickAndRunsOnOtherPicturesWaitToBeAskedFor() {
        addMilestones(4);
        storeRun("random", 4);
        RunFolder other = workspace.newRun(Recipe.prune("tiny.zip", "folder:elsewhere", PruningSettings.STANDARD));
        onEngine(() -> other.saveMilestone(milestone(onFx(() -> session.trajectory().get(0)), 1)));
        onEngine(() -> other.saveMilestone(milestone(onFx(() -> session.trajectory().get(1)), 8)));
        onEngine(() -> {
            new RunLabel("elsewhere", "", List.of()).save(other.path());
            return null;
        });
        open();
        await("the run", () -> page.model().runs().size() == 2);
        clickOn("#other-data");
        await("the other", () -> page.model().runs().contains("elsewhere"));
        onFx(() -> {
            page.model().hidden().add("elsewhere");
            return null;
        });
        assertThat(
                onFx(() -> lookup("#accuracy-chart").queryAs(Chart.class).dataProperty().get()).orElseThrow().series())
                .filteredOn(series -> series.name().equals("elsewhere")).singleElement()
                .satisfies(series -> assertThat(series.points()).isEmpty());
    }

    private void storeRun(String criterion, double... rates) {
        OpenNetwork unpruned = onFx(() -> session.trajectory().get(0));
        OpenNetwork pruned = onFx(() -> session.trajectory().get(1));
        RunFolder run = workspace
                .newRun(Recipe.prune("tiny.zip", "shapes:7", PruningSettings.STANDARD.with(CRITERION, criterion)));
        onEngine(() -> run.saveMilestone(milestone(unpruned, 1)));
        for (double rate : rates) {
            onEngine(() -> run.saveMilestone(milestone(pruned, rate)));
        }
    }

    private Milestone milestone(OpenNetwork open, double rate) {
        Network network = networks.get(open);
        Map<PruningStep, Double> steps = rate == 1 ? Map.of() : Map.of(PruningStep.CUT, 0.2, PruningStep.COMPENSATED,
                0.4, PruningStep.FINE_TUNED, open.test().orElseThrow().accuracy());
        return new Milestone(rate, rate, open.cost(), Map.of(), open.test().orElseThrow(), 500, network,
                RateOf.PARAMETERS, -1, steps, open.test().orElseThrow().accuracy());
    }
}
