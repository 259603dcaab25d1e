package espalier.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A compiled network: inference, training and probes over the parameters of the DL4J graph it was made from. Values are
 * named by the graph's vertices; the last value is the logits {@code [batch, classes]}.
 *
 * <p>Not thread-safe. What a call returns is valid until the next call.
 */
public final class Program implements AutoCloseable {

    /** Plans kept ready: training, inference and a probe in turn, and the odd last batch. */
    private static final int PLANS = 5;

    private final ComputationGraph graph;
    private final Compiler compiled;
    private final Operations operations;
    private final Section section;
    /** Those before it belong to steps that are not among this program's. */
    private final int firstParameter;
    private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(8, 0.75f, true);
    private INDArray trainable;
    /** By the value whose channels are set to 0. */
    private final Map<String, Ablation> ablations = new HashMap<>();

    /** What a plan is for; an inference that is asked for a value is one in which that is ablated. */
    private record PlanKey(Mode mode, int batch, Set<String> asked, Precision precision) {}

    private Program(ComputationGraph graph, int height, int width, Operations operations) {
        this.graph = graph;
        this.operations = operations;
        this.compiled = new Compiler(graph, InputType.convolutional(height, width, 3, CNN2DFormat.NHWC), operations);
        section = new Section(compiled.steps, compiled.input, compiled.output, new long[] {height, width, 3});
        firstParameter = 0;
    }

    /** Some steps of another, over the same parameters. */
    private Program(Program whole, Section section, int firstParameter) {
        graph = whole.graph;
        operations = whole.operations;
        compiled = whole.compiled;
        this.section = section;
        this.firstParameter = firstParameter;
    }

    /**
     * Compiles a graph with one picture input {@code [batch, height, width, 3]} and one output.
     *
     * @throws RuntimeException where the graph does not fit together
     */
    public static Program compile(ComputationGraph graph, int height, int width) {
        Backend.start();
        return compile(graph, height, width, Backend.operations());
    }

    /**
     * Keeps the buffers with which all programs run to so many bytes, but for those in use: from now on the ones that
     * were not used for longest are freed, and made again when they are needed. Without this there is no limit.
     */
    public static void keepBuffersWithin(long bytes) {
        PlanMemory.limit(bytes);
    }

    static Program compile(ComputationGraph graph, int height, int width, Operations operations) {
        return new Program(graph, height, width, operations);
    }

    /**
     * All up to a value as a program of its own, which gives that value ({@link #values}); the parameters are the same.
     *
     * @throws IllegalArgumentException where what comes behind the value reads another one before it
     */
    public Program upTo(String value) {
        return new Program(this, section.upTo(value), firstParameter);
    }

    /**
     * All behind a value as a program of its own, which reads that value instead of pictures and trains its own
     * parameters alone; the parameters are the same.
     *
     * @throws IllegalArgumentException as {@link #upTo} does
     */
    public Program behind(String value) {
        return new Program(this, section.behind(value), Math.toIntExact(compiled.parametersUpTo(value)));
    }

    /** The vertices that run on DL4J's own layers, slowly; empty where all is compiled. */
    public List<String> foreignVertices() {
        return List.copyOf(compiled.foreign);
    }

    /**
     * The name of a layer's value before the activation that it may have inside: for a convolution, its output proper.
     */
    public String linearValue(String layer) {
        return section.steps().stream().anyMatch(step -> step.name.equals(layer + Compiler.LINEAR))
                ? layer + Compiler.LINEAR : layer;
    }

    /** All parameters, shared with the DL4J graph: {@code [n]}. After changing them call {@link #parametersChanged}. */
    public INDArray parameters() {
        return graph.params();
    }

    /** The gradients that {@link #train} left: {@code [n]}; 0 for running statistics. */
    public INDArray gradients() {
        return compiled.gradients.get();
    }

    /** The parameters that are trained, as they lie among all of them; running statistics and frozen layers are not. */
    public List<Span> trained() {
        List<Span> spans = new ArrayList<>();
        int from = firstParameter;
        for (long[] range : compiled.untrained) {
            if (range[0] >= from) {
                spans.add(new Span(from, Math.toIntExact(range[0])));
                from = Math.toIntExact(range[1]);
            }
        }
        spans.add(new Span(from, Math.toIntExact(parameters().length())));
        return spans;
    }

    /** Parameters that lie beside each other, the last not among them. */
    public record Span(int from, int to) {}

    /** 1 for parameters that are {@link #trained}, 0 for the others: {@code [n]}. */
    public INDArray trainable() {
        if (trainable == null) {
            trainable = Nd4j.zeros(parameters().length());
            for (Span span : trained()) {
                if (span.to() > span.from()) {
                    trainable.get(NDArrayIndex.interval(span.from(), span.to())).assign(1);
                }
            }
        }
        return trainable;
    }

    /**
     * The 3×3 kernels that are trained and, at the same place in the list, where their gradients are written:
     * {@code [out, in, 3, 3]}.
     */
    public List<INDArray[]> squareKernels() {
        List<INDArray[]> kernels = new ArrayList<>();
        for (Step step : section.steps()) {
            if (step instanceof ConvolutionStep convolution) {
                Kernel kernel = convolution.kernel();
                if (kernel.isTrained() && kernel.groups == 1 && kernel.weights.size(2) == 3
                        && kernel.weights.size(3) == 3) {
                    kernels.add(new INDArray[] {kernel.weights, kernel.weightGradient.get()});
                }
            }
        }
        return kernels;
    }

    /** Says that somebody changed the parameters. */
    public void parametersChanged() {
        compiled.stale = true;
    }

    /**
     * The logits of normalised pictures, in evaluation mode.
     *
     * @param pixels {@code [batch, height, width, 3]}
     * @return {@code [batch][classes]}
     */
    public float[][] infer(float[] pixels, int batch) {
        return infer(pixels, batch, Precision.FLOAT32);
    }

    /** {@link #infer(float[], int)} with activations of chosen numbers. */
    public float[][] infer(float[] pixels, int batch, Precision precision) {
        Plan plan = plan(Mode.INFERENCE, batch, Set.of(), precision);
        run(plan, pixels);
        return rows(plan.output());
    }

    /**
     * What comes out of the last step for normalised pictures, in evaluation mode.
     *
     * @return {@code [batch · height · width · channels]}
     */
    public float[] values(float[] pixels, int batch, Precision precision) {
        Plan plan = plan(Mode.INFERENCE, batch, Set.of(), precision);
        run(plan, pixels);
        return Values.of(plan.output());
    }

    /**
     * One pass forward and backward in training mode: leaves the gradients of the mean cross entropy in
     * {@link #gradients} and updates running statistics, but changes no trained parameter.
     *
     * @param pixels    {@code [batch, height, width, 3]}
     * @param labels    {@code [batch]}
     * @param precision of activations and their gradients
     * @return the logits before the step, {@code [batch][classes]}
     */
    public float[][] train(float[] pixels, int[] labels, Precision precision) {
        return train(pixels, labels.length, precision, logits -> Loss.crossEntropyGradient(logits, labels));
    }

    /**
     * The same with another loss.
     *
     * @param loss given the logits {@code [batch][classes]}, the loss's gradient by them, of the same shape
     */
    public float[][] train(float[] pixels, int batch, Precision precision, LogitGradient loss) {
        Plan plan = plan(Mode.TRAINING, batch, Set.of(), precision);
        run(plan, pixels);
        float[][] logits = rows(plan.output());
        write(plan.gradient(section.output()), loss.of(logits));
        plan.backward();
        parametersChanged();
        return logits;
    }

    /**
     * Activations and, of a scalar made from the logits, gradients at named values, in evaluation mode. Nothing below
     * the lowest of them is computed backward, and no gradient of any parameter.
     *
     * @param values   names of values
     * @param gradient given the logits {@code [batch][classes]}, the scalar's gradient by them, of the same shape
     */
    public Probed probe(float[] pixels, int batch, Set<String> values, LogitGradient gradient) {
        Probed probed = observe(pixels, batch, values);
        probed.backward(gradient);
        return probed;
    }

    /**
     * Activations at named values, in evaluation mode; gradients once {@link Probed#backward} has run, as often as
     * wanted, each time for another scalar.
     *
     * @param values names of values
     */
    public Probed observe(float[] pixels, int batch, Set<String> values) {
        Plan plan = plan(Mode.PROBE, batch, values, Precision.FLOAT32);
        run(plan, pixels);
        float[][] logits = rows(plan.output());
        return new Probed() {
            @Override
            public float[][] logits() {
                return logits;
            }

            @Override
            public INDArray activation(String value) {
                return plan.value(value);
            }

            @Override
            public void backward(LogitGradient gradient) {
                write(plan.gradient(section.output()), gradient.of(logits));
                plan.backward();
            }

            @Override
            public INDArray gradient(String value) {
                return plan.gradient(value);
            }
        };
    }

    /**
     * The activations of one value in evaluation mode, as plain numbers; nothing is computed backward.
     *
     * @return {@code [batch · height · width · channels]}
     */
    public float[] activations(float[] pixels, int batch, String value) {
        Plan plan = plan(Mode.PROBE, batch, Set.of(value), Precision.FLOAT32);
        run(plan, pixels);
        return Values.of(plan.value(value));
    }

    /** The gradient of a scalar by the logits. */
    @FunctionalInterface
    public interface LogitGradient {
        /** From logits to gradient, both {@code [batch][classes]}. */
        float[][] of(float[][] logits);
    }

    /** What a probe saw; the arrays are overwritten by the program's next call. */
    public interface Probed {
        /** {@code [batch][classes]}. */
        float[][] logits();

        /** {@code [batch, height, width, channels]}. */
        INDArray activation(String value);

        /**
         * Runs backward, again where it was run before: then the gradients are of the new scalar.
         *
         * @param gradient given the logits {@code [batch][classes]}, the scalar's gradient by them, of the same shape
         */
        void backward(LogitGradient gradient);

        /** The same shape. */
        INDArray gradient(String value);
    }

    /**
     * The logits of one picture, each time with one channel of a value set to 0, in evaluation mode. Only what comes
     * after the value, and the little before it that its steps share, is computed more than once.
     *
     * @param pixels   {@code [height, width, 3]}
     * @param value    its name
     * @param channels to set to 0, one for each row of the result; −1 for none
     * @return {@code [channels.length][classes]}
     */
    public float[][] ablate(float[] pixels, String value, int[] channels) {
        Ablation ablation = ablations.computeIfAbsent(value,
                name -> new Ablation(Plan.fused(section.steps(), Mode.INFERENCE, Set.of(name)), section.input(), name));
        float[] once = ablation.startsAtPicture() ? pixels : activations(pixels, 1, ablation.below());
        ablation.setChannels(channels);
        Plan plan = kept(new PlanKey(Mode.INFERENCE, channels.length, Set.of(value), Precision.FLOAT32),
                () -> new Plan(ablation.steps(), ablation.below(), section.output(),
                        ablation.shapeBelow(section.input(), section.shape(channels.length)), Mode.INFERENCE, Set.of(),
                        Precision.FLOAT32, operations));
        float[] rows = new float[once.length * channels.length];
        for (int row = 0; row < channels.length; row++) {
            System.arraycopy(once, 0, rows, row * once.length, once.length);
        }
        run(plan, rows);
        return rows(plan.output());
    }

    /**
     * A pass forward that stops where it is asked to, so that parameters still ahead may be changed.
     *
     * @param pixels {@code [batch, height, width, 3]}
     * @param asked  the values that are going to be asked for, each as often as it is going to be released
     */
    public Stages stages(float[] pixels, int batch, Collection<String> asked) {
        refresh();
        return new Stages(Plan.fused(section.steps(), Mode.INFERENCE, Set.copyOf(asked)), section.input(),
                section.shape(batch), pixels, asked);
    }

    /** The convolutions and dense layers that are trained, by their names, in the order in which they run. */
    public Map<String, LinearLayer> linearLayers() {
        Map<String, LinearLayer> layers = new LinkedHashMap<>();
        for (Step step : section.steps()) {
            if (step instanceof ConvolutionStep convolution && convolution.hasParameters()) {
                Step reader = onlyReader(step);
                BatchNorm norm = reader instanceof BatchNormStep batchNorm ? batchNorm.norm() : null;
                List<String> rectified = new ArrayList<>(List.of(step.name));
                if (norm != null) {
                    rectified.add(reader.name);
                    reader = onlyReader(reader);
                }
                if (reader instanceof ActivationStep activation && activation.isRelu()) {
                    rectified.add(reader.name);
                }
                layers.put(step.name.replace(Compiler.LINEAR, ""), new LinearLayer(convolution, norm, rectified));
            }
        }
        return layers;
    }

    /** The step that alone reads another's value; null where there are none or several. */
    private Step onlyReader(Step maker) {
        List<Step> readers = section.steps().stream().filter(step -> step.inputs.contains(maker.name)).toList();
        return readers.size() == 1 ? readers.get(0) : null;
    }

    private Plan plan(Mode mode, int batch, Set<String> asked, Precision precision) {
        Precision used = precision.here();
        return kept(new PlanKey(mode, batch, asked, used), () -> new Plan(Plan.fused(section.steps(), mode, asked),
                section.input(), section.output(), section.shape(batch), mode, asked, used, operations));
    }

    private Plan kept(PlanKey key, Supplier<Plan> maker) {
        refresh();
        Plan plan = plans.computeIfAbsent(key, missing -> maker.get());
        if (plans.size() > PLANS) {
            PlanKey oldest = plans.keySet().iterator().next();
            close(plans.remove(oldest));
        }
        PlanMemory.use(plan, () -> plans.remove(key, plan));
        return plan;
    }

    private void refresh() {
        if (compiled.stale) {
            compiled.steps.forEach(Step::parametersChanged);
            compiled.stale = false;
        }
    }

    private static void run(Plan plan, float[] pixels) {
        INDArray input = plan.input();
        if (pixels.length < input.length()) {
            throw new IllegalArgumentException(pixels.length + " values for " + Arrays.toString(input.shape()));
        }
        Values.floats(input).put(pixels, 0, (int) input.length());
        plan.forward();
    }

    private static float[][] rows(INDArray output) {
        float[][] rows = new float[(int) output.size(0)][(int) output.size(3)];
        FloatBuffer values = Values.floats(output);
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    private static void write(INDArray target, float[][] rows) {
        FloatBuffer values = Values.floats(target);
        for (float[] row : rows) {
            values.put(row);
        }
    }

    /** Frees the buffers; the graph stays. */
    @Override
    public void close() {
        plans.values().forEach(Program::close);
        plans.clear();
    }

    private static void close(Plan plan) {
        PlanMemory.closed(plan);
        plan.close();
    }
}
