package espalier.app;

import espalier.data.Picture;
import espalier.explain.Explanation;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs networks for pages. Futures that are cancelled before their turn cost nothing. */
public interface Explainer {

    /**
     * Explains pictures by one pass of a network.
     *
     * @param classes for each picture the class, or {@link espalier.explain.GradCam#PREDICTED}
     */
    CompletableFuture<List<Explanation>> explain(OpenNetwork network, List<Picture> pictures, String layer, int[] classes);

    /** The class that a network predicts for each picture, by one pass. */
    CompletableFuture<int[]> predict(OpenNetwork network, List<Picture> pictures);
}
