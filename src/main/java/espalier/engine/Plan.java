package espalier.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A program laid out for one purpose and one batch size: which steps run, in which arrays. Arrays are reused as soon as
 * no step to come reads them; the backward pass goes no lower than the lowest value that is asked for.
 */
final class Plan implements AutoCloseable {

    private final Buffers buffers = new Buffers();
    private final Mode mode;
    private final Precision precision;
    private final Operations operations;
    private final Set<String> asked;
    private final List<Step> steps;
    private final String input;
    private final String output;
    /** The values that a gradient must reach. */
    private final Set<String> reached = new HashSet<>();
    /** How many steps read each value. */
    private final Map<String, Integer> readers = new HashMap<>();
    private final Map<String, INDArray> values = new HashMap<>();
    private final Map<String, INDArray> gradients = new HashMap<>();
    private final List<Operation> forward = new ArrayList<>();
    /** Laid out when it is first asked for: many probes only go forward. */
    private List<Runnable> backward;

    /**
     * @param asked the values whose activations and gradients are wanted; for {@link Mode#PROBE}
     */
    Plan(List<Step> steps, String input, String output, long[] inputShape, Mode mode, Set<String> asked,
            Precision precision, Operations operations) {
        this.precision = precision;
        this.operations = operations;
        this.steps = steps;
        this.input = input;
        this.output = output;
        this.mode = mode;
        this.asked = asked;
        count();
        layOutForward(inputShape);
    }

    /**
     * The steps, those joined that one pass can do: a batch norm folded into its convolution, the ReLU after either.
     * They stay apart where another step reads the value between, or somebody asked for it.
     *
     * @param asked values that must be made
     */
    static List<Step> fused(List<Step> steps, Mode mode, Set<String> asked) {
        Map<String, Integer> readers = new HashMap<>();
        steps.forEach(step -> step.inputs.forEach(name -> readers.merge(name, 1, Integer::sum)));
        Map<String, Step> makers = new HashMap<>();
        List<Step> joined = new ArrayList<>();
        for (Step step : steps) {
            String read = step.inputs.get(0);
            Step maker = makers.get(read);
            boolean alone = maker != null && readers.get(read) == 1 && !asked.contains(read);
            Step both = alone ? maker.joined(step, mode) : null;
            if (both == null) {
                joined.add(step);
            } else {
                joined.set(joined.indexOf(maker), both);
            }
            makers.put(step.name, both == null ? step : both);
        }
        return joined;
    }

    private void count() {
        for (Step step : steps) {
            step.inputs.forEach(name -> readers.merge(name, 1, Integer::sum));
            boolean carries = mode == Mode.TRAINING && step.hasParameters() || asked.contains(step.name)
                    || step.inputs.stream().anyMatch(reached::contains);
            if (carries) {
                reached.add(step.name);
            }
        }
        readers.merge(output, 1, Integer::sum);
    }

    private boolean runsBackward(Step step) {
        return mode != Mode.INFERENCE
                && (mode == Mode.TRAINING && step.hasParameters() || step.inputs.stream().anyMatch(reached::contains));
    }

    /** The values that must survive the forward pass. */
    private Set<String> kept() {
        Set<String> kept = new HashSet<>(asked);
        kept.add(output);
        kept.add(input);
        for (Step step : steps) {
            if (runsBackward(step)) {
                if (step.backwardReadsInputs(mode)) {
                    kept.addAll(step.inputs);
                }
                if (step.backwardReadsOutput(mode)) {
                    kept.add(step.name);
                }
            }
        }
        return kept;
    }

    private void layOutForward(long[] inputShape) {
        Set<String> kept = kept();
        Map<String, Storage> storages = new HashMap<>();
        values.put(input, buffers.take(inputShape));
        storages.put(input, new Storage(input, kept.contains(input), readers.getOrDefault(input, 0)));
        for (Step step : steps) {
            INDArray[] in = step.inputs.stream().map(values::get).toArray(INDArray[]::new);
            long[][] shapes = Arrays.stream(in).map(INDArray::shape).toArray(long[][]::new);
            long[] shape = step.outputShape(shapes);
            DataType type = type(step, shapes);
            String first = step.inputs.get(0);
            boolean alone = step.inputs.size() == 1 && storages.get(first).readers == 1 && !storages.get(first).kept;
            boolean shares = step.isReshape() || step.worksInPlace() && alone && in[0].dataType() == type;
            INDArray out = shares ? in[0].reshape(shape) : buffers.take(type, shape);
            values.put(step.name, out);
            int uses = readers.getOrDefault(step.name, 0);
            Storage storage = shares ? storages.get(first) : new Storage(step.name, false, 0);
            storage.readers += uses;
            storage.kept |= kept.contains(step.name);
            storages.put(step.name, storage);
            forward.add(CastOperation.bind(operations, step, in, out, mode, buffers));
            for (String name : step.inputs) {
                Storage read = storages.get(name);
                if (--read.readers == 0 && !read.kept) {
                    buffers.give(values.get(read.owner));
                }
            }
        }
    }

    /** The numbers that a step works in. The logits are of single precision. */
    private DataType type(Step step, long[][] inputShapes) {
        return precision == Precision.BFLOAT16 && !step.name.equals(output) && step.takesBfloat16(inputShapes, mode)
                ? DataType.BFLOAT16 : DataType.FLOAT;
    }

    /** A piece of memory that one value or, by reshaping and work in place, several values share. */
    private static final class Storage {
        private final String owner;
        private boolean kept;
        private int readers;

        Storage(String owner, boolean kept, int readers) {
            this.owner = owner;
            this.kept = kept;
            this.readers = readers;
        }
    }

    private void layOutBackward() {
        if (backward != null) {
            return;
        }
        backward = new ArrayList<>();
        gradients.put(output, buffers.like(values.get(output)));
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            INDArray gradient = gradients.get(step.name);
            if (gradient == null) {
                continue;
            }
            if (runsBackward(step)) {
                layOutBackward(step, forward.get(i), gradient);
            }
            if (!asked.contains(step.name) && !step.name.equals(output)) {
                buffers.give(gradient);
            }
        }
    }

    private void layOutBackward(Step step, Operation operation, INDArray gradient) {
        INDArray[] byInputs = new INDArray[step.inputs.size()];
        List<Runnable> sums = new ArrayList<>();
        for (int i = 0; i < byInputs.length; i++) {
            String name = step.inputs.get(i);
            if (!reached.contains(name)) {
                continue;
            }
            byInputs[i] = buffers.like(values.get(name));
            INDArray earlier = gradients.putIfAbsent(name, byInputs[i]);
            if (earlier != null) {
                sums.add(operations.add(earlier, byInputs[i], earlier));
            }
        }
        backward.add(operation.backward(gradient, byInputs, buffers));
        backward.addAll(sums);
        for (int i = 0; i < byInputs.length; i++) {
            if (byInputs[i] != null && gradients.get(step.inputs.get(i)) != byInputs[i]) {
                buffers.give(byInputs[i]);
            }
        }
    }

    INDArray input() {
        return values.get(input);
    }

    INDArray output() {
        return values.get(output);
    }

    INDArray value(String name) {
        return values.get(name);
    }

    INDArray gradient(String name) {
        layOutBackward();
        return gradients.get(name);
    }

    void forward() {
        forward.forEach(Operation::forward);
    }

    /** Runs backward from the gradient that was written to that of the output. */
    void backward() {
        layOutBackward();
        backward.forEach(Runnable::run);
    }

    long bytes() {
        return buffers.bytes();
    }

    @Override
    public void close() {
        buffers.close();
    }
}
