package espalier.compensation;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.engine.LinearLayer;
import espalier.engine.RidgeRegression;
import espalier.engine.Stages;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Mends a network out of which filters were taken, without a training step: layer by layer, from the picture to the
 * logits, the weights that read what is left are fitted anew so that their outputs, before batch norm and activation,
 * come as near as they can to the unpruned network's (He, Zhang, Sun, Channel Pruning for Accelerating Very Deep Neural
 * Networks, ICCV 2017, arXiv 1707.06168, section 3.1). Where an addition follows, the last branch is fitted to the
 * unpruned sum less the others as they are now, so that each residual block also mends what those before it left wrong.
 *
 * <p>Holds what the unpruned network gave at some positions of some pictures, so that any number of smaller networks
 * can be mended. On the thread that owns the networks.
 */
public final class Compensation {

    /** Whether there is compensation, and how the inputs of a layer are taken. */
    public enum Mode {
        /** No compensation: weights stay as they were cut. */
        NONE,
        /** As the smaller network, mended so far, gives them: each layer also mends what is wrong before it. */
        SEQUENTIAL,
        /** As the unpruned network gives them, without the channels that went: layers do not wait for each other. */
        PARALLEL
    }

    /** More bring little: the facts of a layer are a few thousand numbers. */
    private static final int PICTURES = 800;
    /** Fewer in networks of large maps, all of whose values of a layer are held at once. */
    private static final long MEMORY = 1L << 30;
    private static final int LEAST_PICTURES = 32;
    static final int PLACES_PER_PICTURE = 24;
    /** λ of convolutions. */
    private static final double RIDGE = 1e-3;
    /** λ of dense layers, which have one position a picture. */
    private static final double DENSE_RIDGE = 1e-2;
    /** Below this share of the largest a batch norm's factor is as good as 0, and says nothing of the sum behind it. */
    private static final double LEAST_FACTOR = 1e-3;

    private final Network unpruned;
    private final Batch pictures;
    private final Map<String, Target> targets = new LinkedHashMap<>();

    /**
     * What a layer is fitted to.
     *
     * @param addition the addition that it is fitted to; empty where it is fitted to its own outputs
     * @param places   positions in the outputs, of all pictures
     * @param values   there, in the unpruned network: {@code [places · outputs]}
     */
    private record Target(Optional<LayerInfo> addition, int[] places, float[] values) {

        int outputs() {
            return values.length / places.length;
        }
    }

    /**
     * By some hundreds of training pictures, in proportion to what their classes matter.
     *
     * @param seed of the choice of pictures and positions
     * @throws espalier.basics.Problem when there are no training pictures of the classes that matter
     */
    public static Compensation of(Network unpruned, Dataset data, ClassWeights weights, long seed, Progress progress) {
        return new Compensation(unpruned, pictures(unpruned, data, weights, seed), PLACES_PER_PICTURE, seed, progress);
    }

    /** Some hundreds of training pictures, in proportion to what their classes matter. */
    static Batch pictures(Network network, Dataset data, ClassWeights weights, long seed) {
        int[] indices = weights.pictures(data, mostPictures(network), seed);
        List<Picture> pictures = IntStream.of(indices).mapToObj(data.part(Part.TRAINING)::picture)
                .flatMap(Optional::stream).toList();
        return network.description().batch(pictures);
    }

    /** A pass holds the output of a layer, its inputs, and what an addition is still waiting for. */
    private static int mostPictures(Network network) {
        long largest = network.layers().stream()
                .mapToLong(layer -> (long) layer.height() * layer.width() * layer.channels()).max().orElse(1);
        return (int) Math.max(LEAST_PICTURES, Math.min(PICTURES, MEMORY / (4 * Float.BYTES * largest)));
    }

    /**
     * Runs the unpruned network once.
     *
     * @param pictures         to run it on; some hundreds
     * @param placesPerPicture positions in each picture's map that are looked at, where it has more
     * @param seed             of the choice of positions
     */
    public Compensation(Network unpruned, Batch pictures, int placesPerPicture, long seed, Progress progress) {
        this.unpruned = unpruned;
        this.pictures = pictures;
        Map<String, LinearLayer> layers = unpruned.linearLayers();
        Map<String, Optional<LayerInfo>> additions = new LinkedHashMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        layers.forEach((name, layer) -> {
            Optional<LayerInfo> addition = additionBehind(unpruned, name);
            additions.put(name, addition);
            values.put(name, addition.map(LayerInfo::name).orElse(layer.output()));
        });
        try (Stages stages = unpruned.stages(pictures, values.values())) {
            values.forEach((name, value) -> {
                progress.checkpoint();
                int[] places = places(positions(name), pictures.size(), placesPerPicture, seed + targets.size());
                targets.put(name, new Target(additions.get(name), places, stages.rows(value, places)));
                stages.release(value);
                progress.update(targets.size() / (double) layers.size(), "Looking at the unpruned network");
            });
        }
    }

    /**
     * The addition that a layer's outputs reach through nothing but a batch norm, where all else that it adds is made
     * before.
     */
    private static Optional<LayerInfo> additionBehind(Network network, String layer) {
        String value = layer;
        if (network.layer(layer).activation()) {
            return Optional.empty();
        }
        for (List<LayerInfo> readers = network.readers(value); readers.size() == 1; readers = network.readers(value)) {
            LayerInfo reader = readers.get(0);
            if (reader.kind() == LayerKind.ADD) {
                return isLastBranch(network, value, reader) ? Optional.of(reader) : Optional.empty();
            }
            if (reader.kind() != LayerKind.BATCH_NORM || !value.equals(layer)) {
                return Optional.empty();
            }
            value = reader.name();
        }
        return Optional.empty();
    }

    private static boolean isLastBranch(Network network, String branch, LayerInfo addition) {
        List<String> order = network.layers().stream().map(LayerInfo::name).toList();
        return addition.inputs().stream().allMatch(input -> order.indexOf(input) <= order.indexOf(branch));
    }

    /** Places in the maps of some pictures, counted through all of them; of each picture the same number. */
    static int[] places(int positions, int pictures, int perPicture, long seed) {
        if (positions <= perPicture) {
            return IntStream.range(0, pictures * positions).toArray();
        }
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, pictures).flatMap(picture -> random.ints(0, positions).distinct().limit(perPicture)
                .sorted().map(position -> picture * positions + position)).toArray();
    }

    /**
     * Mends a smaller network.
     *
     * @param smaller made of the unpruned one by taking filters out; its weights are changed
     * @param kept    what is left of the unpruned one's channels
     */
    public void mend(Network smaller, Kept kept, Mode mode, Progress progress) {
        if (mode == Mode.NONE) {
            return;
        }
        Network source = mode == Mode.SEQUENTIAL ? smaller : unpruned;
        Map<String, LinearLayer> layers = smaller.linearLayers();
        Map<String, LinearLayer> sources = source.linearLayers();
        List<String> toFit = toFit(kept);
        List<String> asked = new ArrayList<>();
        for (String name : toFit) {
            asked.add(sources.get(name).input());
            otherBranches(name).forEach(asked::add);
        }
        try (Stages stages = source.stages(pictures, asked)) {
            for (int i = 0; i < toFit.size(); i++) {
                progress.checkpoint();
                String name = toFit.get(i);
                fit(name, layers.get(name), sources.get(name), kept, mode, stages);
                progress.update((i + 1) / (double) toFit.size(), "Compensating " + name);
            }
        }
    }

    /** The layers whose inputs are others than in the unpruned network, in the order in which they run. */
    private List<String> toFit(Kept kept) {
        Set<String> changed = new HashSet<>();
        List<String> toFit = new ArrayList<>();
        for (LayerInfo layer : unpruned.layers()) {
            boolean reads = layer.inputs().stream().anyMatch(changed::contains);
            if (reads && targets.containsKey(layer.name())) {
                toFit.add(layer.name());
            }
            if (reads || kept.thins(layer)) {
                changed.add(layer.name());
            }
        }
        return toFit;
    }

    /** What the addition that a layer is fitted to adds besides; empty where it is fitted to its own outputs. */
    private List<String> otherBranches(String layer) {
        Optional<LayerInfo> addition = targets.get(layer).addition();
        return addition.isEmpty() ? List.of()
                : addition.get().inputs().stream()
                        .filter(input -> !input.equals(layer) && !unpruned.layer(input).inputs().equals(List.of(layer)))
                        .toList();
    }

    private void fit(String name, LinearLayer layer, LinearLayer source, Kept kept, Mode mode, Stages stages) {
        int[] places = targets.get(name).places();
        float[] wanted = wanted(name, layer, kept, mode, stages);
        Optional<int[]> channels = mode == Mode.SEQUENTIAL ? Optional.empty() : kept.inputs(name);
        for (int group = 0; group < layer.groups(); group++) {
            // Groups and channels that went leave no gap in the smaller network.
            int first = group * layer.channels();
            Optional<int[]> read = channels.map(chosen -> Arrays.copyOfRange(chosen, first, first + layer.channels()));
            int[] outputs = IntStream.range(group * layer.outputs(), (group + 1) * layer.outputs()).toArray();
            PatchRows rows = new PatchRows(stages, source,
                    read.map(chosen -> chosen[0] / source.channels()).orElse(group),
                    read.map(chosen -> Arrays.stream(chosen).map(channel -> channel % source.channels()).toArray()),
                    places, PatchRows.columns(wanted, layer.groups() * layer.outputs(), outputs), layer.canShift());
            int own = group;
            RidgeRegression.fit(rows, layer.weights(group), positions(name) == 1 ? DENSE_RIDGE : RIDGE)
                    .ifPresent(fitted -> layer.set(own, fitted.weights(), fitted.bias()));
        }
        stages.release(source.input());
        otherBranches(name).forEach(stages::release);
    }

    private int positions(String layer) {
        return unpruned.layer(layer).height() * unpruned.layer(layer).width();
    }

    /** What the outputs of a layer that are left are to be: {@code [places · outputs]}. */
    private float[] wanted(String name, LinearLayer layer, Kept kept, Mode mode, Stages stages) {
        Target target = targets.get(name);
        int all = target.outputs();
        int[] outputs = kept.outputs(name).orElse(IntStream.range(0, all).toArray());
        float[] wanted = PatchRows.columns(target.values(), all, outputs);
        for (String branch : otherBranches(name)) {
            float[] other = stages.rows(branch, target.places());
            float[] left = mode == Mode.SEQUENTIAL ? other : PatchRows.columns(other, all, outputs);
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] -= left[i];
            }
        }
        layer.normalisation().filter(norm -> target.addition().isPresent()).ifPresent(norm -> {
            double least = LEAST_FACTOR * largest(norm[0]);
            for (int i = 0; i < wanted.length; i++) {
                float factor = norm[0][i % outputs.length];
                wanted[i] = Math.abs(factor) <= least ? 0 : (wanted[i] - norm[1][i % outputs.length]) / factor;
            }
        });
        return wanted;
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /**
     * What is left of a network's channels.
     *
     * @param outputs by layer, which of its outputs, ascending; layers of which all are left may be missing
     * @param inputs  by layer with weights, which of its inputs
     */
    public record Kept(Map<String, int[]> outputs, Map<String, int[]> inputs) {

        private boolean thins(LayerInfo layer) {
            return outputs.containsKey(layer.name()) && outputs.get(layer.name()).length < layer.channels();
        }

        private Optional<int[]> outputs(String layer) {
            return Optional.ofNullable(outputs.get(layer));
        }

        private Optional<int[]> inputs(String layer) {
            return Optional.ofNullable(inputs.get(layer));
        }
    }
}
