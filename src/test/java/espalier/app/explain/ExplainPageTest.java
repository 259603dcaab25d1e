package espalier.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.EngineTask;
import espalier.app.TrajectorySurvey;
import espalier.app.WindowTest;
import espalier.app.explain.Drawing.Display;
import espalier.app.explain.Drawing.Scale;
import espalier.app.explain.ExplainViewModel.ClassChoice;
import espalier.app.shell.Parts;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ExplainPageTest extends WindowTest {

    private ExplainPage page;

    @Test
    void mapsOfAllRatesStandBesideEachOther() {
        addMilestones(2, 8);
        open();
        assertThat(grid().networks()).hasSize(3);
        assertThat(lookup("#map-0-2").tryQuery()).isPresent();
        assertThat(grid().cells().get(0).get(2).predictedName()).isNotEmpty();
        choose("#display", Display.DIFFERENCE);
        choose("#scale", Scale.GLOBAL);
        assertThat(lookup("#legend-sentence").queryAs(Label.class).getText()).contains("difference")
                .contains("one scale");
        String first = grid().pictures().get(0).id();
        clickOn("#next-pictures");
        await("other pictures", () -> !grid().pictures().get(0).id().equals(first) && grid().waiting() == 0);
        clickOn("#layer").type(KeyCode.HOME).type(KeyCode.ENTER);
        await("maps of the first layer",
                () -> "conv1".equals(page.model().layerProperty().get()) && grid().waiting() == 0);
    }

    @Test
    void thePointUnderTheMouseIsMarkedInAllColumns() {
        addMilestones(4);
        open();
        moveTo("#map-0-1").moveBy(0, -20);
        await("a marker", () -> page.model().markerProperty().get().isPresent());
        String row = onFx(() -> page.model().markerProperty().get().orElseThrow().picture());
        assertThat(row).isEqualTo(grid().pictures().get(0).id());
        clickOn();
        double before = onFx(() -> page.model().markerProperty().get().orElseThrow().x());
        type(KeyCode.RIGHT);
        assertThat(onFx(() -> page.model().markerProperty().get().orElseThrow().x())).isGreaterThan(before);
    }

    @Test
    void aMapIsLookedAtCloselyWithTheLayersOwnValues() {
        addMilestones(2, 8);
        open();
        clickOn("#map-0-1 .map-image");
        await("the large map", () -> lookup("#zoomed-map").tryQuery().isPresent());
        moveTo("#zoomed-map");
        await("raw values of all rates", () -> lookup(".raw-value").queryAllAs(Label.class).stream()
                .filter(label -> label.getText().startsWith("raw ")).count() == 3);
        picture("explain-zoom-test");
        type(KeyCode.PAGE_DOWN);
        String last = onFx(() -> session.trajectory().get(2).id());
        assertThat(onFx(() -> page.model().zoomProperty().get().orElseThrow().network())).isEqualTo(last);
        clickOn("#display").type(KeyCode.DOWN).type(KeyCode.ENTER);
        assertThat(onFx(() -> page.model().zoomedCell().isPresent())).isTrue();
        onFx(() -> {
            lookup("#zoomed-map").query().requestFocus();
            return null;
        });
        type(KeyCode.ESCAPE);
        await("all pictures", () -> page.model().zoomProperty().get().isEmpty());
        assertThat(onFx(() -> stage.getScene().getFocusOwner().getParent().getId())).isEqualTo("map-0-2");
    }

    @Test
    void mapsComeInTheMiddleOfLongWork() {
        addMilestones(4);
        AtomicBoolean over = new AtomicBoolean();
        EngineTask<String> run = onFx(() -> engine.submit("Pruning", progress -> {
            while (!over.get()) {
                progress.checkpoint();
            }
            return "done";
        }));
        open();
        assertThat(onFx(run::isRunning)).isTrue();
        over.set(true);
        await("the end of the work", () -> !run.isRunning());
    }

    @Test
    void slowMapsAreLongWorkThatIsCancelledAndTakenUpAgain() {
        addMilestones(4);
        open();
        AtomicBoolean over = new AtomicBoolean();
        onFx(() -> engine.submit("Pruning", progress -> {
            while (!over.get()) {
                progress.checkpoint();
            }
            return "done";
        }));
        onFx(() -> {
            page.model().methodProperty().set(CamMethod.SCORE_CAM);
            return null;
        });
        await("the work", () -> engine.tasks().size() == 2);
        assertThat(grid().waiting()).isEqualTo(2L * grid().pictures().size());
        onFx(() -> engine.tasks().get(1).cancel());
        await("its end", () -> grid().failed() == 2L * grid().pictures().size());
        over.set(true);
        clickOn("#retry-maps");
        await("maps", () -> grid().waiting() == 0 && grid().failed() == 0);
        assertThat(grid().cells().get(0).get(1).explanation()).isPresent();
        onFx(() -> {
            page.model().measures().setAll(MapMeasure.DELETION, MapMeasure.ENERGY_INSIDE);
            return null;
        });
        await("tests", () -> grid().cells().stream().flatMap(java.util.List::stream)
                .allMatch(cell -> cell.isEmpty() || !Double.isNaN(cell.known(MapMeasure.DELETION))));
        picture("explain-score-cam-test");
    }

    @Test
    void aNetworkThatCannotBeReadFailsAloneAndIsTriedAgain() throws IOException {
        addMilestones(2, 8);
        Path file = onFx(() -> session.trajectory().get(1).file());
        Path away = folder.resolve("away.zip");
        Files.move(file, away);
        page = show(Parts::explainPage);
        await("the others' maps", () -> !grid().cells().isEmpty() && grid().waiting() == 0);
        assertThat(grid().cells()).allSatisfy(row -> {
            assertThat(row.get(1).failure()).isNotEmpty();
            assertThat(row.get(0).explanation()).isPresent();
            assertThat(row.get(2).explanation()).isPresent();
        });
        await("the study of the others", () -> trajectorySurvey.stateProperty().get() == TrajectorySurvey.State.DONE);
        assertThat(onFx(() -> trajectorySurvey.resultProperty().get().orElseThrow().ids())).hasSize(2);
        picture("explain-failed-test");
        Files.move(away, file);
        clickOn("#retry-maps");
        await("all maps", () -> grid().waiting() == 0 && grid().failed() == 0);
    }

    @Test
    void emptyMapsAreFlaggedInTheKey() {
        addMilestones(4);
        open();
        for (int i = 0; i < 10 && grid().empty() == 0; i++) {
            int label = i;
            onFx(() -> {
                page.model().fixedClassProperty().set(label);
                page.model().classChoiceProperty().set(ClassChoice.FIXED);
                return null;
            });
            await("maps for class " + i, () -> grid().waiting() == 0);
        }
        assertThat(grid().empty()).isPositive();
        assertThat(lookup("#waiting").queryAs(Label.class).getText()).contains("empty (hatched)");
        picture("explain-empty-test");
    }

    @Test
    void aLoneNetworkInvitesToPrune() {
        open();
        clickOn("#prune");
        assertThat(onFx(() -> session.pageProperty().get())).isEqualTo("Prune");
        addMilestones(2);
        await("a second column", () -> grid().networks().size() == 2 && grid().waiting() == 0);
        assertThat(lookup("#prune").query().isVisible() && lookup("#prune").query().getParent().getParent().isVisible())
                .isFalse();
    }

    @Test
    void onesOwnPictureIsExplainedAndTheGridSaved() throws IOException {
        Path own = folder.resolve("mine.png");
        Picture some = shapes().part(Part.TEST).picture(3).orElseThrow();
        BufferedImage image = new BufferedImage(90, 70, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 90 * 70; i++) {
            int row = i / 90 % 64;
            int column = i % 90 % 64;
            image.setRGB(i % 90, i / 90,
                    some.value(row, column, 0) << 16 | some.value(row, column, 1) << 8 | some.value(row, column, 2));
        }
        ImageIO.write(image, "png", own.toFile());
        Path saved = folder.resolve("maps.png");
        Path table = folder.resolve("measures.csv");
        open();
        onFx(() -> {
            page.setFiles(() -> Optional.of(own), () -> Optional.of(saved), () -> Optional.of(table));
            return null;
        });
        clickOn("#open-picture");
        await("the picture", () -> grid().pictures().get(0).title().equals("mine.png") && grid().waiting() == 0);
        assertThat(grid().cells().get(0).get(0).isWrong()).isFalse();
        clickOn("#export-grid");
        await("the file", () -> Files.exists(saved));
        assertThat(ImageIO.read(saved.toFile()).getWidth()).isGreaterThan(2000);
        clickOn("#export-measures");
        await("the table", () -> Files.exists(table));
        assertThat(Files.readAllLines(table)).hasSize(1 + grid().pictures().size()).first().asString()
                .contains("picture,true_class").contains("pearson");
        clickOn(".close-picture");
        await("it is gone", () -> !grid().pictures().get(0).title().equals("mine.png"));
    }

    @Test
    void onlyPicturesWhosePredictionChanges() {
        addMilestones(8);
        open();
        clickOn("#only-changed");
        await("the search", () -> Double.isNaN(page.chooser().scannedProperty().get()) && grid().waiting() == 0);
        assertThat(grid().cells()).allSatisfy(row -> assertThat(row.get(1).isChanged()).isTrue());
        picture("explain-test");
    }

    private void open() {
        page = show(Parts::explainPage);
        await("maps", () -> !grid().cells().isEmpty() && grid().waiting() == 0);
    }

    private MapGrid grid() {
        return page.model().gridProperty().get();
    }

    private <T> void choose(String box, T value) {
        clickOn(box);
        int index = onFx(() -> lookup(box).<ComboBox<T>>query().getItems().indexOf(value));
        type(KeyCode.HOME);
        for (int i = 0; i < index; i++) {
            type(KeyCode.DOWN);
        }
        type(KeyCode.ENTER);
        assertThat(onFx(() -> lookup(box).<ComboBox<T>>query().getValue())).isEqualTo(value);
    }
}
