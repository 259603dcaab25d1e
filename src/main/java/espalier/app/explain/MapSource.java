package espalier.app.explain;

import espalier.app.OpenNetwork;
import espalier.explain.CamMethod;
import espalier.explain.Explanation;
import espalier.explain.Explanations.Request;
import espalier.network.LayerInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Maps by (network, picture, class, method, layer): kept when they are known, asked for when they are not, once each.
 * All pictures of a network are one question, and where that costs next to nothing other methods share the question's
 * pass, so that the choice of another needs none. Slow methods are one task for all cells. Belongs to one thread, the
 * FX thread.
 */
final class MapSource {

    /** Of all maps that are kept. */
    private static final long MOST_BYTES = 128L << 20;
    private static final int BYTES_BESIDE_MAP = 400;
    /** A layer with more values is asked for one method at a time. */
    private static final long SMALL_LAYER = 300_000;
    /** Eigenvectors of more positions take longer than the pass. */
    private static final int SMALL_MAP = 100;
    private static final Set<CamMethod> BY_EIGENVECTORS = EnumSet.of(CamMethod.EIGEN_CAM, CamMethod.EIGEN_GRAD_CAM);

    private final Explainer explainer;
    private final Map<Key, Explanation> known = new LinkedHashMap<>(64, .75f, true);
    private final Requests<Key> requests;
    private final Map<List<String>, Integer> predictions = new HashMap<>();
    private long bytes;

    /** By what a map is known. */
    private record Key(String network, String picture, int explained, CamMethod method, String layer) {}

    /**
     * A map that is wanted.
     *
     * @param explained the class, or {@link espalier.explain.Explanations#PREDICTED} where the network chooses it
     */
    record Wanted(OpenNetwork network, ShownPicture picture, int explained, CamMethod method, String layer) {

        private Key key() {
            return key(method, explained);
        }

        private Key key(CamMethod other, int label) {
            return new Key(network.id(), picture.id(), label, other, layer);
        }
    }

    /**
     * Nothing is known yet.
     *
     * @param fx      runs what changes this
     * @param changed told when maps came or failed
     */
    MapSource(Explainer explainer, Executor fx, Consumer<Throwable> report, Runnable changed) {
        this.explainer = explainer;
        this.requests = new Requests<>(fx, report, changed);
    }

    Optional<Explanation> get(Wanted wanted) {
        return Optional.ofNullable(known.get(wanted.key()));
    }

    /** Why there is no map, in a word or two; empty where nothing failed. */
    String failure(Wanted wanted) {
        return requests.failure(wanted.key());
    }

    /** What a network predicts for a picture; empty while no map of the two is known. */
    OptionalInt prediction(OpenNetwork network, ShownPicture picture) {
        Integer prediction = predictions.get(List.of(network.id(), picture.id()));
        return prediction == null ? OptionalInt.empty() : OptionalInt.of(prediction);
    }

    /** Forgets what failed, so that it is asked for again. */
    void retry() {
        requests.retry();
    }

    /**
     * Asks for the maps that are neither known nor on their way; takes back questions of which nothing is wanted any
     * more.
     */
    void want(Collection<Wanted> all) {
        requests.takeBackAllBut(all.stream().map(Wanted::key).toList());
        List<Wanted> missing = all.stream()
                .filter(wanted -> !known.containsKey(wanted.key()) && requests.isNew(wanted.key())).toList();
        List<Wanted> slow = missing.stream().filter(wanted -> wanted.method().isSlow()).toList();
        if (!slow.isEmpty()) {
            askSlowly(slow);
        }
        Map<OpenNetwork, List<Wanted>> quick = new LinkedHashMap<>();
        missing.stream().filter(wanted -> !wanted.method().isSlow())
                .forEach(wanted -> quick.computeIfAbsent(wanted.network(), network -> new ArrayList<>()).add(wanted));
        quick.forEach(this::ask);
    }

    /** One pass for all pictures: they are of one method and one layer. */
    private void ask(OpenNetwork network, List<Wanted> wanted) {
        String layer = wanted.get(0).layer();
        CamMethod chosen = wanted.get(0).method();
        List<CamMethod> methods = Stream.of(CamMethod.values()).filter(
                method -> method == chosen || !method.isSlow() && isCheap(method, network.layersByName().get(layer)))
                .toList();
        int[] classes = wanted.stream().mapToInt(Wanted::explained).toArray();
        List<Key> keys = new ArrayList<>();
        methods.forEach(method -> wanted.forEach(one -> keys.add(one.key(method, one.explained()))));
        requests.ask(keys, explainer.explain(network, wanted.stream().map(one -> one.picture().picture()).toList(),
                methods.stream().map(method -> new Request(method, layer, classes)).toList()), explanations -> {
                    for (int m = 0; m < methods.size(); m++) {
                        for (int i = 0; i < wanted.size(); i++) {
                            keep(wanted.get(i), methods.get(m), explanations.get(m).get(i));
                        }
                    }
                });
    }

    /** Whether a map is next to nothing beside the pass that it shares. */
    private static boolean isCheap(CamMethod method, LayerInfo layer) {
        int positions = layer.height() * layer.width();
        return (long) positions * layer.channels() <= SMALL_LAYER
                && (positions <= SMALL_MAP || !BY_EIGENVECTORS.contains(method));
    }

    private void askSlowly(List<Wanted> wanted) {
        List<Explainer.Job> jobs = wanted.stream()
                .map(one -> new Explainer.Job(one.network(), one.picture().picture(), one.explained())).toList();
        requests.ask(wanted.stream().map(Wanted::key).toList(),
                explainer.explainOneByOne(wanted.get(0).method(), wanted.get(0).layer(), jobs, (job, explanation) -> {
                    keep(wanted.get(job), wanted.get(job).method(), explanation);
                    requests.tell();
                }), nothing -> {});
    }

    private void keep(Wanted wanted, CamMethod method, Explanation explanation) {
        predictions.put(List.of(wanted.network().id(), wanted.picture().id()), explanation.predicted());
        put(wanted.key(method, wanted.explained()), explanation);
        put(wanted.key(method, explanation.explained()), explanation);
    }

    private void put(Key key, Explanation explanation) {
        requests.arrived(key);
        if (known.put(key, explanation) == null) {
            bytes += size(explanation);
        }
        while (bytes > MOST_BYTES) {
            Key eldest = known.keySet().iterator().next();
            bytes -= size(known.remove(eldest));
        }
    }

    private static long size(Explanation explanation) {
        return 4L * explanation.map().raw().length + BYTES_BESIDE_MAP;
    }
}
