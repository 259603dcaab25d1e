package espalier.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.OpenNetwork;
import espalier.app.WindowTest;
import espalier.app.shell.Parts;
import espalier.app.train.TrainingModel.State;
import espalier.data.Dataset;
import espalier.data.PictureSize;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.training.Beginning;
import espalier.training.TrainingEffort;
import espalier.workspace.RunRecord.RunStatus;
import espalier.workspace.TrainingFolder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** A person makes a network of their own from a folder of pictures. */
class TrainPageTest extends WindowTest {

    private static final int SIDE = 16;
    private TrainPage page;
    private Path pictures;

    @BeforeEach
    void openANetworkOfOtherClasses() throws IOException {
        pictures = Files.createDirectories(folder.resolve("mine"));
        for (int i = 0; i < 20; i++) {
            write(pictures.resolve("red").resolve(i + ".png"), new Color(200 + i, 30, 40 + 2 * i));
            write(pictures.resolve("blue").resolve(i + ".png"), new Color(30, 40 + 2 * i, 200 + i));
        }
        Dataset data = shapes();
        OpenNetwork open = onEngine(() -> {
            Network network = Architectures.vgg(new int[] {6, 0, 8, 0}, new Description("base", data.classNames(),
                    new PictureSize(SIDE, SIDE), data.normalisation(), Map.of()), 5);
            Path file = folder.resolve("base.zip");
            network.write(file);
            return OpenNetwork.unpruned("base", network, file);
        });
        onFx(() -> {
            session.setData(null);
            session.begin(open);
            return null;
        });
        page = show(Parts::trainPage);
    }

    private static void write(Path file, Color colour) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private String text(String id) {
        return onFx(() -> lookup(id).<Labeled>query().getText());
    }

    private void use(Path chosen) {
        onFx(() -> {
            page.model().useFolder(chosen);
            return null;
        });
    }

    private void awaitReady() {
        await("what it would train", () -> onFx(() -> page.model().previewProperty().get() != null)
                && !onFx(() -> lookup("#train").<Button>query().isDisabled()));
    }

    private TrainingModel shown() {
        return onFx(() -> page.model().shownProperty().get());
    }

    private void awaitState(State state) {
        await("the training to be " + state,
                () -> onFx(() -> shown() != null && shown().stateProperty().get() == state));
    }

    private void set(Runnable change) {
        onFx(() -> {
            change.run();
            return null;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void a_network_with_a_new_head_learns_the_folder_and_is_open_then() {
        use(pictures);
        awaitReady();
        assertThat(text("#train-pictures")).contains("2 classes; 28 pictures for training");
        assertThat(text("#train-network")).contains("from base", "frozen: up to");
        assertThat(text("#train-time-quick")).startsWith("≈ ");
        set(() -> page.model().form().epochs().set(12));
        awaitReady();

        clickOn("#train");
        awaitState(State.DONE);

        assertThat(shown().epochs()).hasSize(12)
                .allMatch(epoch -> epoch.validationAccuracy() >= 0 && epoch.validationAccuracy() <= 1);
        assertThat(shown().validationProperty().get().confusion()).hasDimensions(2, 2);
        assertThat(text("#train-outcome")).contains("mine tells", "test pictures right");
        await("the new network", () -> onFx(
                () -> session.getUnpruned() != null && session.getUnpruned().description().name().equals("mine")));
        assertThat(session.getUnpruned().description().classNames()).containsExactly("blue", "red");
        await("its pictures",
                () -> onFx(() -> session.getData() != null && session.getData().specification().contains("mine")));
        TrainingFolder kept = workspace.trainings().get(0);
        assertThat(kept.content().status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(Network.describe(kept.network()).provenance()).containsKeys("transfer from", "frozen", "data");
        await("it in the list", () -> onFx(() -> lookup("#trained-here").query().isVisible()));
    }

    @Test
    void it_stops_and_is_resumed_or_kept_as_it_is() {
        use(pictures);
        set(() -> {
            page.model().form().beginningProperty().set(Beginning.NEW);
            page.model().form().architectureProperty().set("shapes-vgg");
            page.model().form().size().set(SIDE);
            page.model().form().batch().set(14);
            page.model().form().epochs().set(400);
        });
        awaitReady();
        clickOn("#train");
        await("two epochs", () -> onFx(() -> shown() != null && shown().epochs().size() >= 2));
        clickOn("#train-stop");
        awaitState(State.STOPPED);
        int reached = shown().epochs().size();
        assertThat(text("#train-outcome")).contains("Stopped after epoch " + reached + " of 400");
        clickOn("#train-resume");
        await("it to go on", () -> onFx(() -> shown().epochs().size() > reached));
        clickOn("#train-stop");
        awaitState(State.STOPPED);
        clickOn("#train-keep");
        awaitState(State.DONE);
        assertThat(workspace.trainings()).singleElement()
                .satisfies(training -> assertThat(training.network()).exists());
    }

    @Test
    void one_that_the_program_left_in_the_middle_is_offered_and_resumed() throws IOException {
        use(pictures);
        set(() -> page.model().form().epochs().set(2000));
        awaitReady();
        clickOn("#train");
        await("an epoch", () -> onFx(() -> shown() != null && !shown().epochs().isEmpty()));
        onFx(() -> {
            shown().task().cancel();
            return null;
        });
        awaitState(State.STOPPED);
        Path left = workspace.trainings().get(0).path();
        // As a killed program leaves it: it says that it is under way, and nobody writes.
        Path record = left.resolve(TrainingFolder.RECORD);
        Files.writeString(record, Files.readString(record).replace("\"CANCELLED\"", "\"RUNNING\""));
        onFx(() -> {
            page.model().trainings().look();
            return null;
        });
        await("the offer", () -> onFx(() -> !page.model().trainings().interrupted().isEmpty()
                && lookup("#interrupted-trainings").query().isVisible()));
        int before = shown().epochs().size();
        clickOn("Resume");
        await("more epochs", () -> onFx(() -> shown().epochs().size() > before));
        clickOn("#train-stop");
        awaitState(State.STOPPED);
    }

    @Test
    void what_cannot_be_trained_is_told_in_a_sentence() throws IOException {
        await("the first obstacle", () -> text("#train-obstacle").contains("Open pictures first"));
        Path one = Files.createDirectories(folder.resolve("one"));
        write(one.resolve("red").resolve("1.png"), Color.RED);
        use(one);
        await("one class", () -> text("#train-obstacle").contains("one class only"));
        Path few = Files.createDirectories(folder.resolve("few"));
        write(few.resolve("red").resolve("1.png"), Color.RED);
        write(few.resolve("blue").resolve("1.png"), Color.BLUE);
        use(few);
        await("too few", () -> text("#train-obstacle").contains("too few pictures"));
        use(folder.resolve("nowhere"));
        await("no folder", () -> text("#train-obstacle").contains("There is no folder"));
        use(pictures);
        awaitReady();
        set(() -> page.model().form().batch().textProperty().set("none"));
        await("a field", () -> text("#train-obstacle").contains("Pictures in a step"));
        set(() -> {
            page.model().form().batch().set(8);
            page.model().useFile(folder.resolve("missing.zip"));
        });
        await("no file", () -> text("#train-obstacle").contains("missing.zip"));
        assertThat(onFx(() -> lookup("#train").<Button>query().isDisabled())).isTrue();
    }

    @Test
    void efforts_say_how_often_the_pictures_come() {
        use(pictures);
        awaitReady();
        clickOn("#train-effort-quick");
        assertThat(page.model().form().epochs().typed()).isEqualTo(TrainingEffort.QUICK.epochs(Beginning.NEW_HEAD, 28))
                .isEqualTo(100);
        assertThat(TrainingEffort.QUICK.epochs(Beginning.NEW_HEAD, 400)).isEqualTo(10);
        assertThat(TrainingEffort.THOROUGH.epochs(Beginning.NEW, 50_000)).isEqualTo(10);
        set(() -> page.model().form().flipProperty().set(true));
        await("pictures as they are changed", () -> onFx(() -> {
            TrainingPreview preview = page.model().previewProperty().get();
            return preview != null && preview.samples().size() == 18
                    && preview.samples().get(0).label().equals(preview.samples().get(2).label());
        }));
        assertThat(List.of(TrainingEffort.values())).extracting(TrainingEffort::title).containsExactly("Quick",
                "Normal", "Thorough");
    }
}
