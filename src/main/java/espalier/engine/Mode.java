package espalier.engine;

/** What a pass through a program is for. */
enum Mode {
    /** Outputs only: batch norms folded into convolutions, buffers reused. */
    INFERENCE,
    /** Evaluation mode, with chosen activations and their gradients; no gradients of parameters. */
    PROBE,
    /** Batch statistics, dropout, and the gradients of all parameters. */
    TRAINING
}
