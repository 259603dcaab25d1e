package espalier.app.filters;

import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.importance.FilterResponses;
import espalier.importance.FilterResponses.ResponseMap;
import espalier.importance.KernelWeights;
import espalier.network.Network;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Asks the engine thread what the window wants to know of single filters, in questions so short that nothing else waits
 * for them, and remembers the answers. Belongs to the FX thread.
 */
final class FilterProbe {

    private final Networks networks;
    private final Map<String, CompletableFuture<FilterResponses>> responses = new HashMap<>();
    private CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

    FilterProbe(Networks networks) {
        this.networks = networks;
    }

    /** A filter's weights. */
    CompletableFuture<KernelWeights> weights(OpenNetwork open, String layer, int filter) {
        return ask(open, network -> KernelWeights.of(network, layer, filter));
    }

    /**
     * How the layer's filters respond to training pictures of all classes; remembered. A layer that is asked for while
     * another one's answer is being made goes first: that one is given up.
     */
    CompletableFuture<FilterResponses> responses(OpenNetwork open, Dataset data, String layer) {
        String key = open.id() + " " + data.specification() + " " + layer;
        CompletableFuture<FilterResponses> known = responses.get(key);
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        latest.cancel(false);
        CompletableFuture<FilterResponses> answer = new CompletableFuture<>();
        latest = answer;
        responses.put(key, answer);
        further(open, ask(open, network -> new FilterResponses(network, data, layer)), answer);
        return answer;
    }

    /** One part after the other, each a question of its own. */
    private void further(OpenNetwork open, CompletableFuture<FilterResponses> part,
            CompletableFuture<FilterResponses> answer) {
        part.whenComplete((found, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (found.isComplete()) {
                answer.complete(found);
            } else if (!answer.isDone()) {
                further(open, ask(open, network -> {
                    found.lookFurther(network);
                    return found;
                }), answer);
            }
        });
    }

    /** A filter's response over a training picture; empty where the picture cannot be read. */
    CompletableFuture<Optional<ResponseMap>> map(OpenNetwork open, Dataset data, String layer, int filter,
            int picture) {
        return ask(open, network -> data.part(Part.TRAINING).picture(picture)
                .map(pixels -> FilterResponses.map(network, layer, filter, pixels)));
    }

    private <T> CompletableFuture<T> ask(OpenNetwork open, Function<Network, T> question) {
        return networks.engine().ask(() -> question.apply(networks.get(open)));
    }
}
