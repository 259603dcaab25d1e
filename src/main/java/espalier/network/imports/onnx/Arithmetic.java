package espalier.network.imports.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import onnx.Onnx.TensorProto.DataType;

/** Does what a node does to constants, so that shapes and paddings that a graph computes are known before it runs. */
public final class Arithmetic {

    private Arithmetic() {}

    /**
     * What a node gives for these constants.
     *
     * @param in null for what is left out
     * @return empty where the node is of a kind that is not done beforehand
     * @throws RuntimeException where the constants do not fit the node
     */
    public static Optional<List<Tensor>> of(OnnxNode node, List<Tensor> in) {
        if (node.op().equals("Split")) {
            return Optional.of(split(node, in));
        }
        return Optional.ofNullable(one(node, in)).map(List::of);
    }

    private static Tensor one(OnnxNode node, List<Tensor> in) {
        return switch (node.op()) {
            case "Constant" -> constant(node);
            case "Identity", "Dropout" -> in.get(0);
            case "Shape" -> shape(node, in.get(0).shape());
            case "Size" -> Tensor.whole(new int[0], in.get(0).length());
            case "Cast", "CastLike" -> cast(node, in);
            case "ConstantOfShape" -> filled(node, in.get(0));
            case "Range" -> range(in);
            case "Reshape" -> in.get(0).reshaped(
                    reshape(in.get(0).shape(), target(node, in.size() < 2 ? null : in.get(1)), allowsZero(node)));
            case "Flatten" -> in.get(0).reshaped(flatten(in.get(0).shape(), node.integer("axis", 1)));
            case "Squeeze" -> in.get(0).reshaped(squeeze(in.get(0).shape(), axes(node, in, 1)));
            case "Unsqueeze" -> in.get(0).reshaped(unsqueeze(in.get(0).shape(), axes(node, in, 1).orElseThrow()));
            case "Transpose" -> transpose(node, in.get(0));
            case "Gather" -> gather(node, in.get(0), in.get(1));
            case "Slice" -> slice(node, in);
            case "Concat" -> concatenated(in, axis(node.integer("axis", 0), in.get(0).shape().length));
            case "Expand" -> in.get(0).broadcast(Places.together(in.get(0).shape(), in.get(1).integers()));
            case "Where" -> where(in.get(0), in.get(1), in.get(2));
            case "ReduceProd" -> reduced(node, in, 1, (a, b) -> a * b);
            case "ReduceSum" -> reduced(node, in, 0, Double::sum);
            case "ReduceMax" -> reduced(node, in, Double.NEGATIVE_INFINITY, Math::max);
            case "ReduceMin" -> reduced(node, in, Double.POSITIVE_INFINITY, Math::min);
            default -> in.size() == 1 ? unary(node.op()).map(function -> each(in.get(0), function)).orElse(null)
                    : in.size() == 2 ? binary(node.op(), in.get(0), in.get(1)) : null;
        };
    }

    /** The function of a node that works on each number by itself and has no parameters. */
    public static Optional<DoubleUnaryOperator> unary(String op) {
        DoubleUnaryOperator function = switch (op) {
            case "Neg" -> x -> -x;
            case "Abs" -> Math::abs;
            case "Floor" -> Math::floor;
            case "Ceil" -> Math::ceil;
            case "Round" -> Math::rint;
            case "Sqrt" -> Math::sqrt;
            case "Exp" -> Math::exp;
            case "Log" -> Math::log;
            case "Reciprocal" -> x -> 1 / x;
            case "Not" -> x -> x == 0 ? 1 : 0;
            case "Relu" -> x -> Math.max(0, x);
            case "Sigmoid" -> x -> 1 / (1 + Math.exp(-x));
            case "Tanh" -> Math::tanh;
            case "Softplus" -> x -> x > 30 ? x : Math.log1p(Math.exp(x));
            default -> null;
        };
        return Optional.ofNullable(function);
    }

    private static Tensor each(Tensor in, DoubleUnaryOperator function) {
        if (in.isWhole()) {
            return Tensor.whole(in.shape(),
                    Arrays.stream(in.numbers()).map(n -> (long) function.applyAsDouble(n)).toArray());
        }
        float[] values = new float[in.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) function.applyAsDouble(in.at(i));
        }
        return Tensor.of(in.shape(), values);
    }

    private static Tensor binary(String op, Tensor a, Tensor b) {
        return switch (op) {
            case "Add" -> each(a, b, Math::addExact, Double::sum);
            case "Sub" -> each(a, b, Math::subtractExact, (x, y) -> x - y);
            case "Mul" -> each(a, b, Math::multiplyExact, (x, y) -> x * y);
            // ONNX divides whole numbers towards 0.
            case "Div" -> each(a, b, (x, y) -> x / y, (x, y) -> x / y);
            case "Mod" -> each(a, b, Math::floorMod, (x, y) -> x % y);
            case "Pow" -> each(a, b, (x, y) -> (long) Math.pow(x, y), Math::pow);
            case "Max" -> each(a, b, Math::max, Math::max);
            case "Min" -> each(a, b, Math::min, Math::min);
            case "Equal" -> truth(each(a, b, (x, y) -> x == y ? 1 : 0, (x, y) -> x == y ? 1 : 0));
            case "Greater" -> truth(each(a, b, (x, y) -> x > y ? 1 : 0, (x, y) -> x > y ? 1 : 0));
            case "Less" -> truth(each(a, b, (x, y) -> x < y ? 1 : 0, (x, y) -> x < y ? 1 : 0));
            case "And" -> each(a, b, (x, y) -> x & y, (x, y) -> x * y);
            case "Or" -> each(a, b, (x, y) -> x | y, Math::max);
            default -> null;
        };
    }

    private static Tensor truth(Tensor values) {
        return Tensor.whole(values.shape(), IntStream.range(0, values.length()).mapToLong(values::numberAt).toArray());
    }

    private static Tensor each(Tensor first, Tensor second, LongBinaryOperator whole, DoubleBinaryOperator real) {
        int[] shape = Places.together(first.shape(), second.shape());
        Tensor a = first.broadcast(shape);
        Tensor b = second.broadcast(shape);
        if (a.isWhole() && b.isWhole()) {
            return Tensor.whole(shape, IntStream.range(0, a.length())
                    .mapToLong(i -> whole.applyAsLong(a.numbers()[i], b.numbers()[i])).toArray());
        }
        float[] values = new float[a.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) real.applyAsDouble(a.at(i), b.at(i));
        }
        return Tensor.of(shape, values);
    }

    private static Tensor constant(OnnxNode node) {
        return node.tensor("value").or(() -> node.reals("value_floats"))
                .or(() -> node.integers("value_ints").map(Tensor::of))
                .orElseGet(() -> node.has("value_int") ? Tensor.whole(new int[0], node.integer("value_int", 0))
                        : node.has("value_float") ? Tensor.of(new int[0], node.real("value_float", 0)) : null);
    }

    /** The part of a shape that a Shape node asks for. */
    public static Tensor shape(OnnxNode node, int[] shape) {
        int rank = shape.length;
        int from = bounded(node.integer("start", 0), rank);
        int to = bounded(node.integer("end", rank), rank);
        return Tensor.of(Arrays.copyOfRange(shape, from, Math.max(from, to)));
    }

    private static Tensor cast(OnnxNode node, List<Tensor> in) {
        Tensor value = in.get(0);
        boolean real = node.op().equals("CastLike") ? !in.get(1).isWhole() : switch (node.integer("to", 1)) {
            case DataType.FLOAT_VALUE, DataType.DOUBLE_VALUE, DataType.FLOAT16_VALUE, DataType.BFLOAT16_VALUE -> true;
            default -> false;
        };
        if (real) {
            return Tensor.of(value.shape(), value.reals());
        }
        boolean truths = node.integer("to", 1) == DataType.BOOL_VALUE;
        return Tensor.whole(value.shape(), IntStream.range(0, value.length())
                .mapToLong(i -> truths ? value.at(i) == 0 ? 0 : 1 : value.numberAt(i)).toArray());
    }

    private static Tensor filled(OnnxNode node, Tensor shape) {
        Tensor value = node.tensor("value").orElse(Tensor.of(new int[] {1}, 0));
        int[] target = shape.integers();
        return value.pick(target, new int[Places.count(target)]);
    }

    private static Tensor range(List<Tensor> in) {
        double step = in.get(2).at(0);
        int count = (int) Math.max(0, Math.ceil((in.get(1).at(0) - in.get(0).at(0)) / step));
        int[] shape = {count};
        if (in.get(0).isWhole()) {
            return Tensor.whole(shape, IntStream.range(0, count)
                    .mapToLong(i -> in.get(0).numberAt(0) + i * in.get(2).numberAt(0)).toArray());
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (in.get(0).at(0) + i * step);
        }
        return Tensor.of(shape, values);
    }

    /** The shape that a Reshape node asks for, before 0 and −1 are replaced. */
    public static int[] target(OnnxNode node, Tensor given) {
        return given == null ? node.integers("shape").orElseThrow() : given.integers();
    }

    /** Whether a 0 in a Reshape's shape is a 0. */
    public static boolean allowsZero(OnnxNode node) {
        return node.integer("allowzero", 0) == 1;
    }

    /** A shape after Reshape: 0 stands for the size as it is, −1 for what is left. */
    public static int[] reshape(int[] shape, int[] target, boolean zeroIsZero) {
        int[] result = target.clone();
        int known = 1;
        int open = -1;
        for (int i = 0; i < result.length; i++) {
            if (result[i] == 0 && !zeroIsZero) {
                result[i] = shape[i];
            }
            if (result[i] == -1) {
                open = i;
            } else {
                known *= result[i];
            }
        }
        if (open >= 0) {
            result[open] = Places.count(shape) / Math.max(1, known);
        }
        if (Places.count(result) != Places.count(shape)) {
            throw new IllegalArgumentException(Arrays.toString(shape) + " as " + Arrays.toString(target));
        }
        return result;
    }

    /** A shape after Flatten: two dimensions, what is before the axis and what is behind it. */
    public static int[] flatten(int[] shape, int axis) {
        int at = axis < 0 ? axis + shape.length : axis;
        return new int[] {Places.count(Arrays.copyOf(shape, at)),
                Places.count(Arrays.copyOfRange(shape, at, shape.length))};
    }

    /** A shape after Squeeze: without these dimensions of size 1, or without any. */
    public static int[] squeeze(int[] shape, Optional<int[]> axes) {
        List<Integer> gone = axes.map(list -> IntStream.of(list).map(d -> axis(d, shape.length)).boxed().toList())
                .orElse(null);
        return IntStream.range(0, shape.length).filter(d -> gone == null ? shape[d] != 1 : !gone.contains(d))
                .map(d -> shape[d]).toArray();
    }

    /** A shape after Unsqueeze: with dimensions of size 1 at these places of the result. */
    public static int[] unsqueeze(int[] shape, int[] axes) {
        int rank = shape.length + axes.length;
        List<Integer> added = IntStream.of(axes).map(d -> axis(d, rank)).boxed().toList();
        int[] result = new int[rank];
        int from = 0;
        for (int d = 0; d < rank; d++) {
            result[d] = added.contains(d) ? 1 : shape[from++];
        }
        return result;
    }

    /**
     * The dimensions that a node names: in an attribute or, since ONNX's operators 13 to 18, in an input.
     *
     * @param in null for an input that is left out
     */
    public static Optional<int[]> axes(OnnxNode node, List<Tensor> in, int input) {
        return node.integers("axes").or(() -> Optional.ofNullable(input < in.size() ? in.get(input) : null)
                .filter(given -> given.length() > 0).map(Tensor::integers));
    }

    /** A dimension, of which negative ones are counted from the end. */
    public static int axis(int axis, int rank) {
        return axis < 0 ? axis + rank : axis;
    }

    private static Tensor transpose(OnnxNode node, Tensor in) {
        int rank = in.shape().length;
        int[] order = node.integers("perm", IntStream.range(0, rank).map(d -> rank - 1 - d).toArray());
        return in.pick(IntStream.of(order).map(d -> in.shape()[d]).toArray(), Places.transpose(in.shape(), order));
    }

    private static Tensor gather(OnnxNode node, Tensor in, Tensor indices) {
        int axis = axis(node.integer("axis", 0), in.shape().length);
        int size = in.shape()[axis];
        int[] chosen = IntStream.of(indices.integers()).map(i -> axis(i, size)).toArray();
        int[] shape = IntStream
                .concat(IntStream.concat(IntStream.of(in.shape()).limit(axis), IntStream.of(indices.shape())),
                        IntStream.of(in.shape()).skip(axis + 1L))
                .toArray();
        return in.pick(shape, Places.select(in.shape(), axis, chosen));
    }

    private static Tensor slice(OnnxNode node, List<Tensor> in) {
        Tensor result = in.get(0);
        for (Cut cut : cuts(node, in, result.shape())) {
            int[] shape = result.shape().clone();
            shape[cut.axis()] = cut.chosen().length;
            result = result.pick(shape, Places.select(result.shape(), cut.axis(), cut.chosen()));
        }
        return result;
    }

    /**
     * What a Slice node keeps.
     *
     * @param in    its inputs, of which the first is not looked at
     * @param shape of its first input
     */
    public static List<Cut> cuts(OnnxNode node, List<Tensor> in, int[] shape) {
        int[] starts = in.size() > 1 ? in.get(1).integers() : node.integers("starts").orElseThrow();
        int[] ends = in.size() > 2 ? in.get(2).integers() : node.integers("ends").orElseThrow();
        int[] axes = axes(node, in, 3).orElse(Places.all(starts.length));
        int[] steps = in.size() > 4 && in.get(4) != null ? in.get(4).integers() : null;
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            int axis = axis(axes[i], shape.length);
            int size = shape[axis];
            int step = steps == null ? 1 : steps[i];
            long from = starts[i] < 0 ? (long) starts[i] + size : starts[i];
            long to = ends[i] < 0 ? (long) ends[i] + size : ends[i];
            int first = (int) Math.max(0, Math.min(step > 0 ? size : size - 1, from));
            int last = (int) Math.max(step > 0 ? 0 : -1, Math.min(size, to));
            int count = Math.max(0, (last - first + step - Integer.signum(step)) / step);
            cuts.add(new Cut(axis, IntStream.range(0, count).map(n -> first + n * step).toArray()));
        }
        return cuts;
    }

    /** The indices of a dimension that stay. */
    public record Cut(int axis, int[] chosen) {}

    private static List<Tensor> split(OnnxNode node, List<Tensor> in) {
        Tensor whole = in.get(0);
        int axis = axis(node.integer("axis", 0), whole.shape().length);
        List<Tensor> parts = new ArrayList<>();
        for (int[] chosen : parts(node, in, whole.shape()[axis])) {
            int[] shape = whole.shape().clone();
            shape[axis] = chosen.length;
            parts.add(whole.pick(shape, Places.select(whole.shape(), axis, chosen)));
        }
        return parts;
    }

    /** The indices that each output of a Split node has. */
    public static List<int[]> parts(OnnxNode node, List<Tensor> in, int size) {
        int count = node.outputs().size();
        int each = (size + count - 1) / count;
        int[] sizes = in.size() > 1 && in.get(1) != null ? in.get(1).integers()
                : node.integers("split", IntStream.range(0, count).map(i -> Math.min(each, size - i * each)).toArray());
        List<int[]> parts = new ArrayList<>();
        int from = 0;
        for (int length : sizes) {
            int first = from;
            parts.add(IntStream.range(first, first + length).toArray());
            from += length;
        }
        return parts;
    }

    private static Tensor concatenated(List<Tensor> in, int axis) {
        boolean whole = in.stream().allMatch(Tensor::isWhole);
        int[] shape = in.get(0).shape().clone();
        shape[axis] = in.stream().mapToInt(part -> part.shape()[axis]).sum();
        int before = Places.count(Arrays.copyOf(shape, axis));
        float[] reals = new float[whole ? 0 : Places.count(shape)];
        long[] numbers = new long[whole ? Places.count(shape) : 0];
        int to = 0;
        for (int b = 0; b < before; b++) {
            for (Tensor part : in) {
                int piece = part.length() / before;
                for (int i = b * piece; i < (b + 1) * piece; i++) {
                    if (whole) {
                        numbers[to++] = part.numbers()[i];
                    } else {
                        reals[to++] = (float) part.at(i);
                    }
                }
            }
        }
        return whole ? Tensor.whole(shape, numbers) : Tensor.of(shape, reals);
    }

    private static Tensor where(Tensor condition, Tensor yes, Tensor no) {
        int[] shape = Places.together(condition.shape(), Places.together(yes.shape(), no.shape()));
        Tensor a = yes.broadcast(shape);
        Tensor b = no.broadcast(shape);
        Tensor test = condition.broadcast(shape);
        int[] places = IntStream.range(0, test.length()).map(i -> test.at(i) != 0 ? i : i + a.length()).toArray();
        Tensor both = concatenated(List.of(a.reshaped(a.length()), b.reshaped(b.length())), 0);
        return both.pick(shape, places);
    }

    private static Tensor reduced(OnnxNode node, List<Tensor> in, double start, DoubleBinaryOperator joined) {
        Tensor value = in.get(0);
        if (value.shape().length > 1) {
            return null;
        }
        double result = IntStream.range(0, value.length()).mapToDouble(value::at).reduce(start, joined);
        int[] shape = node.integer("keepdims", 1) == 1 ? new int[] {1} : new int[0];
        return value.isWhole() ? Tensor.whole(shape, (long) result) : Tensor.of(shape, (float) result);
    }

    private static int bounded(int place, int rank) {
        return Math.max(0, Math.min(rank, axis(place, rank)));
    }
}
