package espalier.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reduction;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * oneDNN, the library of convolutions that ND4J's own ops run on, called without what those ops add: a gradient that
 * nobody asks for, scratch memory that is returned to the system each time, passes over memory that the library would
 * have fused.
 *
 * <p>Descriptions follow the library: shapes are {@code (batch, channels, height, width)} whatever the order in memory.
 */
final class OneDnn {

    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

    private static OneDnn instance;
    private static boolean sought;

    final engine engine;
    private final stream stream;

    private OneDnn() {
        engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
        stream = new stream(engine);
    }

    /** The library, loaded once; empty on platforms that it is not published for. */
    static synchronized Optional<OneDnn> instance() {
        if (!sought) {
            sought = true;
            try {
                // The library is linked with OpenCL's loader, which most machines do not have: this brings one along.
                Loader.load(org.bytedeco.opencl.presets.OpenCL.class);
                Loader.load(org.bytedeco.dnnl.global.dnnl.class);
                instance = new OneDnn();
            } catch (LinkageError | RuntimeException e) {
                LOG.info("oneDNN is not there for this platform; ND4J's own ops do its work", e);
            }
        }
        return Optional.ofNullable(instance);
    }

    /** Activations {@code [batch, height, width, channels]}. */
    static memory.desc picture(INDArray array) {
        return picture(type(array), array.shape());
    }

    /** Activations {@code [batch, height, width, channels]} of a kind of numbers. */
    static memory.desc picture(memory.data_type type, long... shape) {
        return new memory.desc(new long[] {shape[0], shape[3], shape[1], shape[2]}, type, memory.format_tag.nhwc);
    }

    /** An array's kind of numbers. */
    static memory.data_type type(INDArray array) {
        return array.dataType() == DataType.BFLOAT16 ? memory.data_type.bf16 : memory.data_type.f32;
    }

    /** Whether the processor multiplies pairs of bfloat16 by instructions of its own; without, it is slower in them. */
    static boolean multipliesBfloat16() {
        return dnnl_get_effective_cpu_isa() >= dnnl_cpu_isa_avx512_core_bf16;
    }

    /** A row {@code [n]}. */
    static memory.desc vector(long length) {
        return new memory.desc(new long[] {length}, memory.data_type.f32, memory.format_tag.a);
    }

    /** Rows {@code [rows, columns]}. */
    static memory.desc matrix(long rows, long columns) {
        return new memory.desc(new long[] {rows, columns}, memory.data_type.f32, memory.format_tag.ab);
    }

    /** In whatever order a primitive likes best. */
    static memory.desc any(memory.data_type type, long... shape) {
        return new memory.desc(shape, type, memory.format_tag.any);
    }

    /** With explicit strides. */
    static memory.desc strided(memory.data_type type, long[] shape, long[] strides) {
        return new memory.desc(shape, type, strides);
    }

    /** An array's memory as {@code description} says. */
    memory memory(memory.desc description, INDArray array) {
        return new memory(description, engine, Values.place(array));
    }

    /**
     * Memory that nothing else uses for what {@code description} says, which is also of bytes or of blocks padded with
     * zeros.
     */
    memory memory(memory.desc description, Buffers buffers) {
        return memory(description, buffers.own((description.get_size() + Float.BYTES - 1) / Float.BYTES));
    }

    /** Calls a primitive; its arguments are to be given. */
    Call call(primitive primitive) {
        return new Call(primitive);
    }

    /** Copies between two orders of the same values. */
    Runnable reorder(memory from, memory to) {
        return call(new reorder(from, to)).with(DNNL_ARG_FROM, from).with(DNNL_ARG_TO, to);
    }

    /** Copies values, perhaps to another kind of numbers. */
    Runnable copy(INDArray from, INDArray to) {
        return reorder(memory(row(from), from), memory(row(to), to));
    }

    /** {@code a + b} or {@code a · b}, of one shape or with b as {@code [batch, 1, 1, channels]}; may work in place. */
    Runnable binary(algorithm kind, INDArray a, INDArray b, INDArray result) {
        boolean alike = a.length() == b.length();
        memory.desc whole = alike ? row(a) : picture(a);
        memory.desc second = alike ? whole : picture(b);
        return call(new binary(new binary.primitive_desc(new binary.desc(kind, whole, second, whole), engine)))
                .with(DNNL_ARG_SRC_0, memory(whole, a)).with(DNNL_ARG_SRC_1, memory(second, b))
                .with(DNNL_ARG_DST, memory(whole, result));
    }

    /** The sum of each channel over batch, height and width, in single precision. */
    Runnable channelSum(INDArray maps, INDArray sums) {
        memory.desc from = picture(maps);
        memory.desc to = picture(memory.data_type.f32, 1, 1, 1, sums.length());
        return call(new reduction(
                new reduction.primitive_desc(new reduction.desc(algorithm.reduction_sum, from, to, 0, 0), engine)))
                .with(DNNL_ARG_SRC, memory(from, maps)).with(DNNL_ARG_DST, memory(to, sums));
    }

    private static memory.desc row(INDArray array) {
        return new memory.desc(new long[] {array.length()}, type(array), memory.format_tag.a);
    }

    /**
     * A function of each element by itself.
     *
     * @param alpha    its first number
     * @param beta     its second number
     * @param byOutput whether its gradient reads the output instead of the input
     */
    record Eltwise(algorithm kind, float alpha, float beta, boolean byOutput) {}

    /** {@code f(x)}; may work in place. */
    Runnable eltwise(Eltwise function, INDArray x, INDArray output) {
        memory.desc description = picture(x);
        return call(new eltwise_forward(forward(function, description))).with(DNNL_ARG_SRC, memory(description, x))
                .with(DNNL_ARG_DST, memory(description, output));
    }

    /**
     * The gradient by x; may work in place.
     *
     * @param read what it reads: the output or the input
     */
    Runnable eltwiseGradient(Eltwise function, INDArray read, INDArray gradient, INDArray byX) {
        memory.desc description = picture(read);
        eltwise_backward.primitive_desc backward = new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(function.kind, description, description, function.alpha, function.beta),
                engine, forward(function, description));
        return call(new eltwise_backward(backward))
                .with(function.byOutput ? DNNL_ARG_DST : DNNL_ARG_SRC, memory(description, read))
                .with(DNNL_ARG_DIFF_DST, memory(description, gradient))
                .with(DNNL_ARG_DIFF_SRC, memory(description, byX));
    }

    private eltwise_forward.primitive_desc forward(Eltwise function, memory.desc description) {
        return new eltwise_forward.primitive_desc(new eltwise_forward.desc(prop_kind.forward_training, function.kind,
                description, function.alpha, function.beta), engine);
    }

    /** A primitive with its arguments. */
    final class Call implements Runnable {

        private final primitive primitive;
        private final IntMemoryMap arguments = new IntMemoryMap();
        private final List<memory> kept = new ArrayList<>();

        private Call(primitive primitive) {
            this.primitive = primitive;
        }

        Call with(int argument, memory memory) {
            arguments.put(argument, memory);
            kept.add(memory);
            return this;
        }

        @Override
        public void run() {
            primitive.execute(stream, arguments);
        }
    }
}
