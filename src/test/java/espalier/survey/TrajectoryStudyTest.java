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
import espalier.survey.StudySettings.Explained;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundled sample's networks over a few pictures of Shapes. */
class TrajectoryStudyTest {

    private static Network unpruned;
    private static Network pruned;
    private static StudyPictures pictures;

    @BeforeAll
    static void open() {
        unpruned = Network.read(Path.of("samples/shapes/unpruned.zip"));
        pruned = Network.read(Path.of("samples/shapes/x32.zip"));
        Dataset shapes = Datasets.open("shapes", unpruned.description().inputSize());
        pictures = StudyPictures.first(shapes.part(Part.TEST), 8);
    }

    @AfterAll
    static void close() {
        unpruned.close();
        pruned.close();
    }

    @Test
    void allMeasuresOfTheUnprunedAndOfAPrunedNetwork() {
        TrajectoryStudy study = new TrajectoryStudy(pictures, new StudySettings(CamMethod.GRAD_CAM, Optional.empty(),
                Explained.BY_FIRST, EnumSet.allOf(MapMeasure.class)));
        MeasuredNetwork first = study.add(unpruned, "unpruned", 1, Progress.NONE);
        MeasuredNetwork second = study.add(pruned, "×32", 32, Progress.NONE);
        assertThat(study.networks()).containsExactly(first, second);
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
        assertThat(SweetSpot.of(study.networks(), 1).sentence()).startsWith("There is no mildly pruned network yet");
    }

    @Test
    void whatIsMeasuredLaterIsTheSame() {
        Set<MapMeasure> all = EnumSet.of(MapMeasure.SSIM, MapMeasure.EARTH_MOVER, MapMeasure.DELETION);
        TrajectoryStudy whole = new TrajectoryStudy(pictures,
                new StudySettings(CamMethod.GRAD_CAM, Optional.empty(), Explained.BY_FIRST, all));
        TrajectoryStudy parts = new TrajectoryStudy(pictures,
                new StudySettings(CamMethod.GRAD_CAM, Optional.empty(), Explained.BY_FIRST, Set.of(MapMeasure.SSIM)));
        for (TrajectoryStudy study : new TrajectoryStudy[] {whole, parts}) {
            study.add(unpruned, "unpruned", 1, Progress.NONE);
            study.add(pruned, "×32", 32, Progress.NONE);
        }
        parts.more(1, pruned, Set.of(MapMeasure.EARTH_MOVER, MapMeasure.DELETION), Progress.NONE);
        for (MapMeasure measure : all) {
            assertThat(parts.networks().get(1).values().get(measure)).as(measure.title())
                    .containsExactly(whole.networks().get(1).values().get(measure));
        }
    }

    @Test
    void itCanBeStoppedBetweenBatches() {
        TrajectoryStudy study = new TrajectoryStudy(pictures, new StudySettings(CamMethod.ABLATION_CAM,
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
        assertThatThrownBy(() -> study.add(unpruned, "unpruned", 1, stopped)).isInstanceOf(CancellationException.class);
        assertThat(study.networks()).isEmpty();
    }

    @Test
    void picturesOfAnotherSizeAreRefusedInOneSentence() {
        TrajectoryStudy study = new TrajectoryStudy(pictures,
                new StudySettings(CamMethod.GRAD_CAM, Optional.empty(), Explained.TRUE, Set.of(MapMeasure.PEARSON)));
        try (Network other = TestNetworks.sequence()) {
            assertThatThrownBy(() -> study.add(other, "other", 1, Progress.NONE)).isInstanceOf(Problem.class)
                    .hasMessage(
                            "A picture of 64×64 does not fit test, which takes 8×8. Open the pictures again at that size, or compare networks that take pictures of one size.");
        }
    }
}
