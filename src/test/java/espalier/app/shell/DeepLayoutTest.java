package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.OpenNetwork;
import espalier.app.SceneFaults;
import espalier.app.Theme;
import espalier.data.Dataset;
import espalier.data.Normalisation;
import espalier.data.Picture;
import espalier.data.PictureSize;
import espalier.data.Pictures;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javafx.scene.Group;
import javafx.scene.Scene;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.util.WaitForAsyncUtils;

/** Pages of a network of 33 convolutions and 1 000 classes with names of 60 letters, at two sizes of text. */
class DeepLayoutTest extends ShellTestBase {

    private static final int CLASSES = 1000;
    private static final int CONVOLUTIONS = 33;
    private static final int SIDE = 8;
    private static final String LONG = "a network whose name has as many as sixty letters in it here";

    /** A picture of noise for each class in each part. */
    private record ManyClasses() implements Dataset {

        private static final List<String> NAMES = IntStream.range(0, CLASSES).mapToObj(
                i -> String.format(Locale.ROOT, "a class whose name has as many as sixty letters in it, no. %04d", i))
                .toList();

        @Override
        public String specification() {
            return "many";
        }

        @Override
        public String title() {
            return "Pictures of a thousand classes";
        }

        @Override
        public List<String> classNames() {
            return NAMES;
        }

        @Override
        public PictureSize pictureSize() {
            return new PictureSize(SIDE, SIDE);
        }

        @Override
        public Normalisation normalisation() {
            return Normalisation.CENTRED;
        }

        @Override
        public Pictures part(Part part) {
            return new Noise(part.ordinal());
        }
    }

    private record Noise(long seed) implements Pictures {

        @Override
        public int size() {
            return CLASSES;
        }

        @Override
        public int label(int index) {
            return index;
        }

        @Override
        public Optional<Picture> picture(int index) {
            byte[] rgb = new byte[SIDE * SIDE * 3];
            new SplittableRandom(seed * CLASSES + index).nextBytes(rgb);
            return Optional.of(new Picture(SIDE, SIDE, rgb));
        }

        @Override
        public String title(int index) {
            return "picture " + index;
        }
    }

    private OpenNetwork deep(Dataset data) {
        return onEngine(() -> {
            int[] widths = new int[CONVOLUTIONS];
            Arrays.fill(widths, 8);
            Network network = Architectures.vgg(widths, new Description(LONG, data.classNames(), data.pictureSize(),
                    data.normalisation(), Map.of("data", data.specification())), 3);
            Path file = folder.resolve("deep.zip");
            network.write(file);
            return OpenNetwork.unpruned("deep", network, file);
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2})
    void nothing_is_cut_out_of_the_window_or_over_another_thing(double size) {
        Dataset data = new ManyClasses();
        OpenNetwork network = deep(data);
        onFx(() -> {
            session.close();
            session.setData(data);
            session.begin(network);
            return null;
        });
        await("its scores", () -> selectedScores.get() != null && selectedScores.get().classNames().size() == CLASSES);
        Scene scene = onFx(() -> {
            stage.getScene().setRoot(new Group());
            Scene made = new Scene(shell.view(), 1280, 800);
            Theme.style(made);
            shell.enlarge(size);
            return made;
        });
        List<String> faults = new ArrayList<>();
        for (String page : shell.pages()) {
            onFx(() -> {
                session.setPage(page);
                return null;
            });
            WaitForAsyncUtils.waitForFxEvents();
            onFx(() -> {
                // Some heights follow from widths, and are right in the second round.
                SceneFaults.of(scene);
                return SceneFaults.of(scene);
            }).forEach(fault -> faults.add(page + ": " + fault));
        }
        assertThat(faults).isEmpty();
    }
}
