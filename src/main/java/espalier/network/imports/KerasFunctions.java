package espalier.network.imports;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.engine.layers.Clip;
import espalier.engine.layers.Elu;
import espalier.engine.layers.Gelu;
import espalier.engine.layers.HardSigmoid;
import espalier.engine.layers.HardSwish;
import espalier.network.imports.KerasModel.Layer;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
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

/** Keras's activation functions. */
final class KerasFunctions {

    private final boolean third;

    /** @param third whether the words are Keras 3's: its hard sigmoid has another slope */
    KerasFunctions(boolean third) {
        this.third = third;
    }

    /** Whether a layer is nothing but an activation function. */
    static boolean isActivation(Layer layer) {
        return List.of("Activation", "ReLU", "LeakyReLU", "ELU", "ThresholdedReLU", "Softmax").contains(layer.type());
    }

    /** The function of a layer that has one inside, or is one. */
    IActivation of(Layer layer) {
        JsonNode config = layer.config();
        return switch (layer.type()) {
            case "ReLU" -> relu(config);
            case "LeakyReLU" -> new ActivationLReLU(number(config, 0.3, "negative_slope", "alpha"));
            case "ELU" -> elu(number(config, 1, "alpha"));
            case "ThresholdedReLU" -> new ActivationThresholdedReLU(number(config, 1, "theta"));
            case "Softmax" -> new ActivationSoftmax();
            default -> named(layer, config.path("activation"));
        };
    }

    private static double number(JsonNode config, double otherwise, String... keys) {
        for (String key : keys) {
            JsonNode value = config.path(key);
            if (value.isNumber() || value.path("config").path("value").isNumber()) {
                return value.isNumber() ? value.asDouble() : value.path("config").path("value").asDouble();
            }
        }
        return otherwise;
    }

    private static IActivation relu(JsonNode config) {
        double max = number(config, 0, "max_value");
        double slope = number(config, 0, "negative_slope");
        double threshold = number(config, 0, "threshold");
        if (max == 6 && slope == 0 && threshold == 0) {
            return new ActivationReLU6();
        }
        if (max == 0 && threshold == 0) {
            return slope == 0 ? new ActivationReLU() : new ActivationLReLU(slope);
        }
        return new ActivationReLU(max == 0 ? null : max, threshold, slope);
    }

    private static IActivation elu(double alpha) {
        return alpha == 1 ? new ActivationELU() : new Elu(alpha);
    }

    private IActivation named(Layer layer, JsonNode activation) {
        if (activation.isMissingNode() || activation.isNull()) {
            return new ActivationIdentity();
        }
        if (activation.isObject() && activation.path("class_name").asText().equals("ReLU")) {
            return relu(activation.path("config"));
        }
        JsonNode word = activation.isObject()
                ? activation.path("config").isTextual() ? activation.path("config") : activation.path("class_name")
                : activation;
        return switch (word.asText().toLowerCase(Locale.ROOT)) {
            case "linear" -> new ActivationIdentity();
            case "relu" -> new ActivationReLU();
            case "relu6" -> new ActivationReLU6();
            case "leaky_relu" -> new ActivationLReLU(0.2);
            case "sigmoid" -> new ActivationSigmoid();
            case "tanh" -> new ActivationTanH();
            case "softmax", "log_softmax" -> new ActivationSoftmax();
            case "softplus" -> new ActivationSoftPlus();
            case "softsign" -> new ActivationSoftSign();
            case "elu" -> new ActivationELU();
            case "selu" -> new ActivationSELU();
            case "swish", "silu" -> new ActivationSwish();
            case "gelu" -> new Gelu(false);
            case "mish" -> new ActivationMish();
            case "hard_sigmoid" -> third ? HardSigmoid.ofSixth() : new ActivationHardSigmoid();
            case "relu6_sixth" -> HardSigmoid.ofSixth();
            case "hard_swish", "hard_silu" -> new HardSwish();
            case "hard_tanh" -> new Clip(-1, 1);
            default -> throw layer.refused("has the activation function \"" + word.asText()
                    + "\", which Espalier does not know. Make a network with a usual one, and save again.");
        };
    }
}
