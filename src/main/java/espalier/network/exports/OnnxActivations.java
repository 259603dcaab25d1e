package espalier.network.exports;

import espalier.basics.Problem;
import espalier.engine.layers.Clip;
import espalier.engine.layers.Elu;
import espalier.engine.layers.Gelu;
import espalier.engine.layers.HardSigmoid;
import espalier.engine.layers.HardSwish;
import java.util.Locale;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** Activation functions as ONNX's nodes. */
final class OnnxActivations {

    private final OnnxGraph graph;

    OnnxActivations(OnnxGraph graph) {
        this.graph = graph;
    }

    /**
     * Adds what a function makes of a value.
     *
     * @param layer whose function it is, for a person
     * @throws Problem where ONNX has no counterpart
     */
    void write(String layer, IActivation function, String in, String out) {
        if (function instanceof ActivationIdentity) {
            graph.node("Identity", out, in);
        } else if (function instanceof ActivationReLU relu) {
            relu(layer, relu, in, out);
        } else if (function instanceof ActivationReLU6) {
            clip(in, out, 0.0, 6.0);
        } else if (function instanceof ActivationHardTanH) {
            clip(in, out, -1.0, 1.0);
        } else if (function instanceof ActivationLReLU leaky) {
            graph.node("LeakyRelu", out, in).number("alpha", leaky.getAlpha());
        } else if (function instanceof ActivationRReLU random) {
            graph.node("LeakyRelu", out, in).number("alpha", (random.getL() + random.getU()) / 2);
        } else if (function instanceof ActivationThresholdedReLU threshold) {
            graph.node("ThresholdedRelu", out, in).number("alpha", threshold.getTheta());
        } else if (function instanceof Clip clip) {
            clip(in, out, clip.min(), clip.max());
        } else if (function instanceof HardSigmoid sigmoid) {
            graph.node("HardSigmoid", out, in).number("alpha", sigmoid.alpha()).number("beta", sigmoid.beta());
        } else if (function instanceof Elu elu) {
            graph.node("Elu", out, in).number("alpha", elu.alpha());
        } else if (function instanceof ActivationELU elu) {
            graph.node("Elu", out, in).number("alpha", elu.getAlpha());
        } else if (function instanceof ActivationHardSigmoid) {
            graph.node("HardSigmoid", out, in).number("alpha", 0.2).number("beta", 0.5);
        } else if (function instanceof ActivationSoftmax) {
            graph.node("Softmax", out, in).whole("axis", 1);
        } else {
            composed(layer, function, in, out);
        }
    }

    private void composed(String layer, IActivation function, String in, String out) {
        String plain = function instanceof ActivationSigmoid ? "Sigmoid" : function instanceof ActivationTanH ? "Tanh"
                : function instanceof ActivationSELU ? "Selu"
                        : function instanceof ActivationSoftPlus ? "Softplus" : function instanceof ActivationSoftSign
                                ? "Softsign" : function instanceof HardSwish ? "HardSwish" : "";
        if (!plain.isEmpty()) {
            graph.node(plain, out, in);
        } else if (function instanceof ActivationSwish) {
            graph.node("Mul", out, in, step("Sigmoid", out, in));
        } else if (function instanceof ActivationMish) {
            graph.node("Mul", out, in, step("Tanh", out, step("Softplus", out, in)));
        } else if (function instanceof ActivationCube) {
            graph.node("Mul", out, in, step("Mul", out, in, in));
        } else if (function instanceof Gelu gelu && !gelu.approximate()) {
            halved(in, step("Erf", out, step("Mul", out, in, number(out, Math.sqrt(0.5)))), out);
        } else if (function instanceof Gelu) {
            geluByTanh(in, out, 0.044715);
        } else if (function instanceof ActivationGELU gelu && !gelu.isPrecise()) {
            graph.node("Mul", out, in, step("Sigmoid", out, step("Mul", out, in, number(out, 1.702))));
        } else if (function instanceof ActivationGELU) {
            // ND4J's takes the factor into the power, so it is not the paper's.
            geluByTanh(in, out, Math.pow(0.044715, 3));
        } else {
            throw new Problem("The layer \"" + layer + "\" has the activation function " + function
                    + ", for which ONNX has no word. Give the network another one, and train it on.");
        }
    }

    /**
     * {@code x/2 · (1 + tanh(√(2/π) (x + c x³)))} (Hendrycks and Gimpel 2016).
     *
     * @param cubic c, in the paper 0.044715
     */
    private void geluByTanh(String in, String out, double cubic) {
        String cube = step("Mul", out, in, step("Mul", out, in, in));
        String inner = step("Add", out, in, step("Mul", out, cube, number(out, cubic)));
        String tanh = step("Tanh", out, step("Mul", out, inner, number(out, Math.sqrt(2 / Math.PI))));
        halved(in, tanh, out);
    }

    /** {@code x/2 · (1 + sign)}. */
    private void halved(String in, String sign, String out) {
        String half = step("Mul", out, in, number(out, 0.5));
        graph.node("Mul", out, half, step("Add", out, sign, number(out, 1)));
    }

    private void relu(String layer, ActivationReLU relu, String in, String out) {
        double threshold = or(relu.getThreshold(), 0);
        double slope = or(relu.getNegativeSlope(), 0);
        double max = or(relu.getMax(), 0);
        if (threshold != 0 && slope != 0) {
            throw new Problem("The layer \"" + layer + "\" is a ReLU with a threshold and a slope below it, "
                    + "for which ONNX has no word. Give the network another one, and train it on.");
        }
        if (threshold == 0 && slope == 0 && max > 0) {
            clip(in, out, 0.0, max);
            return;
        }
        String unbounded = max > 0 ? graph.free(out + ".unbounded") : out;
        if (threshold != 0) {
            graph.node("ThresholdedRelu", unbounded, in).number("alpha", threshold);
        } else if (slope != 0) {
            graph.node("LeakyRelu", unbounded, in).number("alpha", slope);
        } else {
            graph.node("Relu", unbounded, in);
        }
        if (max > 0) {
            graph.node("Clip", out, unbounded, "", number(out, max));
        }
    }

    private static double or(Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    private void clip(String in, String out, double min, double max) {
        graph.node("Clip", out, in, number(out, min), number(out, max));
    }

    private String step(String operator, String of, String... inputs) {
        String name = graph.free(of + "." + operator.toLowerCase(Locale.ROOT));
        graph.node(operator, name, inputs);
        return name;
    }

    private String number(String of, double value) {
        return graph.constant(of + ".number", new float[] {(float) value});
    }
}
