package espalier.app.figures;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.WindowTest;
import espalier.app.compare.ComparePage;
import espalier.app.controls.Chart;
import espalier.app.shell.Parts;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.PickResult;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class FigureTest extends WindowTest {

    private final List<String> told = new ArrayList<>();
    private final List<String> proposed = new ArrayList<>();

    /** Answers instead of a person. */
    private final class Answers implements FigureHost {

        @Override
        public String subject() {
            return "Shapes · tiny ×2";
        }

        @Override
        public Optional<Path> place(String kind, String name) {
            proposed.add(name);
            return Optional.of(folder.resolve("out").resolve(name));
        }

        @Override
        public OptionalInt width(int usual) {
            return OptionalInt.of(1500);
        }

        @Override
        public void tell(String sentence) {
            told.add(sentence);
        }

        @Override
        public void report(Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void whatIsShownGoesOutAsPictureLinesAndTableWithTitleKeyAndData() throws Exception {
        addMilestones(2, 4);
        ComparePage page = show(Parts::comparePage);
        onFx(() -> {
            FigureMenu.install(page.view(), new Answers());
            return null;
        });
        List<Figure> figures = onFx(() -> Figure.seen(page.view()));
        assertThat(figures).extracting(Figure::name).contains("Accuracy by rate", "All networks",
                "Accuracy by class and rate");
        Figure accuracy = named(figures, "Accuracy by rate");

        pick(accuracy, "Save as PNG", "4×");
        pick(accuracy, "Save as PNG", "Another width…");
        pick(accuracy, "Save as SVG…");
        pick(accuracy, "Save as CSV…");
        await("four files", () -> told.size() == 4);

        assertThat(proposed).containsExactly("accuracy-by-rate-shapes-tiny-x2.png",
                "accuracy-by-rate-shapes-tiny-x2.png", "accuracy-by-rate-shapes-tiny-x2.svg",
                "accuracy-by-rate-shapes-tiny-x2.csv");
        BufferedImage last = ImageIO.read(folder.resolve("out/accuracy-by-rate-shapes-tiny-x2.png").toFile());
        double[] size = onFx(() -> FigureSheet.size(accuracy));
        assertThat(last.getWidth()).isIn(1500, (int) Math.round(4 * size[0]));
        assertThat(colours(last)).isGreaterThan(8);
        String svg = Files.readString(folder.resolve("out/accuracy-by-rate-shapes-tiny-x2.svg"));
        assertThat(words(svg)).contains("Accuracy by rate", "Shapes · tiny ×2").anyMatch(word -> word.startsWith("×"));
        assertThat(svg).contains("<path ").doesNotContain("<image ");
        String csv = Files.readString(folder.resolve("out/accuracy-by-rate-shapes-tiny-x2.csv"));
        assertThat(csv.lines().findFirst().orElseThrow()).startsWith("series,");
        assertThat(csv.lines().count()).isGreaterThanOrEqualTo(4);
        assertThat(told).allSatisfy(sentence -> assertThat(sentence).startsWith("Saved “Accuracy by rate” as "));
    }

    @Test
    void aTableIsWholeInItsPictureAndInItsCsv() throws Exception {
        addMilestones(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
        ComparePage page = show(Parts::comparePage);
        onFx(() -> {
            FigureMenu.install(page.view(), new Answers());
            return null;
        });
        Figure table = named(onFx(() -> Figure.seen(page.view())), "All networks");
        String svg = onFx(() -> FigureSheet.svg(table));
        assertThat(words(svg)).contains("class-aware ×2", "Parameters").anyMatch(word -> word.contains("×20"));
        double before = onFx(() -> table.node().getLayoutBounds().getHeight());
        assertThat(onFx(() -> FigureSheet.image(table, 1)).getHeight()).isGreaterThan(20 * 20);
        assertThat(onFx(() -> table.node().getLayoutBounds().getHeight())).isEqualTo(before);
        pick(table, "Copy as CSV");
        assertThat(onFx(() -> Clipboard.getSystemClipboard().getString()).lines().count()).isEqualTo(21);
        assertThat(told).containsExactly("Copied “All networks” as CSV, 20 rows.");
    }

    @Test
    void theMenuComesByTheMouseAndByTheKeys() {
        ComparePage page = show(Parts::comparePage);
        onFx(() -> {
            FigureMenu.install(page.view(), new Answers());
            return null;
        });
        onFx(() -> {
            Node chart = lookup("#accuracy-chart").query();
            Point2D at = chart.localToScreen(60, 60);
            Event.fireEvent(chart, new ContextMenuEvent(ContextMenuEvent.CONTEXT_MENU_REQUESTED, 60, 60, at.getX(),
                    at.getY(), false, new PickResult(chart, 60, 60)));
            return null;
        });
        await("the menu", () -> lookup("Copy picture").tryQuery().isPresent());
        type(KeyCode.ESCAPE);
        onFx(() -> {
            lookup("#class-accuracy").query().requestFocus();
            return null;
        });
        press(KeyCode.SHIFT).type(KeyCode.F10).release(KeyCode.SHIFT);
        await("the menu", () -> lookup("Copy as CSV").tryQuery().isPresent());
        clickOn("Copy picture");
        await("the picture", () -> told.equals(List.of("Copied the picture “Accuracy by class and rate”.")));
        assertThat(onFx(() -> Clipboard.getSystemClipboard().hasImage())).isTrue();
    }

    @Test
    void aChartDrawsTheSameForTheWindowAndForAFile() {
        addMilestones(2);
        show(Parts::comparePage);
        Chart chart = lookup("#accuracy-chart").queryAs(Chart.class);
        List<Double> sizes = onFx(() -> {
            chart.setSharpness(3);
            double wide = chart.snapshot(null, null).getWidth();
            chart.setSharpness(1);
            return List.of(wide, chart.snapshot(null, null).getWidth());
        });
        assertThat(sizes.get(0)).isEqualTo(sizes.get(1));
    }

    private void pick(Figure figure, String... path) {
        onFx(() -> {
            List<? extends MenuItem> items = FigureMenu.items(figure);
            for (String title : path) {
                MenuItem found = items.stream()
                        .filter(item -> item.getText() != null && item.getText().startsWith(title)).findFirst()
                        .orElseThrow();
                if (found instanceof Menu menu) {
                    items = menu.getItems();
                } else {
                    found.getOnAction().handle(null);
                }
            }
            return null;
        });
    }

    private static Figure named(List<Figure> figures, String name) {
        return figures.stream().filter(figure -> figure.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> words(String svg) throws Exception {
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        List<String> words = new ArrayList<>();
        for (int i = 0; i < document.getElementsByTagName("text").getLength(); i++) {
            words.add(document.getElementsByTagName("text").item(i).getTextContent());
        }
        return words;
    }

    private static long colours(BufferedImage image) {
        return java.util.Arrays
                .stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())).distinct()
                .count();
    }
}
