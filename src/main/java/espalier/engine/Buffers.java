package espalier.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of one plan: taken, given back and taken again while the plan is laid out, closed all together with it.
 */
final class Buffers implements AutoCloseable {

    private final List<INDArray> all = new ArrayList<>();
    private final Map<Size, Deque<INDArray>> free = new HashMap<>();

    private record Size(DataType type, long length) {

        static Size of(INDArray array) {
            return new Size(array.dataType(), array.length());
        }
    }

    /** A contiguous array of single precision and any content, for what is written in each run before it is read. */
    INDArray take(long... shape) {
        return take(DataType.FLOAT, shape);
    }

    /** One of any content with the shape and the kind of numbers of another. */
    INDArray like(INDArray other) {
        return take(other.dataType(), other.shape());
    }

    /** A contiguous array of any content. */
    INDArray take(DataType type, long... shape) {
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        Deque<INDArray> fitting = free.get(new Size(type, length));
        INDArray array;
        if (fitting != null && !fitting.isEmpty()) {
            array = fitting.pop();
        } else {
            array = Nd4j.createUninitialized(type, length);
            all.add(array);
        }
        return array.reshape(shape);
    }

    /**
     * A row of zeros that nothing else uses, for content that stays from one run of the plan to the next: an array that
     * was taken may be one that an earlier step writes anew in every run.
     */
    INDArray own(long length) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, length);
        all.add(array);
        return array;
    }

    /**
     * Lets an array, or a reshaped one, serve again. Its present content is read no more after the step being laid out.
     */
    void give(INDArray array) {
        free.computeIfAbsent(Size.of(array), size -> new ArrayDeque<>()).push(array.reshape(array.length()));
    }

    /** The memory held, in bytes. */
    long bytes() {
        return all.stream().mapToLong(array -> array.length() * array.dataType().width()).sum();
    }

    @Override
    public void close() {
        all.forEach(INDArray::close);
        all.clear();
        free.clear();
    }
}
