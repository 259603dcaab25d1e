package espalier.app;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Picture;
import espalier.explain.Explanation;
import espalier.explain.GradCam;
import espalier.network.Description;
import espalier.network.Network;
import espalier.training.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An {@link Explainer} on the workbench's engine thread: questions, which are answered inside a pruning run too. */
public final class EngineExplainer implements Explainer {

    private final Workbench workbench;

    /** An explainer with the workbench's networks. */
    public EngineExplainer(Workbench workbench) {
        this.workbench = workbench;
    }

    @Override
    public CompletableFuture<List<Explanation>> explain(OpenNetwork network, List<Picture> pictures, String layer,
            int[] classes) {
        return workbench.engine().ask(() -> GradCam.explain(workbench.network(network),
                batch(network.description(), pictures), layer, classes, Progress.NONE));
    }

    @Override
    public CompletableFuture<int[]> predict(OpenNetwork network, List<Picture> pictures) {
        return workbench.engine().ask(() -> {
            Network loaded = workbench.network(network);
            return Arrays.stream(loaded.infer(batch(network.description(), pictures))).mapToInt(Evaluation::largest).toArray();
        });
    }

    /** Pictures as a network takes them. */
    public static Batch batch(Description description, List<Picture> pictures) {
        int values = description.inputSize().values();
        float[] pixels = new float[pictures.size() * values];
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            if (picture.rgb().length != values) {
                throw new Problem("A picture of " + picture.height() + "×" + picture.width() + " does not fit "
                        + description.name() + ", which takes " + description.inputSize() + ". Open the pictures again.");
            }
            description.normalisation().apply(picture, pixels, i * values);
        }
        return new Batch(pictures.size(), pixels, new int[pictures.size()]);
    }
}
