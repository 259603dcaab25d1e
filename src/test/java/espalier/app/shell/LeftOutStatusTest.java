package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.Label;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOutStatusTest extends ShellTestBase {

    @TempDir
    Path pictures;

    @Test
    void damaged_pictures_are_counted_and_named() throws IOException {
        // As many classes as the network that is open tells apart.
        for (int c = 0; c < 10; c++) {
            Path of = Files.createDirectories(pictures.resolve("class " + c));
            for (int i = 0; i < 4; i++) {
                ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "png",
                        of.resolve(i + ".png").toFile());
            }
        }
        Files.writeString(pictures.resolve("class 3/torn.png"), "no picture");
        Files.writeString(pictures.resolve("class 7/torn.png"), "no picture");
        Dataset data = Datasets.open("folder:" + pictures);
        onFx(() -> {
            session.setData(data);
            return null;
        });
        Label status = lookup("#left-out").query();
        assertThat(status.isVisible()).isFalse();

        for (Part part : Part.values()) {
            Pictures pictures = data.part(part);
            for (int i = 0; i < pictures.size(); i++) {
                pictures.picture(i);
            }
        }

        await("the count", () -> status.isVisible() && status.getText().equals("2 pictures left out"));
        assertThat(status.getTooltip().getText()).contains("class 3/torn.png").contains("class 7/torn.png");
        await("one notice for both",
                () -> lookup(".notice .label").queryAllAs(Label.class).stream()
                        .filter(label -> label.getText().contains("2 pictures were left out")
                                && label.getText().contains("class 3/torn.png"))
                        .count() == 1);
        onFx(() -> {
            session.setData(Datasets.open("shapes"));
            return null;
        });
        assertThat(status.isVisible()).isFalse();
    }
}
