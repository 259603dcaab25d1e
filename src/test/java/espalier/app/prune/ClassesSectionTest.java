package espalier.app.prune;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.NetworkSaver;
import espalier.app.OpenNetwork;
import espalier.app.prune.ClassesModel.Asked;
import espalier.app.prune.MilestoneCard.MilestoneActions;
import espalier.app.prune.RunModel.PruneState;
import espalier.app.shell.Parts;
import espalier.data.ClassWeights;
import espalier.network.Network;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningSettings;
import espalier.training.Evaluation;
import espalier.workspace.RunFolder;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The part of the form that asks which classes matter, by hand and by keyboard. */
class ClassesSectionTest extends PruneWindowTest {

    private PrunePage page;

    @BeforeEach
    void showPage() {
        page = show(Parts::prunePage);
        awaitForecast();
    }

    private void awaitForecast() {
        await("the forecast", () -> !page.model().forecast().runningProperty().get());
    }

    private PruningSettings.Classes classes() {
        return onFx(() -> page.model().form().settingsProperty().get().classes());
    }

    private List<String> names() {
        return onFx(() -> session.getData().classNames());
    }

    private String box(int number) {
        return "#class-" + names().get(number).replace(' ', '-');
    }

    private boolean isShown(String id) {
        return onFx(() -> lookup(id).tryQuery().map(node -> {
            Node each = node;
            while (each != null && each.isVisible()) {
                each = each.getParent();
            }
            return each == null;
        }).orElse(false));
    }

    private void set(Runnable change) {
        onFx(() -> {
            change.run();
            return null;
        });
    }

    @Test
    void allAreAlikeUntilSomeAreTicked() {
        assertThat(classes().weights()).isEqualTo(ClassWeights.ALL_ALIKE);
        assertThat(isShown(box(0)) || isShown("#drop-outputs")).isFalse();

        clickOn("only these");
        assertThat(onFx(() -> page.model().obstacleProperty().get())).contains("No class matters");
        clickOn(box(0));
        clickOn(box(3));
        assertThat(classes()).isEqualTo(
                new PruningSettings.Classes(ClassWeights.only(List.of(names().get(0), names().get(3))), false));
        awaitForecast();
        assertThat(onFx(() -> page.model().obstacleProperty().get())).isEmpty();
        picture("prune-only-these");

        clickOn("all alike");
        assertThat(classes().weights()).isEqualTo(ClassWeights.ALL_ALIKE);
        assertThat(isShown(box(0))).isFalse();
    }

    @Test
    void eachClassHasASliderThatKeysMove() {
        clickOn("a weight each");
        assertThat(classes().weights()).isEqualTo(ClassWeights.ALL_ALIKE);
        assertThat(onFx(() -> lookup("#drop-outputs").<CheckBox>query().isDisabled())).isTrue();
        set(() -> lookup(box(1)).<Slider>query().requestFocus());
        push(KeyCode.LEFT);
        push(KeyCode.LEFT);
        assertThat(classes().weights()).isEqualTo(ClassWeights.parse(names().get(1) + "=0.8,others=1"));
        push(KeyCode.HOME);
        assertThat(classes().weights()).isEqualTo(ClassWeights.parse(names().get(1) + "=0,others=1"));
        assertThat(onFx(() -> lookup("#drop-outputs").<CheckBox>query().isDisabled())).isFalse();
        assertThat(onFx(() -> lookup(box(1)).<Slider>query().getAccessibleText())).contains(names().get(1));
        awaitForecast();
        picture("prune-weight-each");
    }

    @Test
    void aCriterionThatDoesNotLookAtClassesSaysSo() {
        clickOn("only these");
        clickOn(box(2));
        assertThat(isShown("#classes-note")).isFalse();
        set(() -> page.model().form().value(PruningChoices.CRITERION).set("l1-norm"));
        assertThat(onFx(() -> lookup("#classes-note").<Labeled>query().getText())).contains("L1 norm",
                "says nothing of classes");
        assertThat(isShown("#classes-note")).isTrue();
    }

    @Test
    void whatIsSaidOfClassesStaysAsLongAsTheyAreThere() {
        ClassesModel model = onFx(() -> page.model().form().classes());
        set(() -> {
            model.askedProperty().set(Asked.ONLY);
            model.tick(names().get(0)).set(1);
            model.tick(names().get(1)).set(1);
            model.setClassNames(List.of(names().get(1), names().get(0), "yeti"));
        });
        assertThat(classes().weights()).isEqualTo(ClassWeights.only(List.of(names().get(0), names().get(1))));
        set(() -> model.setClassNames(names().subList(0, 2)));
        assertThat(onFx(() -> model.askedProperty().get())).isEqualTo(Asked.ALL);
        assertThat(classes().weights()).isEqualTo(ClassWeights.ALL_ALIKE);
    }

    @Test
    void theCardOfANetworkTellsTheAccuracyByWeights() {
        OpenNetwork unpruned = onFx(() -> session.getUnpruned());
        double[] perClass = {0.5, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        OpenNetwork evaluated = unpruned.withTest(new Evaluation(40, 0.15, perClass, 1, new int[0][0]), 100);
        PruningSettings settings = PruningSettings.quick().with(PruningChoices.CLASSES,
                ClassWeights.parse(names().get(0) + "=1," + names().get(1) + "=0.25"));
        for (PruningSettings each : List.of(settings, PruningSettings.quick())) {
            RunModel run = onFx(() -> new RunModel(unpruned, session.getData(), each, network -> {}));
            set(() -> run.started(evaluated));
            Node told = onFx(() -> new MilestoneCard(run, evaluated,
                    new MilestoneActions((one, network) -> {}, new NetworkSaver(networks, notices)))
                    .lookup("#weighted-unpruned"));
            if (each == settings) {
                assertThat(((Label) told).getText()).isEqualTo("60.0 % by weights");
            } else {
                assertThat(told).isNull();
            }
        }
    }

    @Test
    void oneOfManyClassesIsFoundByItsName() {
        set(() -> {
            page.model().form().classes().setClassNames(IntStream.range(0, 300).mapToObj(i -> "kind " + i).toList());
            page.model().form().classes().askedProperty().set(Asked.ONLY);
        });
        assertThat(onFx(() -> lookup(".class-rows .check-box").queryAll())).hasSize(50);
        assertThat(onFx(() -> lookup(".rows .hint").<Label>queryAll())).extracting(Label::getText)
                .contains("250 more classes: type a part of a name to find them.");
        clickOn("#find-class").write("kind 277");
        clickOn("#class-kind-277");
        assertThat(classes().weights()).isEqualTo(ClassWeights.only(List.of("kind 277")));
    }

    @Test
    void outputsAreDroppedAndTheWindowGoesOnWithWhatIsLeft() {
        clickOn("only these");
        clickOn(box(0));
        clickOn(box(1));
        clickOn(box(2));
        clickOn("#drop-outputs");
        set(() -> page.model().form().standardRates().forEach((rate, chosen) -> chosen.set(rate == 2)));
        List<String> left = names().subList(0, 3);
        assertThat(classes().dropOutputs()).isTrue();
        awaitForecast();
        assertThat(onFx(() -> page.model().obstacleProperty().get())).isEmpty();

        clickOn("#prune");
        await("the end of the run", () -> page.model().stateProperty().get() == PruneState.DONE);

        RunFolder run = workspace.runs().get(0);
        assertThat(run.milestones()).hasSize(2).allSatisfy(kept -> assertThat(kept.perClass()).hasSize(3));
        assertThat(names()).isEqualTo(left);
        assertThat(onFx(() -> List.copyOf(session.trajectory()))).extracting(OpenNetwork::rate).containsExactly(1.0,
                2.0);
        assertThat(onFx(() -> session.getSelected().description().classNames())).isEqualTo(left);
        assertThat(onFx(() -> session.getUnpruned().file())).isEqualTo(run.path().resolve("unpruned.zip"));
        assertThat(classes()).isEqualTo(new PruningSettings.Classes(ClassWeights.ALL_ALIKE, false));
        awaitForecast();
        assertThat(onFx(() -> page.model().obstacleProperty().get())).isEmpty();

        // Opened alone, with other pictures open, it brings its own.
        set(() -> {
            session.setData(shapes());
            opener.network(run.path().resolve("x2.zip"));
        });
        await("the network and its pictures",
                () -> session.getUnpruned() != null && session.getUnpruned().file().endsWith("x2.zip")
                        && session.getData() != null && session.getData().classNames().equals(left));
        int classes = onEngine(() -> {
            try (Network network = Network.read(run.path().resolve("x2.zip"))) {
                return network.classes();
            }
        });
        assertThat(classes).isEqualTo(3);
    }
}
