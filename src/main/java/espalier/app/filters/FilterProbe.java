package espalier.app.filters;

import espalier.app.EngineThread;
import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.data.Batch;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Asks the engine thread what the window wants to know of single filters, in questions so short that nothing else waits
 * for them, and remembers the answers. Belongs to the FX thread.
 */
final class FilterProbe {

    /** As many training pictures are looked at for those that excite a filter. */
    static final int PICTURES = 300;
    /** As many go through the network in one question. */
    private static final int BATCH = 25;

    private final Networks networks;
    private final Map<String, CompletableFuture<Responses>> responses = new HashMap<>();
    private CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

    FilterProbe(Networks networks) {
        this.networks = networks;
    }

    /** A filter's weights. */
    CompletableFuture<KernelWeights> weights(OpenNetwork network, String layer, int filter) {
        LayerInfo info = network.layersByName().get(layer);
        boolean first = info.inputs().stream().map(network.layersByName()::get)
                .anyMatch(input -> input.kind() == LayerKind.INPUT);
        return engine().ask(() -> {
            float[] weights = networks.get(network).weights(layer)[filter];
            return new KernelWeights(weights.length / (info.kernel() * info.kernel()), info.kernel(), weights, first);
        });
    }

    /**
     * How the layer's filters respond to training pictures of all classes; remembered. A layer that is asked for while
     * another one's answer is being made goes first: that one is given up.
     */
    CompletableFuture<Responses> responses(OpenNetwork network, Dataset data, String layer) {
        String key = network.id() + " " + data.specification() + " " + layer;
        CompletableFuture<Responses> known = responses.get(key);
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        latest.cancel(false);
        CompletableFuture<Responses> answer = new CompletableFuture<>();
        latest = answer;
        responses.put(key, answer);
        engine().ask(() -> chosen(data)).whenComplete((pictures, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                int filters = network.layersByName().get(layer).channels();
                next(network, data, layer, pictures, new float[filters][pictures.length], 0, answer);
            }
        });
        return answer;
    }

    /** One batch after the other, each a question of its own. */
    private void next(OpenNetwork network, Dataset data, String layer, int[] pictures, float[][] peaks, int from,
            CompletableFuture<Responses> answer) {
        if (answer.isDone()) {
            return;
        }
        if (from >= pictures.length) {
            answer.complete(new Responses(pictures, peaks));
            return;
        }
        int to = Math.min(pictures.length, from + network.description().inputSize().batch(BATCH));
        engine().ask(() -> {
            addPeaks(network, data, layer, Arrays.copyOfRange(pictures, from, to), from, peaks);
            return to;
        }).whenComplete((done, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                next(network, data, layer, pictures, peaks, done, answer);
            }
        });
    }

    /** A filter's response over a training picture; empty where the picture cannot be read. */
    CompletableFuture<Optional<ResponseMap>> map(OpenNetwork network, Dataset data, String layer, int filter,
            int picture) {
        return engine().ask(() -> {
            Optional<Picture> pixels = data.part(Part.TRAINING).picture(picture);
            if (pixels.isEmpty()) {
                return Optional.empty();
            }
            LayerInfo info = network.layersByName().get(layer);
            float[] values = activations(network, layer, network.description().batch(List.of(pixels.get())));
            float[] own = new float[info.height() * info.width()];
            for (int p = 0; p < own.length; p++) {
                own[p] = values[p * info.channels() + filter];
            }
            return Optional.of(new ResponseMap(picture, info.height(), info.width(), own));
        });
    }

    private EngineThread engine() {
        return networks.engine();
    }

    private void addPeaks(OpenNetwork network, Dataset data, String layer, int[] indices, int from, float[][] peaks) {
        List<Picture> pictures = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < indices.length; i++) {
            Optional<Picture> picture = data.part(Part.TRAINING).picture(indices[i]);
            if (picture.isPresent()) {
                pictures.add(picture.get());
                places.add(from + i);
            }
        }
        if (pictures.isEmpty()) {
            return;
        }
        float[] values = activations(network, layer, network.description().batch(pictures));
        int filters = peaks.length;
        int positions = values.length / pictures.size() / filters;
        for (int m = 0; m < pictures.size(); m++) {
            int place = places.get(m);
            for (int p = 0, i = m * positions * filters; p < positions; p++) {
                for (int k = 0; k < filters; k++, i++) {
                    peaks[k][place] = Math.max(peaks[k][place], values[i]);
                }
            }
        }
    }

    private float[] activations(OpenNetwork open, String layer, Batch batch) {
        Network network = networks.get(open);
        return network.activations(batch, ResponseValue.of(network.layers(), layer));
    }

    /** The first of each class, in turn as they come, so that all classes are there whatever the order of the files. */
    private static int[] chosen(Dataset data) {
        Pictures pictures = data.part(Part.TRAINING);
        int perClass = Math.max(1, PICTURES / data.classNames().size());
        int[] counts = new int[data.classNames().size()];
        return IntStream.range(0, pictures.size()).filter(i -> counts[pictures.label(i)]++ < perClass).limit(PICTURES)
                .toArray();
    }
}
