package espalier.pruning;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.network.Network;
import java.util.function.Consumer;

/** The run through the rates. */
public final class PruningRun {

    private final Network original;
    private final Dataset data;
    private final PruningSettings settings;

    public PruningRun(Network original, Dataset data, PruningSettings settings) {
        this.original = original;
        this.data = data;
        this.settings = settings;
    }

    public Trajectory run(Progress progress, Consumer<RunEvent> listener) {
        throw new UnsupportedOperationException(original.toString() + data + settings);
    }
}
