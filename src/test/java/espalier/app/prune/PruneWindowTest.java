package espalier.app.prune;

import espalier.app.OpenNetwork;
import espalier.app.WindowTest;
import espalier.data.Dataset;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** With a network open that has enough filters to come near to a rate: untrained, but real. */
abstract class PruneWindowTest extends WindowTest {

    /** Filters of its convolutions; 0 is a pool. */
    private static final int[] PRUNABLE = {12, 0, 20, 0, 32, 0};

    @BeforeEach
    void openPrunable() {
        Dataset data = shapes();
        OpenNetwork open = onEngine(() -> {
            Network network = Architectures.vgg(PRUNABLE,
                    new Description("small", data.classNames(), data.pictureSize(), data.normalisation(), Map.of()), 5);
            Path file = folder.resolve("small.zip");
            network.write(file);
            return OpenNetwork.unpruned("small", network, file);
        });
        onFx(() -> {
            session.begin(open);
            return null;
        });
    }
}
