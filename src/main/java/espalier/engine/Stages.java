package espalier.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One pass forward in evaluation mode that stops where it is asked to: parameters of steps still ahead may be changed
 * between two values. A value's memory serves again as soon as nothing to come reads it.
 *
 * <p>Not thread-safe. The program may be asked other things between two values, by the same thread; its parameters are
 * for whoever holds this to change.
 */
public final class Stages implements AutoCloseable {

    private final Buffers buffers = new Buffers();
    private final List<Step> steps;
    private final Map<String, INDArray> values = new HashMap<>();
    /** How many steps to come, and whoever asked, still read each value. */
    private final Map<String, Integer> readers = new HashMap<>();
    /** By value, the one whose memory it is. */
    private final Map<String, String> owners = new HashMap<>();
    private int next;

    /**
     * @param steps in the order in which they run, joined as far as the values asked for allow
     * @param input the name of the pictures
     * @param shape of all pictures together
     * @param asked the values that are going to be asked for
     */
    Stages(List<Step> steps, String input, long[] shape, float[] pixels, Collection<String> asked) {
        this.steps = steps;
        steps.forEach(step -> step.inputs.forEach(name -> readers.merge(name, 1, Integer::sum)));
        asked.forEach(name -> readers.merge(name, 1, Integer::sum));
        readers.merge(steps.get(steps.size() - 1).name, 1, Integer::sum);
        INDArray pictures = buffers.take(shape);
        Values.floats(pictures).put(pixels, 0, Math.toIntExact(pictures.length()));
        put(input, pictures, input);
    }

    /**
     * A value that was asked for, for all pictures: {@code [batch, height, width, channels]}; everything before it is
     * run with the parameters as they are now.
     */
    private INDArray value(String name) {
        while (!values.containsKey(name)) {
            run(steps.get(next++));
        }
        return values.get(name);
    }

    /**
     * The channels of a value at some positions.
     *
     * @param places in {@code [batch, height, width]}, counted row by row
     * @return {@code [places · channels]}
     */
    public float[] rows(String name, int[] places) {
        INDArray value = value(name);
        int channels = (int) value.size(3);
        float[] rows = new float[places.length * channels];
        FloatBuffer all = Values.floats(value);
        for (int i = 0; i < places.length; i++) {
            all.get(places[i] * channels, rows, i * channels, channels);
        }
        return rows;
    }

    /**
     * The patches that a layer sees at some positions of its output.
     *
     * @param layer  of the same program, whose input was asked for
     * @param group  of its groups
     * @param places as for {@link #rows}
     * @return {@code [places · patch]}
     */
    public float[] patches(LinearLayer layer, int group, int[] places) {
        return layer.patches(value(layer.input()), group, places);
    }

    /** Says that a value that was asked for is not needed any more. */
    public void release(String name) {
        done(name);
    }

    private void run(Step step) {
        INDArray[] in = step.inputs.stream().map(values::get).toArray(INDArray[]::new);
        long[] shape = step.outputShape(Arrays.stream(in).map(INDArray::shape).toArray(long[][]::new));
        String first = step.inputs.get(0);
        boolean alone = step.inputs.size() == 1 && readers.get(owners.get(first)) == 1;
        boolean shares = step.isReshape() || step.worksInPlace() && alone;
        INDArray out = shares ? in[0].reshape(shape) : buffers.take(shape);
        put(step.name, out, shares ? owners.get(first) : step.name);
        step.bind(in, out, Mode.INFERENCE, buffers).forward();
        step.inputs.forEach(this::done);
    }

    /** Uses of a value that shares another's memory count there. */
    private void put(String name, INDArray value, String owner) {
        values.put(name, value);
        owners.put(name, owner);
        if (!owner.equals(name)) {
            readers.merge(owner, readers.getOrDefault(name, 0), Integer::sum);
        }
    }

    private void done(String name) {
        String owner = owners.get(name);
        if (readers.merge(owner, -1, Integer::sum) == 0) {
            buffers.give(values.get(owner));
        }
    }

    /** Frees all values. */
    @Override
    public void close() {
        buffers.close();
        values.clear();
    }
}
