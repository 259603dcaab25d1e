package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.controls.Bars;
import espalier.data.TestPictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;

/** Pictures that are dropped on the window are predicted by the network that is shown. */
class DroppedPicturesTest extends ShellTestBase {

    @Test
    void each_picture_has_its_likeliest_classes() throws IOException {
        settle();
        Path first = TestPictures.write(folder.resolve("first.png"), TestPictures.busy(40, 30));
        Path second = TestPictures.write(folder.resolve("second.jpg"), TestPictures.busy(30, 60));
        onFx(() -> {
            Node owner = lookup("#open").query();
            new DroppedPictures(session, networks, notices, owner).show(List.of(first, second));
            return null;
        });

        await("the answers", () -> lookup("#dropped-pictures .bars").queryAll().size() == 2);
        assertThat(lookup("#dropped-pictures .label").queryAllAs(Label.class).stream().map(Label::getText))
                .contains("first.png", "second.jpg");
        Bars bars = (Bars) lookup("#dropped-pictures .bars").queryAll().iterator().next();
        assertThat(onFx(() -> bars.barsProperty().get())).hasSize(3)
                .isSortedAccordingTo((a, b) -> Double.compare(b.share(), a.share()))
                .allMatch(bar -> bar.value().endsWith("%"));
    }
}
