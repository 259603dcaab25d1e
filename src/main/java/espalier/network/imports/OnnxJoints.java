package espalier.network.imports;

import espalier.basics.Problem;
import espalier.engine.layers.BroadcastVertex;
import espalier.network.imports.Draft.Value;
import espalier.network.imports.OnnxPicture.Prepared;
import espalier.network.imports.onnx.OnnxNode;
import espalier.network.imports.onnx.Places;
import espalier.network.imports.onnx.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.nd4j.linalg.activations.IActivation;

/** What nodes of ONNX do to numbers one by one, with constants, and with other values. */
final class OnnxJoints {

    private static final Map<String, ElementWiseVertex.Op> JOINTS = Map.of("Add", ElementWiseVertex.Op.Add, "Sum",
            ElementWiseVertex.Op.Add, "Mul", ElementWiseVertex.Op.Product, "Sub", ElementWiseVertex.Op.Subtract, "Mean",
            ElementWiseVertex.Op.Average, "Max", ElementWiseVertex.Op.Max);
    /** Those of which one value may be a number for each channel. */
    private static final Map<ElementWiseVertex.Op, BroadcastVertex.Op> BROADCAST = Map.of(ElementWiseVertex.Op.Add,
            BroadcastVertex.Op.ADD, ElementWiseVertex.Op.Product, BroadcastVertex.Op.MULTIPLY);

    private final Draft draft;
    private final OnnxLayers layers;

    OnnxJoints(Draft draft, OnnxLayers layers) {
        this.draft = draft;
        this.layers = layers;
    }

    /**
     * A function of single numbers.
     *
     * @param single whether nothing else reads {@code in}
     * @return empty where the node is none
     */
    Optional<Flow> curve(OnnxNode node, Flow in, List<Tensor> constants, boolean single) {
        if (in instanceof OnnxLayers.Probabilities && List.of("Log", "Clip").contains(node.op())) {
            return Optional.of(in);
        }
        return OnnxFunctions.of(node, constants).map(function -> {
            Flow result = curve(node, in, function, single);
            return OnnxFunctions.isActivation(node) && !isOpen(in) ? Flow.of(result.view()) : result;
        });
    }

    /** Whether it may still become part of an activation. */
    private static boolean isOpen(Flow flow) {
        return flow instanceof Curve && !flow.isWritten();
    }

    private static Flow source(Flow flow) {
        return isOpen(flow) ? ((Curve) flow).source() : flow;
    }

    private static DoubleUnaryOperator function(Flow flow) {
        return isOpen(flow) ? ((Curve) flow).function() : DoubleUnaryOperator.identity();
    }

    private Curve curve(OnnxNode node, Flow in, DoubleUnaryOperator function, boolean single) {
        return new Curve(source(in), function(in).andThen(function), writing(node, source(in), single, () -> {
            if (!isOpen(in)) {
                throw node.refused(
                        "computes a function that is no activation Espalier knows. Make a network with a usual "
                                + "activation in its place.");
            }
            return curve(node, Flow.of(in.view()), function, false).view();
        }));
    }

    private Curve.Writing writing(OnnxNode node, Flow source, boolean single, Supplier<View> steps) {
        return new Curve.Writing() {
            @Override
            public View activation(IActivation known) {
                return layers.activation(node, source.view(), known);
            }

            @Override
            public View line(float a, float b) {
                if (a == 1 && b == 0) {
                    return source.view();
                }
                boolean free = source instanceof Linear && !source.isWritten() && single;
                float[] scale = new float[free ? source.shape()[0] : source.view().channels()];
                float[] shift = new float[scale.length];
                Arrays.fill(scale, a);
                Arrays.fill(shift, b);
                return scaled(node, source, scale, shift, free).view();
            }

            @Override
            public View steps() {
                return steps.get();
            }
        };
    }

    private Flow scaled(OnnxNode node, Flow flow, float[] scale, float[] shift, boolean single) {
        if (flow instanceof Prepared picture) {
            return picture.then(scale, shift);
        }
        if (flow instanceof Linear linear && !linear.isWritten() && single) {
            return linear.then(scale, shift);
        }
        return Flow.of(layers.scaled(OnnxNames.of(node), flow.view(), scale, shift));
    }

    /**
     * Arithmetic with a constant.
     *
     * @param behind whether the constant stands behind
     * @param single whether nothing else reads {@code flow}
     */
    Flow withConstant(OnnxNode node, Flow flow, Tensor constant, boolean behind, boolean single) {
        if (flow instanceof OnnxLayers.Probabilities) {
            return flow;
        }
        if (constant.length() == 1 && !(flow instanceof Prepared && OnnxFunctions.isLine(node, behind))) {
            return curve(node, flow, OnnxFunctions.withConstant(node, constant.at(0), behind), single);
        }
        float[] numbers = flow.perChannel(constant).orElseThrow(() -> node.refused(
                "has a constant for each pixel, or of another shape than what it reads, which Espalier cannot take "
                        + "over. Make a network without it."));
        if (!OnnxFunctions.isLine(node, behind)) {
            throw node
                    .refused("does something else with its constants than to scale and to shift, which Espalier cannot "
                            + "take over. Make a network without it.");
        }
        float[] scale = new float[numbers.length];
        float[] shift = new float[numbers.length];
        for (int c = 0; c < numbers.length; c++) {
            DoubleUnaryOperator line = OnnxFunctions.withConstant(node, numbers[c], behind);
            shift[c] = (float) line.applyAsDouble(0);
            scale[c] = (float) (line.applyAsDouble(1) - line.applyAsDouble(0));
        }
        return scaled(node, flow, scale, shift, single);
    }

    /** Values joined number by number. */
    Flow joined(OnnxNode node, List<Flow> parts) {
        Flow first = parts.get(0);
        boolean open = parts.stream().anyMatch(OnnxJoints::isOpen);
        Optional<DoubleBinaryOperator> joining = OnnxFunctions.joining(node.op());
        if (open && parts.size() == 2 && source(first) == source(parts.get(1))) {
            DoubleUnaryOperator left = function(first);
            DoubleUnaryOperator right = function(parts.get(1));
            DoubleBinaryOperator both = joining.orElseThrow();
            return new Curve(source(first), x -> both.applyAsDouble(left.applyAsDouble(x), right.applyAsDouble(x)),
                    writing(node, source(first), false, () -> written(node, parts)));
        }
        return Flow.of(written(node, parts));
    }

    private View written(OnnxNode node, List<Flow> parts) {
        List<View> views = parts.stream().map(part -> layers.complete(node, part.view())).toList();
        ElementWiseVertex.Op op = JOINTS.get(node.op());
        if (op == null) {
            throw node.refused("joins values of the network in a way that Espalier cannot take over: it knows sums, "
                    + "products, differences, means and maxima. Make a network with those.");
        }
        View whole = views.stream().max(Comparator.comparingInt(view -> Places.count(view.shape()))).orElseThrow();
        String[] names = views.stream().map(view -> view.value().vertex()).toArray(String[]::new);
        String own = draft.free(OnnxNames.of(node));
        if (views.stream().allMatch(view -> view.isLike(whole) && view.isBeside(whole))) {
            draft.vertex(own, new ElementWiseVertex(op), names);
        } else if (BROADCAST.containsKey(op)
                && views.stream().allMatch(view -> view.isLike(whole) || view.isGateOf(whole))) {
            draft.vertex(own, new BroadcastVertex(BROADCAST.get(op)), names);
        } else {
            throw node.refused("joins values of different shapes, or whose channels are in different orders, which "
                    + "Espalier cannot take over. Make a network without it.");
        }
        return whole.at(whole.value().at(own));
    }

    /** Values beside each other in a dimension of the old graph's, without the batch. */
    Flow concatenated(OnnxNode node, List<Flow> parts, int dimension) {
        List<View> views = parts.stream().map(part -> layers.complete(node, part.view())).toList();
        if (views.stream().allMatch(views.get(0)::isBeside)) {
            Value joint = draft.concatenated(OnnxNames.of(node), views.stream().map(View::value).toList());
            return Flow.of(View.beside(joint, views, dimension));
        }
        List<Value> vectors = views.stream().map(view -> view.vector().orElseThrow(() -> mixed(node))).toList();
        return Flow.of(View.of(draft.concatenated(OnnxNames.of(node), vectors)));
    }

    private static Problem mixed(OnnxNode node) {
        return node.refused("puts maps of different sizes beside each other, which Espalier cannot take over. Make a "
                + "network without it.");
    }

    /** The same value, seen otherwise. */
    Flow seen(Flow flow, UnaryOperator<View> otherwise) {
        return flow instanceof Prepared picture ? picture.seen(otherwise) : Flow.of(otherwise.apply(flow.view()));
    }

    /** The same value in another shape. */
    Flow reshaped(Flow flow, int[] shape) {
        return flow instanceof OnnxLayers.Probabilities ? flow : seen(flow, view -> view.reshaped(shape));
    }
}
