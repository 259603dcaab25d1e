package espalier.app.explain;

import espalier.app.OpenNetwork;
import espalier.data.Picture;
import espalier.data.Pictures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * The predictions of all networks for all pictures of a part, asked for in small questions, so that it goes on during a
 * pruning run and holds up nothing. Belongs to one thread, the FX thread.
 */
final class PredictionScan {

    /** Pictures in a question: well under a second. */
    private static final int BATCH = 100;
    private static final int DAMAGED = -1;

    private final Explainer explainer;
    private final Executor background;
    private final Executor fx;
    private final Map<String, int[]> predictions = new HashMap<>();
    private Pictures pictures;
    private int generation;

    /** Told of how far a scan is, and of its end. */
    interface Listener {

        /** @param fraction 0 to 1 */
        void progress(double fraction);

        void done();

        void failed(Throwable failure);
    }

    PredictionScan(Explainer explainer, Executor background, Executor fx) {
        this.explainer = explainer;
        this.background = background;
        this.fx = fx;
    }

    /** Looks at what is not known yet. An earlier scan ends without a word. */
    void start(Pictures part, List<OpenNetwork> networks, Listener listener) {
        stop();
        if (part != pictures) {
            predictions.clear();
            pictures = part;
        }
        List<OpenNetwork> missing = networks.stream().filter(network -> !predictions.containsKey(network.id()))
                .toList();
        next(missing, 0, new int[part.size()], 0, generation, listener);
    }

    /** Ends the scan without a word. */
    void stop() {
        generation++;
    }

    /** The pictures for which not all networks predict what the first does; those not known yet are left out. */
    int[] changed(List<OpenNetwork> networks) {
        List<int[]> all = networks.stream().map(network -> predictions.get(network.id())).filter(known -> known != null)
                .toList();
        if (all.size() < 2) {
            return new int[0];
        }
        return IntStream.range(0, all.get(0).length)
                .filter(i -> all.stream().anyMatch(other -> other[i] != all.get(0)[i])).toArray();
    }

    private void next(List<OpenNetwork> missing, int number, int[] found, int from, int own, Listener listener) {
        if (own != generation) {
            return;
        }
        if (number == missing.size()) {
            listener.done();
            return;
        }
        if (from >= found.length) {
            predictions.put(missing.get(number).id(), found);
            next(missing, number + 1, new int[found.length], 0, own, listener);
            return;
        }
        listener.progress((number + from / (double) found.length) / missing.size());
        int to = Math.min(found.length, from + missing.get(number).description().inputSize().batch(BATCH));
        Pictures part = pictures;
        CompletableFuture.supplyAsync(() -> predict(missing.get(number), part, found, from, to), background)
                .thenCompose(predicted -> predicted).whenCompleteAsync((predicted, failure) -> {
                    if (failure == null) {
                        next(missing, number, found, to, own, listener);
                    } else if (own == generation) {
                        listener.failed(failure);
                    }
                }, fx);
    }

    private CompletableFuture<Void> predict(OpenNetwork network, Pictures part, int[] found, int from, int to) {
        List<Picture> sound = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        Arrays.fill(found, from, to, DAMAGED);
        for (int i = from; i < to; i++) {
            int place = i;
            part.picture(i).ifPresent(picture -> {
                sound.add(picture);
                places.add(place);
            });
        }
        if (sound.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return explainer.predict(network, sound).thenAccept(predicted -> {
            for (int i = 0; i < predicted.length; i++) {
                found[places.get(i)] = predicted[i];
            }
        });
    }
}
