package espalier.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The single-precision values behind arrays, which ND4J itself hands out one by one. */
public final class Values {

    private Values() {}

    /** A copy in the order of memory. */
    public static float[] of(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        floats(array).get(values);
        return values;
    }

    /** Copies as many values as {@code target} holds, from a place in the order of memory on. */
    public static void read(INDArray array, int from, float[] target) {
        floats(array).get(from, target);
    }

    /**
     * A copy of the chosen indices of one dimension, in their order and contiguous; by plain arrays, as ND4J's indexing
     * is slow and easily leaves strided ones.
     */
    public static INDArray select(INDArray array, int dimension, int[] chosen) {
        // A copy: ND4J gives the array's own shape, and to change that is to read beyond the array's memory later.
        long[] shape = array.shape().clone();
        int before = (int) Arrays.stream(shape, 0, dimension).reduce(1, (a, b) -> a * b);
        int after = (int) Arrays.stream(shape, dimension + 1, shape.length).reduce(1, (a, b) -> a * b);
        int size = (int) shape[dimension];
        float[] from = inRows(array);
        float[] to = new float[before * chosen.length * after];
        for (int b = 0; b < before; b++) {
            for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(from, (b * size + chosen[i]) * after, to, (b * chosen.length + i) * after, after);
            }
        }
        shape[dimension] = chosen.length;
        return Nd4j.createFromArray(to).reshape(shape);
    }

    /** A copy in C order, whatever the array's own order and type. */
    public static float[] inRows(INDArray array) {
        return array.castTo(DataType.FLOAT).dup('c').data().asFloat();
    }

    /**
     * The values themselves: for few of them a plain loop is faster than any op. Whoever holds them must hold the array
     * too.
     */
    public static FloatBuffer floats(INDArray array) {
        return pointer(array).asBuffer();
    }

    /** The place of the first value. Whoever holds it must hold the array too. */
    static Pointer place(INDArray array) {
        return pointer(array);
    }

    private static FloatPointer pointer(INDArray array) {
        return new FloatPointer(array.data().addressPointer()).capacity(array.length());
    }
}
