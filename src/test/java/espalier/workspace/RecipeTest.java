package espalier.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.data.ClassWeights;
import espalier.importance.Filter;
import espalier.importance.LayerNormalisation;
import espalier.importance.Ranking.RankingScope;
import espalier.pruning.Protection.ShortcutWidths;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningMode;
import espalier.pruning.PruningSettings;
import espalier.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes on disk: what was written once stays readable, and its keys are those that are written. */
class RecipeTest {

    private static final String TUNING = """
            { "epochs" : %d, "picturesPerEpoch" : 4800, "batchSize" : 32, "learningRate" : 0.02, "momentum" : 0.8,
              "weightDecay" : 4.0E-4, "l1" : 2.0E-4, "orthogonality" : 0.03, "schedule" : "COSINE",
              "augmentation" : { "flip" : true, "cropPadding" : 4 }, "patience" : 0, "seed" : 5 }""";
    private static final String WRITTEN = """
            {
              "command" : "prune",
              "network" : "sample/shapes-vgg.zip",
              "data" : "shapes",
              "settings" : {
                "rates" : [ 2.0, 4.5 ],
                "criterion" : "taylor",
                "sharePerIteration" : 0.2,
                "floor" : 0.4,
                "tolerance" : 0.9,
                "fineTuning" : %s,
                "recovery" : %s,
                "picturesPerClass" : 12,
                "seed" : 5,
                "marks" : { "keep" : [ { "layer" : "conv1", "index" : 3 } ], "remove" : [ ] },
                "shortcutWidths" : "UNTOUCHED",
                "mode" : "MACS",
                "threshold" : 2.5,
                "oneShot" : true,
                "scope" : "LOCAL",
                "normalisation" : "MAX",
                "protectedLayers" : [ "conv2" ],
                "leastFilters" : { "conv3" : 8 },
                "fastWidths" : true
              },
              "version" : "0.1.0",
              "date" : "2026-11-20T22:09:10Z"
            }""".formatted(TUNING.formatted(1), TUNING.formatted(2));

    @TempDir
    private Path folder;

    private Recipe read(String text) throws IOException {
        return Recipe.read(Files.writeString(folder.resolve("recipe.json"), text));
    }

    @Test
    void whatWasWrittenWithAllKeysSideBySideIsReadInItsParts() throws IOException {
        PruningSettings settings = read(WRITTEN).settings();

        assertThat(settings.goal()).isEqualTo(new PruningSettings.Goal(List.of(2.0, 4.5), PruningMode.MACS, 2.5, true));
        assertThat(settings.ranking()).isEqualTo(new PruningSettings.FilterRanking("taylor", 12, RankingScope.LOCAL,
                LayerNormalisation.MAX, true, false));
        assertThat(settings.protection().floor()).isEqualTo(0.4);
        assertThat(settings.protection().protectedLayers()).containsExactly("conv2");
        assertThat(settings.protection().leastFilters()).containsEntry("conv3", 8);
        assertThat(settings.protection().marks().keep()).containsExactly(new Filter("conv1", 3));
        assertThat(settings.protection().shortcutWidths()).isEqualTo(ShortcutWidths.UNTOUCHED);
        assertThat(settings.tuning().sharePerIteration()).isEqualTo(0.2);
        assertThat(settings.tuning().tolerance()).isEqualTo(0.9);
        assertThat(settings.tuning().fineTuning().epochs()).isEqualTo(1);
        TrainingSettings recovery = settings.tuning().recovery();
        assertThat(recovery.epochs()).isEqualTo(2);
        assertThat(recovery.l1()).isEqualTo(2e-4);
        assertThat(settings.seed()).isEqualTo(5);
    }

    @Test
    void whatIsWrittenHasTheSameKeysAndValues() throws IOException {
        Path again = folder.resolve("again.json");
        read(WRITTEN).write(again);
        ObjectMapper json = new ObjectMapper();
        JsonNode before = json.readTree(WRITTEN);
        JsonNode after = json.readTree(again.toFile());
        before.fieldNames().forEachRemaining(key -> {
            if (!key.equals("settings")) {
                assertThat(after.get(key)).isEqualTo(before.get(key));
            }
        });
        before.get("settings").properties().forEach(
                setting -> assertThat(after.get("settings").get(setting.getKey())).isEqualTo(setting.getValue()));
        // Options that came later are as a run was then.
        assertThat(after.get("settings").get("compensation").asText()).isEqualTo("NONE");
    }

    @Test
    void theClassesThatMatterAreWrittenWhereTheyAreNotAllAlike() throws IOException {
        Recipe before = read(WRITTEN);
        ClassWeights weights = ClassWeights.parse("cat=1,dog=0.5,others=0.2");
        Path file = folder.resolve("classes.json");
        new Recipe(before.command(), before.network(), before.data(),
                before.settings().with(PruningChoices.CLASSES, weights), before.version(), before.date()).write(file);
        assertThat(Recipe.read(file).settings().classes().weights()).isEqualTo(weights);
        assertThat(Recipe.read(file).settings().toString()).contains("; classes cat 1, dog 0.5, others 0.2; ");
        assertThat(new ObjectMapper().readTree(file.toFile()).at("/settings/classWeights/byName/dog").asDouble())
                .isEqualTo(0.5);
    }

    @Test
    void whatAnOldRecipeLacksIsAsItWasThen() throws IOException {
        PruningSettings settings = read("""
                { "command" : "prune", "network" : "n.zip", "data" : "shapes",
                  "settings" : { "rates" : [ 2.0 ], "criterion" : "class-aware", "sharePerIteration" : 0.1,
                    "floor" : 0.5, "tolerance" : 1.0, "fineTuning" : %s, "recovery" : %s, "picturesPerClass" : 10,
                    "seed" : 1 } }""".formatted(TUNING.formatted(1), TUNING.formatted(2))).settings();
        PruningSettings standard = PruningSettings.STANDARD;
        assertThat(settings.goal().mode()).isEqualTo(PruningMode.PARAMETERS);
        assertThat(settings.goal().threshold()).isEqualTo(3);
        assertThat(settings.classes().weights()).isEqualTo(ClassWeights.ALL_ALIKE);
        assertThat(settings.protection()).isEqualTo(standard.protection());
        assertThat(settings.ranking().scope()).isEqualTo(RankingScope.GLOBAL);
        assertThat(settings.ranking().fastWidths()).isFalse();
        assertThat(settings.tuning().budget()).isZero();
        assertThat(settings.tuning().noFineTuning()).isFalse();
        assertThat(settings.tuning().distillation().share()).isZero();
        assertThat(settings.tuning().perDoubling()).isFalse();
        assertThat(settings.tuning().recovery().learningRate()).isEqualTo(0.02);
    }

    @Test
    void learningFromTheUnprunedNetworkIsKept() throws IOException {
        Path file = folder.resolve("distilled.json");
        PruningSettings settings = PruningSettings.STANDARD.with(PruningChoices.DISTILLATION, 0.3)
                .with(PruningChoices.TEMPERATURE, 2.0);
        Recipe.prune("n.zip", "shapes", settings).write(file);
        assertThat(Recipe.read(file).settings()).isEqualTo(settings);
        assertThat(settings.toString()).contains("30 % of the loss from the unpruned network's answers");
    }

    @Test
    void aBudgetAndThatThereIsNoFineTuningAreKept() throws IOException {
        Path file = folder.resolve("budget.json");
        PruningSettings settings = PruningSettings.STANDARD.with(PruningChoices.BUDGET, 20_000);
        Recipe.prune("n.zip", "shapes", settings).write(file);
        assertThat(Recipe.read(file).settings()).isEqualTo(settings);
        Recipe.prune("n.zip", "shapes", settings.with(PruningChoices.NO_FINE_TUNING, true)).write(file);
        assertThat(Recipe.read(file).settings().tuning().noFineTuning()).isTrue();
    }
}
