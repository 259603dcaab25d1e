package espalier.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.data.PictureSize;
import espalier.data.Pictures;
import espalier.explain.measures.MapMeasure;
import espalier.network.Network;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import espalier.study.StudyContent.Shown;
import espalier.workspace.RunFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies of the sample's networks. */
class StudyMakerTest {

    private static RunFolder run;
    private static Dataset shapes;

    @TempDir
    private Path folder;

    @BeforeAll
    static void sample() {
        run = RunFolder.read(Path.of("samples/shapes"));
        try (Network network = Network.read(run.file(run.milestones().get(0)))) {
            PictureSize size = network.description().inputSize();
            shapes = Datasets.open("shapes", size, network.description().classNames());
        }
    }

    private static StudyDesign design(Experiment experiment, Display display, List<List<Double>> networks,
            int perClass) {
        return new StudyDesign("Shapes", experiment, display, networks, "grad-cam", perClass, 2, 10, 3, 11, "");
    }

    @Test
    void explanationMapsOfPicturesThatAllNetworksKnow() throws IOException {
        StudyContent made = StudyMaker.make(folder,
                design(Experiment.PREFERENCE, Display.MAP, List.of(List.of(2.0, 1.0), List.of(8.0, 1.0)), 2), run,
                shapes, Progress.NONE);

        assertThat(made.pictures()).hasSize(20);
        assertThat(made.practice()).hasSize(3);
        assertThat(made.pictures().stream().collect(Collectors.groupingBy(Shown::trueClass)).values())
                .allMatch(each -> each.size() == 2);
        assertThat(made.pictures()).extracting(Shown::trueClass)
                .isNotEqualTo(made.pictures().stream().map(Shown::trueClass).sorted().toList());
        assertThat(made.provenance()).containsKeys("run", "data", "network 1", "network 2", "network 8");
        assertThat(Study.read(folder)).isEqualTo(made);

        Set<String> names = new HashSet<>();
        for (Shown shown : made.pictures()) {
            BufferedImage picture = image(shown.file());
            names.add(shown.file());
            for (String file : shown.maps().values()) {
                names.add(file);
                BufferedImage map = image(file);
                int lit = 0;
                for (int y = 0; y < map.getHeight(); y++) {
                    for (int x = 0; x < map.getWidth(); x++) {
                        int argb = map.getRGB(x, y);
                        lit += argb == 0xFF000000 ? 0 : 1;
                        assertThat(argb).isIn(0xFF000000, picture.getRGB(x, y));
                    }
                }
                assertThat(lit / (double) (map.getHeight() * map.getWidth())).isBetween(0.001, 0.1005);
            }
        }
        assertThat(names).as("every picture has a file of its own").hasSize(20 * 4);
        try (Study study = Study.open(folder); Stream<Path> files = Files.list(folder.resolve(Study.PICTURES))) {
            assertThat(files).hasSize(23 * 4);
            Optional<Task> task = study.next("anna");
            assertThat(task.orElseThrow().isPractice()).isTrue();
            assertThat(task.orElseThrow().shown()).isIn(shapes.classNames());
        }
    }

    @Test
    void heatMapsOfThePaperAreDrawnAndTheSeedChoosesThePictures() throws IOException {
        StudyDesign design = design(Experiment.RECOGNITION, Display.HEAT, List.of(List.of(1.0), List.of(2.0)), 1);
        StudyContent one = StudyMaker.make(folder.resolve("one"), design, run, shapes, Progress.NONE);
        StudyContent other = StudyMaker.make(folder.resolve("other"), design, run, shapes, Progress.NONE);
        for (int i = 0; i < 10; i++) {
            Shown shown = one.pictures().get(i);
            assertThat(Files.readAllBytes(folder.resolve("one/pictures").resolve(shown.maps().get(2.0))))
                    .isEqualTo(Files.readAllBytes(
                            folder.resolve("other/pictures").resolve(other.pictures().get(i).maps().get(2.0))));
            assertThat(shown.file()).isNotEqualTo(other.pictures().get(i).file());
        }
    }

    @Test
    void mapsOfAStudyAreMeasuredAsOnThePageExplain() {
        StudyMaker.make(folder, design(Experiment.PREFERENCE, Display.MAP, List.of(List.of(2.0, 8.0)), 1), run, shapes,
                Progress.NONE);
        Pictures test = shapes.part(Dataset.Part.TEST);
        assertThat(MapMeasures.read(folder)).isEmpty();

        MapMeasures.take(folder, StudyMaker.networks(run, List.of(1.0, 2.0, 8.0)), test, Progress.NONE);

        MapMeasures measures = MapMeasures.read(folder).orElseThrow();
        assertThat(measures.measures()).hasSize(MapMeasure.values().length).allSatisfy(measure -> {
            assertThat(measure.values().keySet()).containsExactly(1.0, 2.0, 8.0);
            assertThat(measure.values().values()).allSatisfy(values -> assertThat(values).hasSize(10));
        });
        // Likeness of the unpruned network's maps to themselves; objects are known in this data set.
        assertThat(measured(measures, MapMeasure.PEARSON).values().get(1.0)).containsOnly(new double[] {1},
                within(1e-6));
        assertThat(Arrays.stream(measured(measures, MapMeasure.PEARSON).values().get(8.0)))
                .allMatch(value -> value < 0.9999);
        assertThat(Arrays.stream(measured(measures, MapMeasure.ENERGY_INSIDE).values().get(2.0)))
                .allMatch(value -> value > 0.05);
        MapMeasures.Measured distance = measured(measures, MapMeasure.L1);
        assertThat(distance.goodness(3, 8)).isEqualTo(-distance.values().get(8.0)[3]);
        assertThat(distance.goodness(3, 4)).isNaN();
        assertThatThrownBy(() -> MapMeasures.take(folder,
                Map.of(1.0, () -> Network.read(run.file(run.milestones().get(0))), 2.0,
                        () -> Network.read(run.file(run.milestones().get(2))), 8.0,
                        () -> Network.read(run.file(run.milestones().get(3)))),
                test, Progress.NONE)).isInstanceOf(Problem.class).hasMessageContaining("is another than the study's");
    }

    private static MapMeasures.Measured measured(MapMeasures measures, MapMeasure measure) {
        return measures.measures().stream().filter(each -> each.key().equals(measure.key())).findFirst().orElseThrow();
    }

    @Test
    void aStudyThatDoesNotSayWhichPicturesItShowsIsNotMeasured() throws IOException {
        SmallStudy.write(folder, SmallStudy.preference(1, 1, 4, 0));
        assertThatThrownBy(() -> MapMeasures.take(folder, Map.of(), shapes.part(Dataset.Part.TEST), Progress.NONE))
                .isInstanceOf(Problem.class).hasMessageContaining("does not say which pictures");
    }

    @Test
    void tooFewPicturesOrAnUnknownRateAreToldInASentence() {
        assertThatThrownBy(() -> StudyMaker.make(folder,
                design(Experiment.RECOGNITION, Display.MAP, List.of(List.of(3.0)), 1), run, shapes, Progress.NONE))
                .isInstanceOf(Problem.class).hasMessageContaining("no network at ×3").hasMessageContaining("×32");
        int all = shapes.part(Dataset.Part.TEST).size();
        assertThatThrownBy(() -> StudyMaker.make(folder,
                design(Experiment.RECOGNITION, Display.MAP, List.of(List.of(2.0)), all), run, shapes, Progress.NONE))
                .isInstanceOf(Problem.class).hasMessageContaining("too few pictures correctly")
                .hasMessageContaining(" of " + shapes.classNames().get(0));
        assertThat(folder.resolve(Study.CONTENT)).doesNotExist();
    }

    private BufferedImage image(String file) throws IOException {
        return ImageIO.read(folder.resolve(Study.PICTURES).resolve(file).toFile());
    }
}
