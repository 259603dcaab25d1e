package espalier.engine;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory behind ND4J's arrays. Whoever holds it must hold the array too. */
final class Memory {

    private Memory() {
    }

    /** The first value's place. */
    static Pointer of(INDArray array) {
        return new FloatPointer(array.data().addressPointer()).capacity(array.length());
    }

    /** A contiguous array's values: for small ones a plain loop over them is faster than any op. */
    static FloatBuffer floats(INDArray array) {
        return new FloatPointer(array.data().addressPointer()).capacity(array.length()).asBuffer();
    }

    /** A copy of a contiguous array's values in the order of its memory. */
    static float[] copy(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        floats(array).get(values);
        return values;
    }
}
