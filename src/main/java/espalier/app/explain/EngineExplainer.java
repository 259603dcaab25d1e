package espalier.app.explain;

import espalier.app.EngineTask;
import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.basics.Progress;
import espalier.data.Picture;
import espalier.explain.CamMethod;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.Explanations.Request;
import espalier.explain.measures.Faithfulness;
import espalier.explain.measures.MapMeasure;
import espalier.network.Network;
import espalier.training.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import javafx.application.Platform;

/**
 * An {@link Explainer} on the engine thread. All pictures of a network go through it together, as many at once as its
 * memory allows, and all requests share that pass.
 */
public final class EngineExplainer implements Explainer {

    private final Networks networks;

    /** @param networks that are explained */
    public EngineExplainer(Networks networks) {
        this.networks = networks;
    }

    @Override
    public CompletableFuture<List<List<Explanation>>> explain(OpenNetwork network, List<Picture> pictures,
            List<Request> requests) {
        return networks.engine().ask(() -> Explanations.explain(networks.get(network),
                network.description().batch(pictures), requests, Progress.NONE));
    }

    @Override
    public CompletableFuture<int[]> predict(OpenNetwork network, List<Picture> pictures) {
        return networks.engine().ask(() -> {
            Network loaded = networks.get(network);
            return Arrays.stream(loaded.infer(network.description().batch(pictures))).mapToInt(Evaluation::largest)
                    .toArray();
        });
    }

    @Override
    public CompletableFuture<Void> explainOneByOne(CamMethod method, String layer, List<Job> jobs,
            Arrival<Explanation> arrival) {
        return oneByOne(method.title() + ": " + maps(jobs.size()), jobs, arrival,
                (job, progress) -> Explanations
                        .explain(networks.get(job.network()), job.network().description().batch(List.of(job.picture())),
                                method, layer, new int[] {job.explained()}, progress)
                        .get(0));
    }

    @Override
    public CompletableFuture<Void> testOneByOne(Set<MapMeasure> measures, List<Trial> trials,
            Arrival<Map<MapMeasure, Double>> arrival) {
        return oneByOne("Testing " + maps(trials.size()), trials, arrival,
                (trial, progress) -> Faithfulness.measure(networks.get(trial.network()),
                        trial.network().description().batch(List.of(trial.picture())), List.of(trial.explanation()),
                        measures, progress).get(0));
    }

    private static String maps(int count) {
        return count + (count == 1 ? " map" : " maps");
    }

    private <J, T> CompletableFuture<Void> oneByOne(String title, List<J> jobs, Arrival<T> arrival,
            BiFunction<J, Progress, T> work) {
        EngineTask<Void> task = networks.engine().submit(title, progress -> {
            for (int i = 0; i < jobs.size(); i++) {
                int number = i;
                progress.checkpoint();
                progress.update(i / (double) jobs.size(), "Map " + (i + 1) + " of " + jobs.size());
                T result = work.apply(jobs.get(i), progress.part(i / (double) jobs.size(), (i + 1.0) / jobs.size()));
                Platform.runLater(() -> arrival.arrived(number, result));
            }
            return null;
        });
        return task.asFuture();
    }
}
