package espalier.explain;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.engine.Loss;
import espalier.engine.Program;
import espalier.engine.Values;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.training.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a network over pictures and makes maps of what it sees. */
public final class Explanations {

    /** Asks for the class that the network predicts, picture by picture. */
    public static final int PREDICTED = -1;

    /** As many pictures go through the network at once, and fewer large ones. */
    private static final int BATCH = 50;

    /**
     * Maps that are wanted of pictures.
     *
     * @param method  how
     * @param layer   a layer with height and width: a convolution, its batch norm, activation or pool
     * @param classes for each picture the class to explain, or {@link #PREDICTED}
     */
    public record Request(CamMethod method, String layer, int[] classes) {

        private Request of(int from, int to) {
            return new Request(method, layer, Arrays.copyOfRange(classes, from, to));
        }

        private Request resolved(float[][] logits) {
            int[] known = classes.clone();
            for (int i = 0; i < known.length; i++) {
                known[i] = known[i] == PREDICTED ? Evaluation.largest(logits[i]) : known[i];
            }
            return new Request(method, layer, known);
        }
    }

    private Explanations() {}

    /**
     * Explains pictures by one method at one layer.
     *
     * @param classes for each picture the class to explain, or {@link #PREDICTED}
     * @return for each picture
     * @throws Problem as {@link #explain(Network, Batch, List, Progress)}
     */
    public static List<Explanation> explain(Network network, Batch pictures, CamMethod method, String layer,
            int[] classes, Progress progress) {
        return explain(network, pictures, List.of(new Request(method, layer, classes)), progress).get(0);
    }

    /**
     * Explains pictures in several ways at once: one pass forward for all, and one backward for each choice of classes,
     * whatever the number of methods and layers.
     *
     * @return for each request, for each picture
     * @throws Problem when a layer has no map, a class is out of range, or the pictures are of another size than the
     *                     network's
     */
    public static List<List<Explanation>> explain(Network network, Batch pictures, List<Request> requests,
            Progress progress) {
        requests.forEach(request -> check(network, pictures, request));
        List<List<Explanation>> result = new ArrayList<>();
        requests.forEach(request -> result.add(new ArrayList<>()));
        int values = network.description().inputSize().values();
        int size = network.description().inputSize().batch(BATCH);
        for (int from = 0; from < pictures.size(); from += size) {
            progress.checkpoint();
            int start = from;
            int end = Math.min(pictures.size(), from + size);
            Batch part = new Batch(end - start, Arrays.copyOfRange(pictures.pixels(), start * values, end * values),
                    Arrays.copyOfRange(pictures.labels(), start, end));
            List<Request> asked = requests.stream().map(request -> request.of(start, end)).toList();
            List<List<Explanation>> explained = explainBatch(network, part, asked,
                    progress.part(start / (double) pictures.size(), end / (double) pictures.size()));
            for (int i = 0; i < requests.size(); i++) {
                result.get(i).addAll(explained.get(i));
            }
            progress.update(end / (double) pictures.size(),
                    "Explaining " + end + " of " + pictures.size() + " pictures");
        }
        return result;
    }

    private static List<List<Explanation>> explainBatch(Network network, Batch pictures, List<Request> requests,
            Progress progress) {
        Program.Probed seen = network.observe(pictures,
                requests.stream().map(Request::layer).collect(Collectors.toSet()));
        float[][] logits = seen.logits();
        List<Request> resolved = requests.stream().map(request -> request.resolved(logits)).toList();
        IdentityHashMap<Request, List<ClassMap>> maps = new IdentityHashMap<>();
        // These run the network again, which overwrites what was seen: they keep what they need, and come last.
        Map<Request, List<ChannelCam.Seen>> slow = new LinkedHashMap<>();
        Map<List<Integer>, List<Request>> byClasses = new LinkedHashMap<>();
        for (Request request : resolved) {
            if (request.method.isSlow()) {
                slow.put(request, kept(network, pictures, seen, request, logits));
            } else if (request.method.needsGradient()) {
                byClasses.computeIfAbsent(Arrays.stream(request.classes).boxed().toList(), key -> new ArrayList<>())
                        .add(request);
            } else {
                maps.put(request, maps(network, seen, request));
            }
        }
        byClasses.forEach((classes, together) -> {
            seen.backward(known -> oneHot(classes, network.classes()));
            together.forEach(request -> maps.put(request, maps(network, seen, request)));
        });
        slow.forEach((request, each) -> maps.put(request, slowMaps(request.method, each, progress)));
        float[][] probabilities = Loss.softmax(logits);
        List<List<Explanation>> result = new ArrayList<>();
        for (Request request : resolved) {
            List<Explanation> explanations = new ArrayList<>();
            for (int i = 0; i < pictures.size(); i++) {
                explanations.add(new Explanation(probabilities[i], Evaluation.largest(logits[i]), request.classes[i],
                        maps.get(request).get(i)));
            }
            result.add(explanations);
        }
        return result;
    }

    private static List<ChannelCam.Seen> kept(Network network, Batch pictures, Program.Probed seen, Request request,
            float[][] logits) {
        LayerInfo layer = network.layer(request.layer);
        float[] activations = Values.of(seen.activation(request.layer));
        int values = pictures.pixels().length / pictures.size();
        int activated = activations.length / pictures.size();
        List<ChannelCam.Seen> kept = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            int label = request.classes[i];
            kept.add(new ChannelCam.Seen(network, layer,
                    Arrays.copyOfRange(pictures.pixels(), i * values, (i + 1) * values),
                    Arrays.copyOfRange(activations, i * activated, (i + 1) * activated), label, logits[i][label]));
        }
        return kept;
    }

    private static List<ClassMap> slowMaps(CamMethod method, List<ChannelCam.Seen> pictures, Progress progress) {
        List<ClassMap> maps = new ArrayList<>();
        for (ChannelCam.Seen seen : pictures) {
            maps.add(method.channelCam().map(seen, method.title(), progress.part(maps.size() / (double) pictures.size(),
                    (maps.size() + 1) / (double) pictures.size())));
        }
        return maps;
    }

    private static List<ClassMap> maps(Network network, Program.Probed seen, Request request) {
        LayerInfo layer = network.layer(request.layer());
        INDArray activation = byPosition(seen.activation(layer.name()), layer);
        INDArray gradient = request.method().needsGradient() ? byPosition(seen.gradient(layer.name()), layer) : null;
        List<ClassMap> maps = new ArrayList<>();
        for (int i = 0; i < request.classes().length; i++) {
            INDArray map = request.method().map(activation.slice(i), gradient == null ? null : gradient.slice(i));
            maps.add(new ClassMap(layer.height(), layer.width(), map.toFloatVector()));
        }
        return maps;
    }

    private static INDArray byPosition(INDArray values, LayerInfo layer) {
        return values.reshape(values.size(0), (long) layer.height() * layer.width(), layer.channels());
    }

    private static float[][] oneHot(List<Integer> classes, int width) {
        float[][] gradient = new float[classes.size()][width];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i][classes.get(i)] = 1;
        }
        return gradient;
    }

    private static void check(Network network, Batch pictures, Request request) {
        MapLayers.require(network, request.layer());
        if (pictures.pixels().length != pictures.size() * network.description().inputSize().values()) {
            throw new Problem("The pictures have " + pictures.pixels().length / Math.max(1, pictures.size())
                    + " values each, but " + network.description().name() + " takes pictures of "
                    + network.description().inputSize() + ". Bring them to that size.");
        }
        for (int label : request.classes()) {
            if (label != PREDICTED && (label < 0 || label >= network.classes())) {
                throw new Problem("There is no class " + label + ": " + network.description().name()
                        + " has the classes 0 to " + (network.classes() - 1) + ".");
            }
        }
    }
}
