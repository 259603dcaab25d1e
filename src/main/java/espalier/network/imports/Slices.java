package espalier.network.imports;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Chosen indices of an array, by plain numbers: ND4J's own indexing is slow and easily leaves strided arrays. */
final class Slices {

    private Slices() {}

    /** A float copy in C order. */
    static INDArray copy(INDArray value) {
        return Nd4j.createFromArray(numbers(value)).reshape(value.shape().clone());
    }

    /** The numbers in C order. */
    static float[] numbers(INDArray value) {
        return value.castTo(DataType.FLOAT).dup('c').data().asFloat();
    }

    /** The chosen indices of one dimension, in their order; all of them where {@code chosen} is null. */
    static INDArray of(INDArray value, int dimension, int[] chosen) {
        if (chosen == null) {
            return copy(value);
        }
        long[] shape = value.shape().clone();
        int before = (int) Arrays.stream(shape, 0, dimension).reduce(1, (a, b) -> a * b);
        int after = (int) Arrays.stream(shape, dimension + 1, shape.length).reduce(1, (a, b) -> a * b);
        int size = (int) shape[dimension];
        float[] from = numbers(value);
        float[] to = new float[before * chosen.length * after];
        for (int b = 0; b < before; b++) {
            for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(from, (b * size + chosen[i]) * after, to, (b * chosen.length + i) * after, after);
            }
        }
        shape[dimension] = chosen.length;
        return Nd4j.createFromArray(to).reshape(shape);
    }

    /**
     * Weights that read {@code order} instead of what they were made for. Where several of the new inputs stand for one
     * of the old, as the three colours of a grey picture do, each gets its share.
     */
    static INDArray inputs(INDArray weights, int dimension, int[] order) {
        INDArray result = of(weights, dimension, order);
        if (order != null) {
            int distinct = (int) Arrays.stream(order).distinct().count();
            if (distinct < order.length) {
                result.divi((double) order.length / distinct);
            }
        }
        return result;
    }
}
