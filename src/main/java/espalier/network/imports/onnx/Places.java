package espalier.network.imports.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where the values of a rearranged array come from: each method gives, for every place of the result in rows, the place
 * in the array before. So one rule serves constants and what is known of a picture's values alike.
 */
public final class Places {

    private Places() {}

    /** The number of values in a shape. */
    public static int count(int... shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** All places as they are. */
    public static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }

    /** Dimension {@code i} of the result is dimension {@code order[i]}. */
    public static int[] transpose(int[] shape, int[] order) {
        int[] strides = strides(shape);
        return walk(IntStream.of(order).map(d -> shape[d]).toArray(),
                IntStream.of(order).map(d -> strides[d]).toArray());
    }

    /** The chosen indices of one dimension. */
    public static int[] select(int[] shape, int dimension, int[] chosen) {
        int after = count(Arrays.copyOfRange(shape, dimension + 1, shape.length));
        int before = count(Arrays.copyOf(shape, dimension));
        int[] places = new int[before * chosen.length * after];
        int to = 0;
        for (int b = 0; b < before; b++) {
            for (int index : chosen) {
                for (int a = 0; a < after; a++) {
                    places[to++] = (b * shape[dimension] + index) * after + a;
                }
            }
        }
        return places;
    }

    /** Repeated to a larger shape, by ONNX's rules. */
    public static int[] broadcast(int[] shape, int[] target) {
        int[] strides = strides(shape);
        int[] own = new int[target.length];
        for (int i = 1; i <= target.length; i++) {
            int size = i <= shape.length ? shape[shape.length - i] : 1;
            if (size != 1 && size != target[target.length - i] || i > target.length) {
                throw new IllegalArgumentException(Arrays.toString(shape) + " as " + Arrays.toString(target));
            }
            own[target.length - i] = size == 1 ? 0 : strides[shape.length - i];
        }
        return walk(target, own);
    }

    /** The shape that two arrays have together, by ONNX's rules. */
    static int[] together(int[] a, int[] b) {
        int[] result = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= result.length; i++) {
            int first = i <= a.length ? a[a.length - i] : 1;
            int second = i <= b.length ? b[b.length - i] : 1;
            result[result.length - i] = first == 1 ? second : first;
        }
        return result;
    }

    private static int[] strides(int[] shape) {
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return strides;
    }

    private static int[] walk(int[] shape, int[] strides) {
        int[] places = new int[count(shape)];
        int[] at = new int[shape.length];
        int place = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = place;
            for (int d = shape.length - 1; d >= 0; d--) {
                place += strides[d];
                if (++at[d] < shape[d]) {
                    break;
                }
                place -= strides[d] * shape[d];
                at[d] = 0;
            }
        }
        return places;
    }
}
