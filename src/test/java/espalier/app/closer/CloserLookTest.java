package espalier.app.closer;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.CloseUp;
import espalier.app.OpenNetwork;
import espalier.app.WindowTest;
import espalier.app.controls.Heatmap;
import espalier.data.Dataset.Part;
import java.util.stream.IntStream;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;

class CloserLookTest extends WindowTest {

    @Test
    void fromACellOfTheConfusionToItsPicturesAndToWhatEachLayerMakesOfOne() {
        addMilestones(4);
        open();
        onFx(() -> {
            session.setCloseUp(new CloseUp.Answers());
            return null;
        });
        await("both confusions", () -> !matrix("#confusion-before").dataProperty().get().isEmpty()
                && !matrix("#confusion-after").dataProperty().get().isEmpty());
        OpenNetwork unpruned = onFx(() -> session.getUnpruned());
        float[][] shares = onFx(() -> matrix("#confusion-before").dataProperty().get().values());
        int[][] counts = unpruned.test().orElseThrow().confusion();
        for (int row = 0; row < counts.length; row++) {
            int all = IntStream.of(counts[row]).sum();
            assertThat(shares[row][0]).isEqualTo(all == 0 ? 0 : counts[row][0] / (float) all);
        }
        int[] cell = IntStream.range(0, 100).filter(i -> counts[i / 10][i % 10] > 0).limit(1)
                .flatMap(i -> IntStream.of(i / 10, i % 10)).toArray();
        onFx(() -> {
            matrix("#confusion-before").selectedRowProperty().set(cell[0]);
            matrix("#confusion-before").selectedColumnProperty().set(cell[1]);
            return null;
        });
        await("its pictures", () -> lookup(".picture-card").queryAll().size() == counts[cell[0]][cell[1]]);
        picture("confusion-test");

        clickOn(lookup(".picture-card").<Button>query());
        await("its layers", () -> lookup("#1").tryQuery().isPresent() || texts().contains("conv"));
        await("its neighbours", () -> texts().contains("alike"));
        assertThat(onFx(() -> lookup(".image-view").queryAll().stream().filter(ImageView.class::isInstance).count()))
                .isGreaterThan(20);
        picture("picture-test");
        type(KeyCode.ESCAPE);
        assertThat(onFx(() -> session.closeUpProperty().get())).isInstanceOf(CloseUp.Answers.class);
        type(KeyCode.ESCAPE);
        assertThat(onFx(() -> session.closeUpProperty().get())).isNull();
    }

    @Test
    void answersThatChangedAndExplanationsThatMovedStandInOrder() {
        addMilestones(8);
        open();
        onFx(() -> {
            session.setCloseUp(new CloseUp.Answers());
            return null;
        });
        await("both", () -> !matrix("#confusion-after").dataProperty().get().isEmpty());
        clickOn("Changed answers");
        await("a count", () -> texts().contains("answers change from unpruned to ×8"));
        clickOn("Moved explanations");
        await("an advice", () -> texts().contains("not measured yet"));
        onFx(() -> {
            trajectorySurvey.start();
            return null;
        });
        await("the survey", () -> texts().contains("Whose explanation moved most"));
    }

    @Test
    void aPictureGoesToThePageThatExplains() {
        open();
        onFx(() -> {
            session.setCloseUp(new CloseUp.OfPicture("test 3", session.getData().part(Part.TEST).label(3),
                    session.getData().part(Part.TEST).picture(3).orElseThrow(), 3));
            return null;
        });
        clickOn("#explain-picture");
        assertThat(onFx(() -> session.pageProperty().get())).isEqualTo("Explain");
        assertThat(onFx(() -> session.wantedExplanationProperty().get().title())).isEqualTo("test 3");
        assertThat(onFx(() -> session.closeUpProperty().get())).isNull();
    }

    private void open() {
        show(new StackPane(onFx(() -> new CloserLook(session, networks, notices, trajectorySurvey))));
    }

    private Heatmap matrix(String id) {
        return lookup(id).queryAs(Heatmap.class);
    }

    private String texts() {
        StringBuilder texts = new StringBuilder();
        lookup(node -> node instanceof Labeled && node.isVisible()).queryAllAs(Labeled.class)
                .forEach(label -> texts.append(label.getText()).append('\n'));
        return texts.toString();
    }
}
