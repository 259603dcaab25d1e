package espalier.engine;

/**
 * The numbers in which activations and their gradients are kept while a network trains or infers. Parameters, their
 * gradients, running statistics, logits and the loss are of single precision in all, and so is all that is probed.
 */
public enum Precision {

    /** {@link #BFLOAT16} where the processor has instructions for it, else {@link #FLOAT32}. */
    FASTEST,
    /** Single precision. */
    FLOAT32,
    /**
     * Eight bits of mantissa with the range of single precision, for steps that oneDNN is fast in; products are summed
     * in single precision. Half the memory, and twice the speed where the processor has instructions for it
     * (AVX512-BF16, AMX); elsewhere {@link #FLOAT32} takes its place.
     */
    BFLOAT16;

    /** What this comes to on this machine: {@link #FLOAT32} or {@link #BFLOAT16}. */
    public Precision here() {
        return this != FLOAT32 && Backend.start().bfloat16() ? BFLOAT16 : FLOAT32;
    }
}
