package espalier.app.overview;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.WindowTest;
import espalier.app.overview.DiagramLayout.Column;
import espalier.app.overview.NetworkDiagram.LayerWords;
import espalier.app.shell.Parts;
import espalier.data.Dataset.Part;
import espalier.data.Pictures;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

class OverviewPageTest extends WindowTest {

    @Test
    void blocks_are_the_layers_that_change_shape_with_what_was_taken_out() {
        addMilestones(4);
        List<Column> columns = onFx(
                () -> Column.of(session.trajectory().get(1).layers(), session.trajectory().get(0).layers()));
        assertThat(columns).extracting(column -> column.layer().name()).containsExactly("picture", "conv1", "pool1",
                "conv2", "pool2", "conv3", "pool3", "mean", "classifier");
        assertThat(columns.get(3).before()).isEqualTo(8);
        assertThat(columns.get(3).removed()).isEqualTo(4);
        assertThat(columns.get(3).inputs()).containsExactly(2);
        assertThat(columns.get(0).removed()).isZero();
        assertThat(LayerWords.of(columns.get(3))).contains("4 filters of 3×3").contains("Pruned: 4 of 8 are left");
    }

    @Test
    void a_click_on_a_block_selects_its_layer_and_arrows_go_on() {
        show(Parts::overviewPage);
        settle();
        NetworkDiagram diagram = lookup("#network-diagram").query();
        Point2D middle = onFx(() -> diagram.localToScreen(diagram.middle(5), diagram.getHeight() / 2));
        clickOn(middle);
        assertThat(onFx(() -> session.getSelectedLayer())).isEqualTo("conv3");
        type(KeyCode.LEFT);
        assertThat(onFx(() -> session.getSelectedLayer())).isEqualTo("conv2");
        doubleClickOn(middle);
        assertThat(onFx(() -> session.pageProperty().get())).isEqualTo("Filters");
    }

    @Test
    void a_click_in_the_table_of_costs_shows_that_network() {
        addMilestones(2, 8);
        show(Parts::overviewPage);
        settle();
        TableView<?> table = lookup("#costs").query();
        assertThat(onFx(() -> table.getItems().size())).isEqualTo(3);
        clickOn("×8");
        assertThat(onFx(() -> session.getSelected().rate())).isEqualTo(8);
        onFx(() -> {
            session.setSelected(session.trajectory().get(1));
            return null;
        });
        assertThat(onFx(() -> table.getSelectionModel().getSelectedIndex())).isEqualTo(1);
    }

    @Test
    void choosing_a_class_shows_its_pictures() {
        show(Parts::overviewPage);
        settle();
        await("pictures", () -> lookup(".sample").queryAll().size() == 20);
        clickOn(lookup("#class-accuracies .class-row").nth(2).<Node>query());
        assertThat(onFx(() -> session.getSelectedClass())).isEqualTo(2);
        settle();
        await("pictures of the class", () -> labels().equals(Set.of("plain ring")));
        clickOn(lookup("#class-accuracies .class-row").nth(2).<Node>query());
        assertThat(onFx(() -> session.getSelectedClass())).isEqualTo(-1);
    }

    @Test
    void mistakes_alone_are_shown_on_demand() {
        show(Parts::overviewPage);
        settle();
        clickOn("#mistakes");
        settle();
        await("mistakes", () -> !lookup(".sample").queryAll().isEmpty()
                && lookup(".sample").queryAll().size() == lookup(".sample.mistaken").queryAll().size());
    }

    @Test
    void without_a_network_the_page_says_what_brings_one() {
        onFx(() -> {
            session.close();
            return null;
        });
        show(Parts::overviewPage);
        assertThat(lookup("Open the sample").tryQuery()).isPresent();
        picture("overview-empty");
    }

    @Test
    void samples_are_of_all_classes_in_turn_and_differ_from_round_to_round() {
        Pictures pictures = shapes().part(Part.TEST);
        int[] first = SamplesModel.choose(pictures, 10, -1, 0, 20);
        assertThat(IntStream.of(first).mapToObj(pictures::label).collect(Collectors.toSet())).hasSize(10);
        assertThat(first).hasSize(20).isNotEqualTo(SamplesModel.choose(pictures, 10, -1, 1, 20));
        assertThat(IntStream.of(SamplesModel.choose(pictures, 10, 3, 0, 20))).isNotEmpty()
                .allMatch(i -> pictures.label(i) == 3);
    }

    private Set<String> labels() {
        return lookup(".sample .label").queryAll().stream().map(label -> ((javafx.scene.control.Label) label))
                .filter(label -> !label.getStyleClass().contains("wrong")).map(javafx.scene.control.Label::getText)
                .collect(Collectors.toSet());
    }
}
