package espalier.app.explain;

import espalier.app.OpenNetwork;
import espalier.data.Picture;
import espalier.explain.CamMethod;
import espalier.explain.Explanation;
import espalier.explain.Explanations.Request;
import espalier.explain.measures.MapMeasure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Runs networks for pages. Futures that are cancelled before their turn cost nothing. */
public interface Explainer {

    /**
     * Explains pictures in several ways by one pass of a network: short work, answered inside a pruning run too.
     *
     * @return for each request, for each picture
     */
    CompletableFuture<List<List<Explanation>>> explain(OpenNetwork network, List<Picture> pictures,
            List<Request> requests);

    /** The class that a network predicts for each picture, by one pass. */
    CompletableFuture<int[]> predict(OpenNetwork network, List<Picture> pictures);

    /**
     * One map of long work.
     *
     * @param explained the class, or {@link espalier.explain.Explanations#PREDICTED}
     */
    record Job(OpenNetwork network, Picture picture, int explained) {}

    /**
     * A map to be tested by long work.
     *
     * @param explanation with the map
     */
    record Trial(OpenNetwork network, Picture picture, Explanation explanation) {}

    /** Hears of each result of long work. */
    @FunctionalInterface
    interface Arrival<T> {

        /** @param job its number */
        void arrived(int job, T result);
    }

    /**
     * Explains pictures by a {@link CamMethod#isSlow slow} method: long work, shown to the person with its progress,
     * who may pause and cancel it. Called on the FX thread.
     *
     * @param arrival told of each map as it comes, on the FX thread
     * @return ends with the work; cancelled where that is; cancelling it cancels the work
     */
    CompletableFuture<Void> explainOneByOne(CamMethod method, String layer, List<Job> jobs,
            Arrival<Explanation> arrival);

    /**
     * Tests how much networks depend on what their maps mark: long work, as {@link #explainOneByOne}.
     *
     * @param measures of the kind {@link MapMeasure.Kind#FAITHFULNESS}
     */
    CompletableFuture<Void> testOneByOne(Set<MapMeasure> measures, List<Trial> trials,
            Arrival<Map<MapMeasure, Double>> arrival);
}
