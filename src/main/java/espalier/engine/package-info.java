/**
 * A DL4J graph compiled to fast steps: training, inference, and probes on activations and gradients, all by one program
 * that shares its parameters with the graph. DL4J gives the structure; its own layers run only where a vertex is not
 * known here; {@code layers} has what it lacks.
 *
 * <p>A {@code Compiler} turns vertices into {@code Step}s, and a {@code Plan} joins those that one pass can do and ties
 * them to arrays for one batch size and purpose, as {@code Operation}s. What takes the time, {@code Operations}, are
 * primitives of oneDNN called directly on ND4J's arrays, or ND4J's ops where that library is not published; the rest
 * are ND4J's ops.
 *
 * <p>Arrays are float32, contiguous and NHWC: {@code [batch, height, width, channels]}. A program is not thread-safe:
 * one thread owns it. Called by {@code network} and {@code training}; {@code importance} and {@code explain} see what
 * its probes return.
 */
package espalier.engine;
