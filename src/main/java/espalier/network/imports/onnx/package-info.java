/**
 * ONNX files as they are: nodes, constants, and the arithmetic that can be done before a picture is known. Called by
 * {@code imports}, which makes layers of them.
 */
package espalier.network.imports.onnx;
