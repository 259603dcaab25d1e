/**
 * A DL4J graph compiled to fast steps over ND4J ops: training, inference, and probes on activations and gradients, all by one
 * program that shares its parameters with the graph. DL4J gives the structure; its own layers run only where a vertex is not
 * known here.
 *
 * <p>Arrays are float32, contiguous and NHWC: {@code [batch, height, width, channels]}. A program is not thread-safe: one thread
 * owns it. Called by {@code network} and {@code training}; {@code importance} and {@code explain} see what its probes return.
 */
package espalier.engine;
