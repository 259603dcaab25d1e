package espalier.network.exports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.basics.About;
import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.exports.OnnxGraph.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;

/**
 * A network as an ONNX file, for ONNX Runtime from 1.8 (June 2021) on and all that reads operator set
 * {@value #OPERATORS}. Its input {@value #INPUT} is {@code [batch, 3, height, width]}, red first; the batch is as large
 * as the caller likes. What a description says is in the metadata: {@code name}, {@code classes}, {@code mean} and
 * {@code std} (of pixels 0 to 1), {@code input}, {@code output}, {@code provenance}; lists as JSON.
 */
public final class OnnxFile {

    /** The picture's name. */
    public static final String INPUT = "picture";
    /** The name of the output where it is not probabilities. */
    public static final String LOGITS = "logits";
    /** The name of the output where it is. */
    public static final String PROBABILITIES = "probabilities";

    private static final int OPERATORS = 14;
    /** The version of the file format that came with these operators. */
    private static final int FORMAT = 7;
    private static final ObjectMapper JSON = new ObjectMapper();

    private OnnxFile() {}

    /**
     * Writes a network, whole or not at all.
     *
     * @throws Problem where a layer has no counterpart, which is named, or the place cannot be written to
     */
    public static void write(Network network, ExportOptions options, Path file) {
        ModelProto model = model(network, options);
        AtomicFiles.write(file, model::writeTo);
    }

    private static ModelProto model(Network network, ExportOptions options) {
        Description description = network.description();
        OnnxGraph graph = new OnnxGraph(description.name());
        PictureSize size = description.inputSize();
        graph.input(graph.free(INPUT), 3, size.height(), size.width());
        String output = graph.free(options.probabilities() ? PROBABILITIES : LOGITS);
        Value picture = Value.map(INPUT, size.height(), size.width(), 3);
        Value logits = new GraphWriter(network.graph(), graph,
                options.withNormalisation() ? normalised(graph, picture, description.normalisation()) : picture,
                options.foldBatchNorms()).write();
        if (options.probabilities()) {
            graph.node("Softmax", output, logits.name()).whole("axis", 1);
        } else {
            graph.node("Identity", output, logits.name());
        }
        graph.output(output, network.classes());
        ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(FORMAT)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS)).setProducerName("Espalier")
                .setProducerVersion(About.version()).setGraph(graph.build());
        metadata(description, options, output).forEach((key, value) -> model
                .addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    /** {@code (value / 255 − mean) / deviation} as a product and a sum. */
    private static Value normalised(OnnxGraph graph, Value picture, Normalisation normalisation) {
        float[] scale = new float[3];
        float[] shift = new float[3];
        for (int c = 0; c < 3; c++) {
            scale[c] = 1 / (255 * normalisation.deviation()[c]);
            shift[c] = -normalisation.mean()[c] / normalisation.deviation()[c];
        }
        String scaled = graph.free("normalisation.scaled");
        graph.node("Mul", scaled, picture.name(), graph.constant("normalisation.scale", scale, 1, 3, 1, 1));
        String shifted = graph.free("normalisation");
        graph.node("Add", shifted, scaled, graph.constant("normalisation.shift", shift, 1, 3, 1, 1));
        return picture.at(shifted);
    }

    private static Map<String, String> metadata(Description description, ExportOptions options, String output) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("name", description.name());
        metadata.put("classes", json(description.classNames()));
        metadata.put("mean", json(description.normalisation().mean()));
        metadata.put("std", json(description.normalisation().deviation()));
        metadata.put("input", INPUT + ": red, green, blue, "
                + (options.withNormalisation() ? "0 to 255" : "each (value / 255 - mean) / std"));
        metadata.put("output", output + ", in the order of the classes");
        metadata.put("provenance", json(description.provenance()));
        return metadata;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
