package espalier.network.imports.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A constant of an ONNX graph. Whole numbers stay whole numbers, as shapes and positions are computed with them.
 *
 * @param shape   its dimensions; none for a single number
 * @param floats  its values in rows, or null
 * @param numbers its values where they are whole numbers or truths, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
public record Tensor(int[] shape, float[] floats, long[] numbers) {

    /** A constant of real numbers. */
    public static Tensor of(int[] shape, float... values) {
        return new Tensor(shape, values, null);
    }

    /** A list of whole numbers. */
    public static Tensor of(int... values) {
        return new Tensor(new int[] {values.length}, null, Arrays.stream(values).asLongStream().toArray());
    }

    static Tensor whole(int[] shape, long... values) {
        return new Tensor(shape, null, values);
    }

    /** How many values it has. */
    public int length() {
        return floats == null ? numbers.length : floats.length;
    }

    boolean isWhole() {
        return floats == null;
    }

    /** A value. */
    public double at(int index) {
        return floats == null ? numbers[index] : floats[index];
    }

    long numberAt(int index) {
        return floats == null ? numbers[index] : (long) floats[index];
    }

    /** Its values as whole numbers; those beyond the range of {@code int}, as "to the end" is written, at its ends. */
    public int[] integers() {
        return IntStream.range(0, length()).map(i -> (int) Math.max(Integer.MIN_VALUE,
                Math.min(Integer.MAX_VALUE, floats == null ? numbers[i] : (long) floats[i]))).toArray();
    }

    /** Its values as real numbers. */
    public float[] reals() {
        if (floats != null) {
            return floats;
        }
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i];
        }
        return values;
    }

    /** The same values in another shape. */
    public Tensor reshaped(int... other) {
        return new Tensor(other, floats, numbers);
    }

    /** The values at these places, in another shape. */
    public Tensor pick(int[] other, int[] places) {
        if (floats == null) {
            return whole(other, Arrays.stream(places).mapToLong(place -> numbers[place]).toArray());
        }
        float[] values = new float[places.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[places[i]];
        }
        return of(other, values);
    }

    /** The same with its values repeated to a shape, by ONNX's rules. */
    public Tensor broadcast(int... target) {
        return Arrays.equals(shape, target) ? this : pick(target, Places.broadcast(shape, target));
    }
}
