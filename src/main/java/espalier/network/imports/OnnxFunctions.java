package espalier.network.imports;

import espalier.network.imports.onnx.Arithmetic;
import espalier.network.imports.onnx.OnnxNode;
import espalier.network.imports.onnx.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;

/** What nodes of ONNX do to single numbers. */
final class OnnxFunctions {

    /** Whole activations; the other functions are rather parts of one. */
    private static final Set<String> ACTIVATIONS = Set.of("Relu", "Clip", "LeakyRelu", "Elu", "Selu", "Celu",
            "HardSwish", "Gelu", "com.microsoft.Gelu", "Mish", "Softsign", "ThresholdedRelu", "PRelu", "Swish",
            "com.microsoft.QuickGelu");

    private OnnxFunctions() {}

    /** Whether a node is an activation by itself, if it reads no part of one. */
    static boolean isActivation(OnnxNode node) {
        return ACTIVATIONS.contains(node.op());
    }

    /**
     * The function of a node that reads one value.
     *
     * @param constants what else it reads
     * @return empty where it works on no single numbers
     */
    static Optional<DoubleUnaryOperator> of(OnnxNode node, List<Tensor> constants) {
        double alpha = node.real("alpha", usual(node.op()));
        DoubleUnaryOperator function = switch (node.op()) {
            case "LeakyRelu" -> leaky(alpha);
            case "PRelu" -> constants.get(1).length() == 1 ? leaky(constants.get(1).at(0)) : null;
            case "Elu" -> x -> x > 0 ? x : alpha * Math.expm1(x);
            case "Celu" -> x -> Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
            case "Selu" -> {
                double gamma = node.real("gamma", 1.05070098f);
                yield x -> gamma * (x > 0 ? x : alpha * Math.expm1(x));
            }
            case "HardSigmoid" -> {
                double beta = node.real("beta", .5f);
                yield x -> Math.max(0, Math.min(1, alpha * x + beta));
            }
            case "HardSwish" -> x -> x * Math.max(0, Math.min(1, x / 6 + .5));
            case "Swish", "com.microsoft.QuickGelu" -> x -> x / (1 + Math.exp(-alpha * x));
            case "Mish" -> x -> x * Math.tanh(x > 30 ? x : Math.log1p(Math.exp(x)));
            case "Softsign" -> x -> x / (1 + Math.abs(x));
            case "ThresholdedRelu" -> x -> x > alpha ? x : 0;
            case "Erf" -> OnnxFunctions::erf;
            case "Gelu",
                    "com.microsoft.Gelu" ->
                node.word("approximate", "none").equals("tanh")
                        ? x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + .044715 * x * x * x)))
                        : x -> x / 2 * (1 + erf(x / Math.sqrt(2)));
            case "Clip" -> {
                double least = bound(node, constants, "min", 1, Double.NEGATIVE_INFINITY);
                double most = bound(node, constants, "max", 2, Double.POSITIVE_INFINITY);
                yield x -> Math.max(least, Math.min(most, x));
            }
            default -> Arithmetic.unary(node.op()).orElse(null);
        };
        return Optional.ofNullable(function);
    }

    private static float usual(String op) {
        return switch (op) {
            case "LeakyRelu" -> .01f;
            case "HardSigmoid" -> .2f;
            case "Selu" -> 1.67326319f;
            case "com.microsoft.QuickGelu" -> 1.702f;
            default -> 1;
        };
    }

    private static DoubleUnaryOperator leaky(double slope) {
        return x -> x < 0 ? slope * x : x;
    }

    /** Beyond 6 it is 1 in single precision, and no value makes it fail. */
    private static double erf(double x) {
        return Math.abs(x) > 6 ? Math.signum(x) : Erf.erf(x);
    }

    private static double bound(OnnxNode node, List<Tensor> constants, String key, int input, double otherwise) {
        boolean given = input < constants.size() && constants.get(input) != null;
        return given ? constants.get(input).at(0) : node.has(key) ? node.real(key, 0) : otherwise;
    }

    /** What a node does to two numbers; empty where it is of another kind. */
    static Optional<DoubleBinaryOperator> joining(String op) {
        DoubleBinaryOperator function = switch (op) {
            case "Add", "Sum" -> Double::sum;
            case "Mean" -> (x, y) -> (x + y) / 2;
            case "Sub" -> (x, y) -> x - y;
            case "Mul" -> (x, y) -> x * y;
            case "Div" -> (x, y) -> x / y;
            case "Pow" -> Math::pow;
            case "Max" -> Math::max;
            case "Min" -> Math::min;
            default -> null;
        };
        return Optional.ofNullable(function);
    }

    /** What a node with a constant does to a number. */
    static DoubleUnaryOperator withConstant(OnnxNode node, double constant, boolean constantBehind) {
        DoubleBinaryOperator joined = joining(node.op()).orElseThrow();
        return constantBehind ? x -> joined.applyAsDouble(x, constant) : x -> joined.applyAsDouble(constant, x);
    }

    /** Whether a node with a constant scales and shifts what it reads. */
    static boolean isLine(OnnxNode node, boolean constantBehind) {
        return Set.of("Add", "Sub", "Mul").contains(node.op()) || node.op().equals("Div") && constantBehind;
    }
}
