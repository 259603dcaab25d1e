package espalier.network.imports;

import espalier.basics.Problem;
import espalier.data.Normalisation;
import espalier.network.imports.Draft.Value;
import espalier.network.imports.onnx.Arithmetic;
import espalier.network.imports.onnx.OnnxModel;
import espalier.network.imports.onnx.OnnxNode;
import espalier.network.imports.onnx.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Writes an ONNX graph in the one form that the rest of the program works with, node by node. What depends on constants
 * alone is computed; what only moves values about is remembered ({@link View}); scalings go into weights
 * ({@link Linear}); several nodes that are one activation become it ({@link Curve}).
 */
final class OnnxRebuilder {

    private final OnnxModel model;
    private final OnnxInput input;
    private final Draft draft = new Draft();
    private final OnnxLayers layers;
    private final OnnxPools pools;
    private final OnnxJoints joints;
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Map<String, Flow> flows = new HashMap<>();
    /** How many nodes that are needed read a value. */
    private final Map<String, Integer> readers = new HashMap<>();
    private final OnnxPicture picture;

    /**
     * A graph to write.
     *
     * @param order for red, green, blue, which of the old graph's colours each is; null where they are the same
     * @param notes gets what a person should know
     */
    OnnxRebuilder(OnnxModel model, OnnxInput input, int[] order, List<String> notes) {
        this.model = model;
        this.input = input;
        LayerRebuilder writer = new LayerRebuilder(draft, notes);
        layers = new OnnxLayers(draft, writer, notes);
        pools = new OnnxPools(draft, writer, layers);
        joints = new OnnxJoints(draft, layers);
        picture = new OnnxPicture(input, (view, scale, shift) -> layers.scaled("scaling", view, scale, shift));
        Value value = Value.map(Draft.INPUT, input.size().height(), input.size().width(), 3, order);
        View view = View.of(value);
        flows.put(input.name(), picture.flow(input.channelsLast() ? view.transposed(new int[] {1, 2, 0}) : view));
    }

    /** The new graph. */
    ComputationGraph graph() {
        String output = write();
        return draft.graph(output, input.size().height(), input.size().width());
    }

    /** What the graph does to pixels first; known once it is written. */
    Optional<Normalisation> normalisation() {
        return picture.normalisation();
    }

    /** The same, of the values that the graph is given, of which 255 stand for 1. */
    Optional<Normalisation> inside() {
        return picture.inside();
    }

    /** Writes all layers, and returns the name of the last. */
    String write() {
        List<String> outputs = model.outputs();
        if (outputs.size() != 1) {
            throw new Problem("The network has " + outputs.size() + " outputs (" + String.join(", ", outputs)
                    + "); Espalier takes networks with one. Export the part that leads to the one that names the class.");
        }
        for (OnnxNode node : needed(outputs.get(0))) {
            try {
                run(node);
            } catch (Problem e) {
                throw e;
            } catch (RuntimeException e) {
                throw new Problem("The node \"" + node.name() + "\" (" + node.op()
                        + ") does not fit what it reads: the file is damaged, or of a kind that Espalier does not know. "
                        + "Take another copy, or export the network again.", e);
            }
        }
        Flow end = flows.get(outputs.get(0));
        if (end == null) {
            throw new Problem("The network's output \"" + outputs.get(0)
                    + "\" does not depend on the picture. Export the network again.");
        }
        return layers.head(outputs.get(0), end);
    }

    /** The nodes on which the output depends, in the order in which they run. */
    private List<OnnxNode> needed(String output) {
        Set<String> wanted = new HashSet<>(Set.of(output));
        List<OnnxNode> nodes = new ArrayList<>();
        for (int i = model.nodes().size() - 1; i >= 0; i--) {
            OnnxNode node = model.nodes().get(i);
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                nodes.add(0, node);
                node.inputs().forEach(read -> readers.merge(read, 1, Integer::sum));
                wanted.addAll(node.inputs());
            }
        }
        return nodes;
    }

    /** A constant of the file or one that was computed; null for what depends on the picture or is left out. */
    private Tensor constant(String name) {
        Tensor known = constants.get(name);
        return known != null || name.isEmpty() ? known : model.constant(name).orElse(null);
    }

    private List<Tensor> constants(OnnxNode node) {
        List<Tensor> read = new ArrayList<>();
        node.inputs().forEach(name -> read.add(constant(name)));
        return read;
    }

    private void run(OnnxNode node) {
        List<String> flowing = node.inputs().stream().filter(flows::containsKey).toList();
        if (flowing.isEmpty()) {
            compute(node);
        } else if (node.op().equals("Shape")) {
            constants.put(node.output(), Arithmetic.shape(node, withBatch(flows.get(flowing.get(0)).shape())));
        } else if (node.op().equals("Split")) {
            split(node);
        } else {
            flows.put(node.output(), flow(node, flows.get(flowing.get(0)), flowing));
        }
    }

    private void compute(OnnxNode node) {
        List<Tensor> read = constants(node);
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i) == null && !node.input(i).isEmpty()) {
                throw new Problem("The node \"" + node.name() + "\" (" + node.op() + ") reads \"" + node.input(i)
                        + "\", which nothing gives: the file is damaged. Take another copy, or export the network again.");
            }
        }
        List<Tensor> results = Arithmetic.of(node, read).orElseThrow(() -> unknown(node));
        for (int i = 0; i < node.outputs().size() && i < results.size(); i++) {
            constants.put(node.outputs().get(i), results.get(i));
        }
    }

    private static Problem unknown(OnnxNode node) {
        return node
                .refused("is of a kind that Espalier cannot take over: it knows layers of convolutional networks that "
                        + "classify pictures. Make a network without it, or with ordinary layers in its place.");
    }

    private int[] withBatch(int[] shape) {
        return IntStream.concat(IntStream.of(input.batch()), IntStream.of(shape)).toArray();
    }

    private Flow flow(OnnxNode node, Flow in, List<String> flowing) {
        return switch (node.op()) {
            case "Identity", "Dropout", "Cast", "CastLike" -> in;
            case "Softmax", "LogSoftmax" -> new OnnxLayers.Probabilities(node, in);
            case "Conv" -> layers.convolution(node, in, constants(node));
            case "Gemm", "MatMul" -> layers.dense(node, in, constants(node));
            case "BatchNormalization" -> layers.batchNorm(node, in, constants(node));
            case "Add", "Sub", "Mul", "Div", "Pow", "Sum", "Mean", "Max", "Min" -> joined(node, in, flowing);
            case "MaxPool", "AveragePool" -> pools.pool(node, in);
            case "GlobalAveragePool", "GlobalMaxPool" ->
                pools.globalPool(node, in, new int[] {1, 2}, true, isSqueezed(node));
            case "ReduceMean", "ReduceMax" -> reduced(node, in);
            case "Pad" -> pools.padded(node, in, constants(node));
            case "PRelu" -> constant(node.input(1)) != null && constant(node.input(1)).length() > 1
                    ? layers.slopes(node, in, constant(node.input(1)))
                    : joints.curve(node, in, constants(node), false).orElseThrow(() -> unknown(node));
            case "LRN" -> pools.localResponse(node, in);
            case "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Gather", "Expand" ->
                rearranged(node, in);
            case "Concat" -> concatenated(node);
            default -> joints.curve(node, in, constants(node), readers.get(flowing.get(0)) == 1)
                    .orElseThrow(() -> unknown(node));
        };
    }

    private Flow joined(OnnxNode node, Flow in, List<String> flowing) {
        if (flowing.size() == node.inputs().size()) {
            return joints.joined(node, node.inputs().stream().map(flows::get).toList());
        }
        if (node.inputs().size() != 2) {
            throw unknown(node);
        }
        boolean first = flowing.get(0).equals(node.input(0));
        Tensor constant = constant(node.input(first ? 1 : 0));
        return joints.withConstant(node, in, constant, first, readers.get(flowing.get(0)) == 1);
    }

    private Flow reduced(OnnxNode node, Flow in) {
        int rank = in.shape().length + 1;
        int[] axes = Arithmetic.axes(node, constants(node), 1)
                .map(all -> IntStream.of(all).map(axis -> Arithmetic.axis(axis, rank) - 1).sorted().toArray())
                .orElseThrow(() -> unknown(node));
        return pools.globalPool(node, in, axes, node.integer("keepdims", 1) == 1, isSqueezed(node));
    }

    /** Whether convolutions read what a pool gives. */
    private boolean isSqueezed(OnnxNode pool) {
        return model.nodes().stream().filter(node -> node.inputs().contains(pool.output()))
                .anyMatch(node -> node.op().equals("Conv")
                        || Set.of("Reshape", "Transpose", "Unsqueeze").contains(node.op()) && isSqueezed(node));
    }

    /** What moves nothing in the new graph. */
    private Flow rearranged(OnnxNode node, Flow in) {
        int[] shape = withBatch(in.shape());
        List<Tensor> read = constants(node);
        int[] now = switch (node.op()) {
            case "Reshape" -> Arithmetic.reshape(shape, Arithmetic.target(node, read.size() < 2 ? null : read.get(1)),
                    Arithmetic.allowsZero(node));
            case "Flatten" -> Arithmetic.flatten(shape, node.integer("axis", 1));
            case "Squeeze" -> squeezed(node, shape, read);
            case "Unsqueeze" -> Arithmetic.unsqueeze(shape, Arithmetic.axes(node, read, 1).orElseThrow());
            case "Transpose" -> node.integers("perm").orElseThrow();
            case "Expand" -> read.get(1).integers();
            default -> shape;
        };
        if (node.op().equals("Transpose")) {
            if (now[0] != 0) {
                throw batchMoved(node);
            }
            return joints.seen(in, view -> view.transposed(IntStream.of(now).skip(1).map(d -> d - 1).toArray()));
        }
        if (node.op().equals("Slice") || node.op().equals("Gather")) {
            return cut(node, in, read);
        }
        if (now.length == 0 || now[0] != input.batch()) {
            throw batchMoved(node);
        }
        int[] own = Arrays.copyOfRange(now, 1, now.length);
        if (node.op().equals("Expand") && Arrays.stream(own).reduce(1, (a, b) -> a * b) != Arrays.stream(in.shape())
                .reduce(1, (a, b) -> a * b)) {
            throw unknown(node);
        }
        return Arrays.equals(own, in.shape()) ? in : joints.reshaped(in, own);
    }

    /** Without dimensions of size 1, but with the batch. */
    private static int[] squeezed(OnnxNode node, int[] shape, List<Tensor> read) {
        int[] axes = Arithmetic.axes(node, read, 1)
                .orElseGet(() -> IntStream.range(0, shape.length).filter(d -> shape[d] == 1).toArray());
        int[] own = IntStream.of(axes).map(d -> Arithmetic.axis(d, shape.length)).filter(d -> d != 0).toArray();
        return own.length == 0 ? shape : Arithmetic.squeeze(shape, Optional.of(own));
    }

    private static Problem batchMoved(OnnxNode node) {
        return node
                .refused("moves the pictures of a batch about, which Espalier cannot take over. Make a network without "
                        + "it.");
    }

    private Flow cut(OnnxNode node, Flow in, List<Tensor> read) {
        int[] shape = withBatch(in.shape());
        List<Arithmetic.Cut> cuts;
        if (node.op().equals("Slice")) {
            cuts = Arithmetic.cuts(node, read, shape);
        } else {
            Tensor indices = read.get(1);
            if (indices == null || indices.shape().length != 1) {
                throw unknown(node);
            }
            int axis = Arithmetic.axis(node.integer("axis", 0), shape.length);
            cuts = List.of(new Arithmetic.Cut(axis,
                    IntStream.of(indices.integers()).map(i -> Arithmetic.axis(i, shape[axis])).toArray()));
        }
        Flow result = in;
        for (Arithmetic.Cut cut : cuts) {
            boolean whole = cut.chosen().length == shape[cut.axis()]
                    && IntStream.range(0, cut.chosen().length).allMatch(i -> cut.chosen()[i] == i);
            if (!whole && cut.axis() == 0) {
                throw batchMoved(node);
            }
            result = whole ? result : joints.seen(result, view -> view.selected(cut.axis() - 1, cut.chosen()));
        }
        return result;
    }

    private void split(OnnxNode node) {
        Flow in = flows.get(node.input(0));
        int axis = Arithmetic.axis(node.integer("axis", 0), in.shape().length + 1) - 1;
        if (axis < 0) {
            throw batchMoved(node);
        }
        List<int[]> parts = Arithmetic.parts(node, constants(node), in.shape()[axis]);
        for (int i = 0; i < parts.size(); i++) {
            int[] chosen = parts.get(i);
            flows.put(node.outputs().get(i), joints.seen(in, view -> view.selected(axis, chosen)));
        }
    }

    private Flow concatenated(OnnxNode node) {
        if (!node.inputs().stream().allMatch(flows::containsKey)) {
            throw node.refused(
                    "puts constants beside what comes from the picture, which Espalier cannot take over. Make a "
                            + "network without it.");
        }
        List<Flow> parts = node.inputs().stream().map(flows::get).toList();
        int axis = Arithmetic.axis(node.integer("axis", 1), parts.get(0).shape().length + 1) - 1;
        if (axis < 0) {
            throw batchMoved(node);
        }
        return joints.concatenated(node, parts, axis);
    }
}
