package espalier.engine.layers;

import java.util.function.DoubleUnaryOperator;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An activation function without parameters, of each element by itself. */
public interface ElementFunction extends IActivation {

    /** The function's value. */
    double value(double x);

    /** Its derivative. */
    double slope(double x);

    /** Overwrites {@code in}, as DL4J wants it. */
    @Override
    default INDArray getActivation(INDArray in, boolean training) {
        return in.assign(mapped(in, this::value));
    }

    /** The gradient by the input; there are no parameters. */
    @Override
    default Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        return new Pair<>(mapped(in, this::slope).muli(epsilon), null);
    }

    @Override
    default int numParams(int inputSize) {
        return 0;
    }

    private static INDArray mapped(INDArray in, DoubleUnaryOperator function) {
        double[] values = in.castTo(DataType.DOUBLE).dup('c').data().asDouble();
        for (int i = 0; i < values.length; i++) {
            values[i] = function.applyAsDouble(values[i]);
        }
        return Nd4j.createFromArray(values).reshape(in.shape().clone()).castTo(in.dataType());
    }
}
