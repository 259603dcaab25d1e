package espalier.engine;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * The numbers in which activations and their gradients are kept while a network trains or infers. Parameters, their
 * gradients, running statistics, logits and the loss are of single precision in both, and so is all that is probed.
 */
public enum Precision {

    /** Single precision. */
    FLOAT32(DataType.FLOAT),
    /**
     * Eight bits of mantissa with the range of single precision, for steps that oneDNN is fast in; products are summed
     * in single precision. Half the memory, and twice the speed where the processor has instructions for it
     * (AVX512-BF16, AMX).
     */
    BFLOAT16(DataType.BFLOAT16);

    final DataType type;

    Precision(DataType type) {
        this.type = type;
    }

    /** The one in which this machine is fastest. */
    public static Precision fastest() {
        return Backend.start().bfloat16() ? BFLOAT16 : FLOAT32;
    }

    /** This one where the machine is fast in it, else {@link #FLOAT32}: what a recipe of another machine runs in. */
    public Precision here() {
        return this == BFLOAT16 ? fastest() : this;
    }
}
