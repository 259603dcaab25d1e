package espalier.app.prune;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.OpenNetwork;
import espalier.app.WindowTest;
import espalier.data.Dataset;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.pruning.Forecasts;
import espalier.pruning.Protection.ShortcutWidths;
import espalier.pruning.PruningChoices;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Prune page on a network with shortcuts. */
class ResidualPruneTest extends WindowTest {

    @Test
    void shortcuts_are_pruned_or_left_as_one_chooses_and_the_layers_say_so() {
        OpenNetwork network = onEngine(() -> {
            Dataset data = shapes();
            Network made = TestNetworks.resNet(new Description("residual", data.classNames(), data.pictureSize(),
                    data.normalisation(), Map.of("data", data.specification())), true);
            Path file = folder.resolve("residual.zip");
            made.write(file);
            return OpenNetwork.unpruned("residual", made, file);
        });
        onFx(() -> {
            session.begin(network);
            return null;
        });
        PrunePage page = onFx(
                () -> new PrunePage(session, networks, notices, opener, interrupted, workspace, parts.live()));
        onFx(() -> {
            page.model().form().value(PruningChoices.CRITERION).set("l1-norm");
            return null;
        });
        show(page.view());
        await("the forecast", () -> page.model().forecast().valueProperty().get() != null
                && !page.model().forecast().runningProperty().get());
        Forecasts tied = onFx(() -> page.model().forecast().valueProperty().get());
        assertThat(tied.remarks().get("conv1").sentence()).contains("go together with those of conv1-1b");
        assertThat(tied.remarks()).doesNotContainKey("conv1-1a");
        assertThat(tied.forecasts().get(0).widths().get("conv2-1b"))
                .isEqualTo(tied.forecasts().get(0).widths().get("conv2-1s"));

        clickOn("#more");
        picture("prune-residual-tied");
        onFx(() -> {
            page.model().form().value(PruningChoices.SHORTCUTS).set(ShortcutWidths.UNTOUCHED);
            return null;
        });
        await("the other forecast",
                () -> page.model().forecast().valueProperty().get() != null
                        && !page.model().forecast().valueProperty().get().equals(tied)
                        && !page.model().forecast().runningProperty().get());
        Forecasts untouched = onFx(() -> page.model().forecast().valueProperty().get());
        assertThat(untouched.remarks().get("conv1").stays()).isTrue();
        assertThat(untouched.remarks().get("conv1").sentence()).contains("16 filters stay").contains("shortcut");
        assertThat(untouched.forecasts().get(0).widths()).containsEntry("conv2-1b", 32);
        picture("prune-residual-untouched");
    }
}
