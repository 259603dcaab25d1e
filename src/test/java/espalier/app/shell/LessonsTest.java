package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.app.OpenNetwork;
import espalier.app.SceneFaults;
import espalier.app.lessons.Lesson;
import espalier.app.lessons.Lessons;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/** Lessons and the tour, step by step, on the real sample with the real engine. */
class LessonsTest extends ShellTestBase {

    private void openSample() {
        onFx(() -> {
            opener.sample();
            shell.startEngine();
            return null;
        });
        await("the sample with its four rates", () -> session.trajectory().size() == 5);
        settle();
    }

    private void fire(String id) {
        onFx(() -> {
            Button button = lookup("#" + id).query();
            assertThat(button.isDisabled()).as(id).isFalse();
            button.fire();
            return null;
        });
    }

    /** Opens Help and begins a lesson there. */
    private void begin(Lesson lesson) {
        clickOn("#help");
        await("help", () -> lookup("#lesson-" + lesson.id()).tryQuery().isPresent());
        fire("lesson-" + lesson.id());
        await("the lesson", () -> lookup("#lesson").query().isVisible());
    }

    private boolean isAt(String title) {
        return lookup(".lesson-title").<Label>tryQuery().filter(label -> label.getText().equals(title)).isPresent();
    }

    /** Waits for a step; where it points, there is something, wholly within the window. */
    private void awaitStep(String title, String target) {
        await(title, () -> isAt(title));
        if (!target.isEmpty()) {
            await("the outline around " + target, () -> {
                Node outline = lookup(".spotlight").query();
                Bounds around = outline.localToScene(outline.getLayoutBounds());
                return outline.isVisible() && lookup(target).queryAll().stream()
                        .anyMatch(node -> isMostlyIn(node.localToScene(node.getLayoutBounds()), around));
            });
        }
    }

    private static boolean isMostlyIn(Bounds node, Bounds outline) {
        return outline.contains(node.getCenterX(), node.getCenterY()) && outline.getWidth() < node.getWidth() + 20
                && outline.getHeight() < node.getHeight() + 20;
    }

    private void predictAndRead(int choice, BooleanSupplier answered) {
        assertThat(lookup("#lesson-next").<Button>query().isDisabled()).as("no answer before the prediction").isTrue();
        assertThat(lookup("#lesson-answer").tryQuery()).isEmpty();
        fire("predict-" + choice);
        if (answered != null) {
            await("the person's part", answered);
        }
        await("the answer", () -> lookup("#lesson-answer").tryQuery().isPresent());
    }

    private boolean clicked(String id) {
        lookup("#" + id).<ToggleButton>query().fire();
        return true;
    }

    /** @param doublings of the live slider */
    private boolean slide(double doublings) {
        lookup("#live-slider").match(Node::isVisible).<Slider>query().setValue(doublings);
        return true;
    }

    private String answer() {
        return onFx(() -> lookup("#lesson-answer").<Label>query().getText());
    }

    private void finish(Lesson lesson) {
        assertThat(lookup("#lesson-next").<Labeled>query().getText()).isEqualTo("Finish");
        fire("lesson-next");
        await("the end", () -> !lookup("#lesson").query().isVisible());
        assertThat(remembered.lessons().isDone(lesson)).isTrue();
    }

    @Test
    void what_is_a_filter_for() {
        openSample();
        begin(Lessons.FILTER);
        awaitStep("A network is made of filters", "#rail-filters");
        predictAndRead(0, () -> clicked("rail-filters"));
        assertThat(answer()).startsWith("Not quite: to about half. ").contains("conv1", "of 10 classes");
        fire("lesson-next");
        awaitStep("A column is a filter, a row is a class", "#heatmap");
        settle();
        picture("lesson-filter");
        onFx(() -> {
            session.setSelectedFilter(3);
            return null;
        });
        awaitStep("One filter", "#inspector-title");
        fire("lesson-next");
        awaitStep("Deep down in the network", "#layer-conv7");
        predictAndRead(2, () -> {
            session.setSelectedLayer("conv7");
            return true;
        });
        assertThat(answer()).startsWith("Not quite: yes, to fewer. ").contains("In conv1", "in conv7");
        fire("lesson-next");
        awaitStep("Matters is not the same as helps", "#shown");
        predictAndRead(2, null);
        assertThat(answer()).contains("pairs in conv7");
        fire("lesson-next");
        awaitStep("Try it alone", "#shuffle-labels");
        finish(Lessons.FILTER);
    }

    @Test
    void what_does_pruning_take() {
        openSample();
        begin(Lessons.PRUNING);
        awaitStep("What a network costs", "#rates");
        predictAndRead(2, () -> {
            session.setSelected(session.trajectory().get(2));
            return true;
        });
        assertThat(answer()).startsWith("As you said").contains("of the MACs", "of the test pictures right");
        fire("lesson-next");
        awaitStep("All rates in a table", "#costs");
        fire("lesson-next");
        awaitStep("Without fine-tuning", "#live-slider");
        await("the engine", () -> parts.live().stateProperty().get() == espalier.app.live.LiveModel.State.READY);
        predictAndRead(1, () -> slide(3));
        assertThat(answer()).contains("At ×8", "validation pictures");
        picture("lesson-live");
        fire("lesson-next");
        awaitStep("Who pays?", "#live-slider");
        predictAndRead(0, () -> slide(4));
        assertThat(answer()).contains("points apart");
        fire("lesson-next");
        awaitStep("The paper's way", "#histogram");
        onFx(() -> {
            lookup("#histogram").match(Node::isVisible).<Node>query().requestFocus();
            return null;
        });
        push(KeyCode.RIGHT);
        awaitStep("Try it alone", "#live-slider");
        finish(Lessons.PRUNING);
    }

    @Test
    void do_explanations_survive() {
        openSample();
        begin(Lessons.EXPLANATIONS);
        awaitStep("An explanation is a map", "#rates");
        predictAndRead(0, null);
        assertThat(answer()).contains("At ×2 the correlation");
        fire("lesson-next");
        awaitStep("Pruned a lot", "#rail-explain");
        predictAndRead(2, () -> clicked("rail-explain"));
        assertThat(answer()).contains("At ×32 the correlation", "of the test pictures right");
        fire("lesson-next");
        awaitStep("Pictures down, networks across", "#map-0-0");
        picture("lesson-explain");
        fire("lesson-next");
        awaitStep("Is it still the object?", "");
        predictAndRead(1, null);
        assertThat(answer()).contains("of the map at ×32");
        fire("lesson-next");
        awaitStep("All rates in one chart", "#explanation-chart");
        fire("lesson-next");
        awaitStep("Try it alone", "#method");
        finish(Lessons.EXPLANATIONS);
    }

    @Test
    void a_lesson_is_left_and_resumed_and_goes_back() {
        openSample();
        begin(Lessons.FILTER);
        awaitStep("A network is made of filters", "");
        predictAndRead(3, () -> clicked("rail-filters"));
        fire("lesson-next");
        fire("lesson-next");
        awaitStep("One filter", "");
        fire("lesson-back");
        awaitStep("A column is a filter, a row is a class", "");
        fire("lesson-leave");
        await("the end", () -> !lookup("#lesson").query().isVisible());
        assertThat(onFx(() -> lookup(".spotlight").query().isVisible())).isFalse();
        assertThat(remembered.lessons().step(Lessons.FILTER)).isEqualTo(1);
        begin(Lessons.FILTER);
        awaitStep("A column is a filter, a row is a class", "#heatmap");
    }

    @Test
    void a_lesson_offers_the_sample_where_something_else_is_open_and_brings_that_back() {
        addMilestones(2);
        settle();
        OpenNetwork own = onFx(() -> session.getSelected());
        List<OpenNetwork> all = onFx(() -> List.copyOf(session.trajectory()));
        begin(Lessons.PRUNING);
        await("the offer", () -> lookup("#lesson-sample").tryQuery().isPresent());
        picture("lesson-sample");
        fire("lesson-sample");
        awaitStep("What a network costs", "#rates");
        await("the sample", () -> session.trajectory().size() == 5);
        assertThat(onFx(() -> session.trajectory().size())).isEqualTo(5);
        fire("lesson-leave");
        await("what was open", () -> session.getUnpruned().id().equals(own.id()));
        assertThat(onFx(() -> List.copyOf(session.trajectory()))).isEqualTo(all);
        assertThat(onFx(() -> session.getData().specification())).isEqualTo(shapes().specification());
    }

    @Test
    void the_tour_is_offered_until_it_is_skipped() {
        openSample();
        onFx(() -> {
            shell.offerTour();
            return null;
        });
        for (String[] stop : new String[][] {{"Welcome", "#rates"}, {"The network", "#network-diagram"},
                {"What filters are for", "#heatmap"}, {"Pruned at once", "#live-slider"},
                {"Pruned with care", "#prune"}, {"Where networks look", "#map-0-0"}}) {
            awaitStep(stop[0], stop[1]);
            settle();
            picture("tour-" + stop[1].substring(1));
            fire("lesson-next");
        }
        awaitStep("From here", "#help");
        fire("lesson-back");
        awaitStep("Where networks look", "#map-0-0");
        fire("lesson-leave");
        onFx(() -> {
            shell.offerTour();
            return null;
        });
        assertThat(onFx(() -> lookup("#lesson").query().isVisible())).isFalse();
    }

    @Test
    void text_and_marks_grow_by_keys_and_what_has_no_room_scrolls() {
        openSample();
        Parent root = onFx(() -> stage.getScene().getRoot());
        for (double factor : new double[] {1.25, 1.5, 2}) {
            press(KeyCode.CONTROL, KeyCode.EQUALS).release(KeyCode.EQUALS, KeyCode.CONTROL);
            assertThat(remembered.textFactor()).isEqualTo(factor);
            for (String page : List.of("Overview", "Filters", "Prune", "Compare")) {
                onFx(() -> {
                    session.setPage(page);
                    return null;
                });
                await(page + " without faults", () -> SceneFaults.of(stage.getScene()).isEmpty());
            }
            Labeled name = lookup(".program-name").query();
            double shown = onFx(() -> name.localToScene(name.getLayoutBounds()).getHeight());
            assertThat(shown).isCloseTo(factor * name.getHeight(), within(0.1));
            assertThat(root.lookup(".magnified")).isInstanceOf(ScrollPane.class);
        }
        for (double factor : new double[] {1.5, 1.25, 1}) {
            press(KeyCode.CONTROL, KeyCode.MINUS).release(KeyCode.MINUS, KeyCode.CONTROL);
            assertThat(remembered.textFactor()).isEqualTo(factor);
        }
        assertThat(root.lookup(".magnified")).isNull();
        assertThat(onFx(() -> stage.getRenderScaleX())).isEqualTo(onFx(() -> stage.getOutputScaleX()));
    }
}
