package espalier.app;

import espalier.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/** The networks that were read last, for the engine thread. */
final class NetworkCache {

    /** A trajectory of four rates beside its unpruned network, and some more. */
    private static final int MOST = 8;

    private final Map<String, Network> networks = new LinkedHashMap<>(16, .75f, true);

    /** The network, read where it is not at hand. One that was pushed out frees its buffers, and still works. */
    Network get(OpenNetwork open) {
        Network network = networks.get(open.id());
        if (network == null) {
            network = Network.read(open.file());
            put(open.id(), network);
        }
        return network;
    }

    void put(String id, Network network) {
        networks.put(id, network);
        if (networks.size() > MOST) {
            String oldest = networks.keySet().iterator().next();
            networks.remove(oldest).close();
        }
    }
}
