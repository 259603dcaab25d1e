package espalier.benchmark;

import espalier.network.BenchmarkNetworks;
import espalier.network.Network;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A network that is measured; each benchmark makes it on its own thread, the only one that then uses it. */
@State(Scope.Thread)
public class Measured {

    private Network network;

    /** Makes the network of that name. */
    Network create(String name) {
        network = BenchmarkNetworks.create(name);
        return network;
    }

    /** Frees its buffers. */
    @TearDown
    public void close() {
        network.close();
    }
}
