package espalier.network.imports;

import espalier.engine.layers.Clip;
import espalier.engine.layers.Elu;
import espalier.engine.layers.Gelu;
import espalier.engine.layers.HardSigmoid;
import espalier.engine.layers.HardSwish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A function of each number of one value by itself, which an exporter may have written as several nodes: SiLU as a
 * sigmoid and a product, GELU as six nodes. What it is is told by its values, not by how it was written.
 */
final class Curve extends Flow {

    private static final double[] POINTS = DoubleStream.iterate(-12, x -> x <= 12, x -> x + 1 / 16d).toArray();
    private static final double TOLERANCE = 2e-5;

    private final Flow source;
    private final DoubleUnaryOperator function;
    private final Writing writing;

    Curve(Flow source, DoubleUnaryOperator function, Writing writing) {
        this.source = source;
        this.function = function;
        this.writing = writing;
    }

    /** How a function comes into the new graph. */
    interface Writing {

        /** As an activation of the source. */
        View activation(IActivation known);

        /** As {@code ax + b} of the source. */
        View line(float a, float b);

        /** Step by step, where it is neither. */
        View steps();
    }

    /** What it is a function of. */
    Flow source() {
        return source;
    }

    DoubleUnaryOperator function() {
        return function;
    }

    @Override
    int[] shape() {
        return source.shape();
    }

    @Override
    View write() {
        double b = function.applyAsDouble(0);
        double a = function.applyAsDouble(1) - b;
        return isLike(x -> a * x + b) ? writing.line((float) a, (float) b)
                : activation().map(writing::activation).orElseGet(writing::steps);
    }

    private boolean isLike(DoubleUnaryOperator other) {
        return DoubleStream.of(POINTS).allMatch(x -> isNear(function.applyAsDouble(x), other.applyAsDouble(x)));
    }

    private static boolean isNear(double value, double other) {
        return Math.abs(value - other) <= TOLERANCE * Math.max(1, Math.abs(value));
    }

    /** The activation that has its values. */
    Optional<IActivation> activation() {
        double least = function.applyAsDouble(-1000);
        double most = function.applyAsDouble(1000);
        double middle = function.applyAsDouble(0);
        double left = -function.applyAsDouble(-1);
        List<IActivation> candidates = new ArrayList<>(List.of(new ActivationReLU(), new ActivationReLU6(),
                new ActivationSigmoid(), new ActivationTanH(), new ActivationSwish(), new HardSwish(), new Gelu(false),
                new Gelu(true), new ActivationSELU(), new ActivationSoftPlus(), new ActivationSoftSign(),
                new ActivationMish(), new ActivationELU(), new ActivationLReLU(left)));
        if (least == 0 && most > 0) {
            candidates.add(new ActivationReLU(most, 0d, 0d));
        } else if (least < most && most < 1000) {
            candidates.add(new Clip(least, most));
        }
        if (least == 0 && most == 1 && middle > 0 && middle < 1) {
            candidates.add(new HardSigmoid(64 * (function.applyAsDouble(1 / 64d) - middle), middle));
        }
        if (least < 0) {
            candidates.add(new Elu(-least));
        }
        return candidates.stream().filter(this::isLike).findFirst();
    }

    private boolean isLike(IActivation other) {
        INDArray values = other.getActivation(Nd4j.createFromArray(POINTS).castTo(Nd4j.dataType()), false);
        for (int i = 0; i < POINTS.length; i++) {
            if (!isNear(function.applyAsDouble(POINTS[i]), values.getDouble(i))) {
                return false;
            }
        }
        return true;
    }
}
