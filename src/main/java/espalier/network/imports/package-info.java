/**
 * Networks that other programs wrote, rebuilt in the one form that the rest of the program works with: those of
 * DeepLearning4J read through DL4J, those of Keras and ONNX from their files. What the files do not say (class names,
 * how pixels are prepared) is a {@link espalier.network.imports.Preparation}, guessed or given. Networks belong to the
 * thread of networks.
 */
package espalier.network.imports;
