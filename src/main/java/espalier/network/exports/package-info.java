/**
 * Networks for other programs: {@link espalier.network.exports.OnnxFile} writes one as ONNX has it, pictures
 * {@code [batch, channels, height, width]}, weights in the order that this wants. Belongs to the thread of networks.
 */
package espalier.network.exports;
