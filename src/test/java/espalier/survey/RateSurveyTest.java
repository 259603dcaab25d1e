package espalier.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.survey.RateSurvey.Explained;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundled sample's networks over a few pictures of Shapes. */
class RateSurveyTest {

    private static Network unpruned;
    private static Network pruned;
    private static SurveyPictures pictures;

    @BeforeAll
    static void open() {
        unpruned = Network.read(Path.of("samples/shapes/unpruned.zip"));
        pruned = Network.read(Path.of("samples/shapes/x32.zip"));
        Dataset shapes = Datasets.open("shapes", unpruned.description().inputSize());
        pictures = SurveyPictures.first(shapes.part(Part.TEST), 8);
    }

    @AfterAll
    static void close() {
        unpruned.close();
        pruned.close();
    }

    @Test
    void allMeasuresOfTheUnprunedAndOfAPrunedNetwork() {
        RateSurvey survey = new RateSurvey(() -> pictures, new RateSurvey.Settings(CamMethod.GRAD_CAM, Optional.empty(),
                Explained.BY_FIRST, EnumSet.allOf(MapMeasure.class)));
        survey.add("a", unpruned, "unpruned", 1, Progress.NONE);
        MeasuredNetwork first = survey.complete("a", unpruned, Progress.NONE);
        survey.add("b", pruned, "×32", 32, Progress.NONE);
        MeasuredNetwork second = survey.complete("b", pruned, Progress.NONE);
        assertThat(survey.isComplete("b")).isTrue();
        assertThat(first.mean(MapMeasure.PEARSON, 1).mean()).isCloseTo(1, within(1e-6));
        assertThat(first.mean(MapMeasure.EARTH_MOVER, 1).mean()).isZero();
        assertThat(second.mean(MapMeasure.PEARSON, 1).mean()).isLessThan(0.95);
        assertThat(second.mean(MapMeasure.EARTH_MOVER, 1).mean()).isBetween(0.005, 0.7);
        for (MapMeasure measure : MapMeasure.values()) {
            assertThat(second.values().get(measure)).as(measure.title()).hasSize(8);
            assertThat(second.mean(measure, 1).mean()).as(measure.title()).isBetween(-1.0, 1.0);
        }
        for (int i = 0; i < pictures.size(); i++) {
            assertThat(second.explanations().get(i).explained()).isEqualTo(first.explanations().get(i).predicted());
        }
        assertThat(survey.result(List.of("a", "b"), 1).spot().sentence())
                .startsWith("There is no mildly pruned network yet");
    }

    @Test
    void whatIsMeasuredLaterIsTheSame() {
        Set<MapMeasure> all = EnumSet.of(MapMeasure.SSIM, MapMeasure.EARTH_MOVER, MapMeasure.DELETION);
        RateSurvey.Settings settings = new RateSurvey.Settings(CamMethod.GRAD_CAM, Optional.empty(), Explained.BY_FIRST,
                all);
        RateSurvey one = new RateSurvey(() -> pictures, settings);
        one.add("a", unpruned, "unpruned", 1, Progress.NONE);
        one.complete("a", unpruned, Progress.NONE);
        one.add("b", pruned, "×32", 32, Progress.NONE);
        one.complete("b", pruned, Progress.NONE);
        RateSurvey other = new RateSurvey(() -> pictures, settings);
        other.add("a", unpruned, "unpruned", 1, Progress.NONE);
        assertThat(other.add("b", pruned, "×32", 32, Progress.NONE).values()).containsOnlyKeys(MapMeasure.SSIM);
        MeasuredNetwork completed = other.complete("b", pruned, Progress.NONE);
        // The first network lacks the rest, so only what both have is compared.
        assertThat(other.result(List.of("a", "b"), 1).network("b").orElseThrow().values())
                .containsOnlyKeys(MapMeasure.SSIM);
        MeasuredNetwork whole = one.result(List.of("a", "b"), 1).network("b").orElseThrow();
        for (MapMeasure measure : all) {
            assertThat(completed.values().get(measure)).as(measure.title())
                    .containsExactly(whole.values().get(measure));
        }
    }

    @Test
    void itCanBeStoppedBetweenBatches() {
        RateSurvey survey = new RateSurvey(() -> pictures, new RateSurvey.Settings(CamMethod.ABLATION_CAM,
                Optional.empty(), Explained.TRUE, Set.of(MapMeasure.ENERGY_INSIDE)));
        AtomicInteger checks = new AtomicInteger();
        Progress stopped = new Progress() {
            @Override
            public void update(double fraction, String message) {
                assertThat(fraction).isBetween(0.0, 1.0);
            }

            @Override
            public void checkpoint() {
                if (checks.incrementAndGet() == 4) {
                    throw new CancellationException();
                }
            }
        };
        assertThatThrownBy(() -> survey.add("a", unpruned, "unpruned", 1, stopped))
                .isInstanceOf(CancellationException.class);
        assertThat(survey.isEmpty()).isTrue();
    }

    @Test
    void picturesOfAnotherSizeAreRefusedInOneSentence() {
        RateSurvey survey = new RateSurvey(() -> pictures, new RateSurvey.Settings(CamMethod.GRAD_CAM, Optional.empty(),
                Explained.TRUE, Set.of(MapMeasure.PEARSON)));
        try (Network other = TestNetworks.sequence()) {
            assertThatThrownBy(() -> survey.add("a", other, "other", 1, Progress.NONE)).isInstanceOf(Problem.class)
                    .hasMessage(
                            "A picture of 64×64 does not fit test, which takes 8×8. Open the pictures again at that size, or compare networks that take pictures of one size.");
        }
    }
}
