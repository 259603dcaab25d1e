package espalier.engine;

import espalier.engine.layers.Clip;
import espalier.engine.layers.Elu;
import espalier.engine.layers.Gelu;
import espalier.engine.layers.HardSigmoid;
import espalier.engine.layers.HardSwish;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An activation function by a primitive of oneDNN, or by two. */
final class OneDnnActivation implements Operations.Activation {

    private final OneDnn library;
    private final OneDnn.Eltwise function;
    /** What is done to the function's values: {@code factor · f(x) + constant}. */
    private final float factor;
    private final float constant;

    private OneDnnActivation(OneDnn library, OneDnn.Eltwise function, double factor, double constant) {
        this.library = library;
        this.function = function;
        this.factor = (float) factor;
        this.constant = (float) constant;
    }

    /** Empty where the library does not have the function. */
    static Optional<Operations.Activation> of(OneDnn library, IActivation function) {
        if (function instanceof HardSigmoid sigmoid) {
            return Optional.of(hardSigmoid(library, sigmoid));
        }
        if (function instanceof ActivationHardSigmoid) {
            return Optional.of(hardSigmoid(library, new HardSigmoid(0.2, 0.5)));
        }
        return eltwise(function).map(plain -> new OneDnnActivation(library, plain, 1, 0));
    }

    /** The x between those at which it ends to rise, scaled. */
    private static OneDnnActivation hardSigmoid(OneDnn library, HardSigmoid sigmoid) {
        double alpha = sigmoid.alpha();
        double beta = sigmoid.beta();
        return new OneDnnActivation(library, clip(-beta / alpha, (1 - beta) / alpha), alpha, beta);
    }

    private static Optional<OneDnn.Eltwise> eltwise(IActivation function) {
        if (function instanceof ActivationReLU relu) {
            return rectifier(relu);
        }
        OneDnn.Eltwise found = null;
        if (function instanceof ActivationReLU6) {
            found = clip(0, 6);
        } else if (function instanceof ActivationLReLU leaky) {
            found = leaky(leaky.getAlpha());
        } else if (function instanceof ActivationELU elu) {
            found = elu(elu.getAlpha());
        } else if (function instanceof Elu elu) {
            found = elu(elu.alpha());
        } else if (function instanceof ActivationSigmoid) {
            found = new OneDnn.Eltwise(algorithm.eltwise_logistic_use_dst_for_bwd, 0, 0, true);
        } else if (function instanceof ActivationTanH) {
            found = new OneDnn.Eltwise(algorithm.eltwise_tanh_use_dst_for_bwd, 0, 0, true);
        } else if (function instanceof ActivationHardTanH) {
            found = clip(-1, 1);
        } else if (function instanceof Clip clip) {
            found = clip(clip.min(), clip.max());
        } else if (function instanceof ActivationSwish) {
            found = new OneDnn.Eltwise(algorithm.eltwise_swish, 1, 0, false);
        } else if (function instanceof HardSwish) {
            found = new OneDnn.Eltwise(algorithm.eltwise_hardswish, 0, 0, false);
        } else if (function instanceof ActivationSoftPlus) {
            found = new OneDnn.Eltwise(algorithm.eltwise_soft_relu, 0, 0, false);
        } else if (function instanceof Gelu gelu) {
            found = new OneDnn.Eltwise(gelu.approximate() ? algorithm.eltwise_gelu_tanh : algorithm.eltwise_gelu_erf, 0,
                    0, false);
        }
        return Optional.ofNullable(found);
    }

    /** DL4J's, of which each number may be missing. */
    private static Optional<OneDnn.Eltwise> rectifier(ActivationReLU relu) {
        double threshold = relu.getThreshold() == null ? 0 : relu.getThreshold();
        double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
        if (threshold != 0 || slope < 0 || slope != 0 && relu.getMax() != null) {
            return Optional.empty();
        }
        return Optional.of(relu.getMax() == null ? leaky(slope) : clip(0, relu.getMax()));
    }

    private static OneDnn.Eltwise leaky(double slope) {
        return slope < 0 ? new OneDnn.Eltwise(algorithm.eltwise_relu, (float) slope, 0, false)
                : new OneDnn.Eltwise(algorithm.eltwise_relu_use_dst_for_bwd, (float) slope, 0, true);
    }

    private static OneDnn.Eltwise elu(double alpha) {
        return new OneDnn.Eltwise(algorithm.eltwise_elu_use_dst_for_bwd, (float) alpha, 0, true);
    }

    private static OneDnn.Eltwise clip(double least, double most) {
        return new OneDnn.Eltwise(algorithm.eltwise_clip_v2_use_dst_for_bwd, (float) least, (float) most, true);
    }

    private boolean isScaled() {
        return factor != 1 || constant != 0;
    }

    @Override
    public boolean readsOutput() {
        return function.byOutput() && !isScaled();
    }

    @Override
    public boolean takesBfloat16() {
        return OneDnn.multipliesBfloat16();
    }

    /** Backward it must do without what the convolution alone gives. */
    @Override
    public boolean joins(Mode mode) {
        return !isScaled() && (function.byOutput() || mode == Mode.INFERENCE);
    }

    /** The function, where it is one primitive's. */
    OneDnn.Eltwise function() {
        return function;
    }

    @Override
    public Operation bind(INDArray x, INDArray output) {
        if (!isScaled()) {
            return Operation.of(library.eltwise(function, x, output), (gradient, byX) -> library
                    .eltwiseGradient(function, function.byOutput() ? output : x, gradient, byX));
        }
        // The gradient reads x, which is as good as what the clip made of it.
        OneDnn.Eltwise bySource = new OneDnn.Eltwise(algorithm.eltwise_clip_v2, function.alpha(), function.beta(),
                false);
        return Operation.of(both(library.eltwise(function, x, output), scaled(output, constant)),
                (gradient, byX) -> both(library.eltwiseGradient(bySource, x, gradient, byX), scaled(byX, 0)));
    }

    private Runnable scaled(INDArray values, float added) {
        return library.eltwise(new OneDnn.Eltwise(algorithm.eltwise_linear, factor, added, false), values, values);
    }

    private static Runnable both(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }
}
