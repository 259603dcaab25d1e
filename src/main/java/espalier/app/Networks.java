package espalier.app;

import espalier.network.Network;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** The networks themselves, on the thread that owns them: those that were read last are at hand. */
public final class Networks {

    /** A trajectory of four rates beside its unpruned network, and some more. */
    private static final int MOST = 8;

    private final EngineThread engine;
    private final Map<String, Network> latest = new LinkedHashMap<>(16, .75f, true);
    /** The network at the live slider's place, by its id; none or one. */
    private final Map<String, Network> live = new HashMap<>();

    /** None is at hand yet. */
    public Networks(EngineThread engine) {
        this.engine = engine;
    }

    /** The thread on which networks are read and used. */
    public EngineThread engine() {
        return engine;
    }

    /**
     * The network itself, read where it is not at hand; on the engine thread. For reading: who changes it takes a copy.
     * One that was pushed out since frees its buffers, and still works.
     *
     * @throws CancellationException where it was live, and the slider has moved since: nobody waits for it any more
     */
    public Network get(OpenNetwork open) {
        if (!engine.isEngineThread()) {
            throw new IllegalStateException(
                    "Networks belong to the engine thread, not to " + Thread.currentThread().getName());
        }
        if (open.isLive()) {
            return Optional.ofNullable(live.get(open.id())).orElseThrow(CancellationException::new);
        }
        Network network = latest.get(open.id());
        if (network == null) {
            network = Network.read(open.file());
            put(open.id(), network);
        }
        return network;
    }

    /** Remembers a network that was read already; on the engine thread. */
    void put(String id, Network network) {
        latest.put(id, network);
        if (latest.size() > MOST) {
            String oldest = latest.keySet().iterator().next();
            latest.remove(oldest).close();
        }
    }

    /** Takes a live network in the place of the one before, which frees its buffers; on the engine thread. */
    public void putLive(String id, Network network) {
        clearLive();
        live.put(id, network);
    }

    /** Forgets the live network; on the engine thread. */
    public void clearLive() {
        live.values().forEach(Network::close);
        live.clear();
    }
}
