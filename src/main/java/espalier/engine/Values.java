package espalier.engine;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The single-precision values behind contiguous arrays, which ND4J itself hands out one by one. */
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
     * The values themselves: for few of them a plain loop is faster than any op. Whoever holds them must hold the array
     * too.
     */
    static FloatBuffer floats(INDArray array) {
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
