package espalier.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import espalier.basics.AtomicFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes results as JSON. Numbers that are not known (NaN) are null, as JSON has no other word for them. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .registerModule(new SimpleModule().addSerializer(Double.class, new KnownNumbers())
                    .addSerializer(Double.TYPE, new KnownNumbers()));

    private Json() {}

    /** A record, map or list as JSON text. */
    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same on one line. */
    static String line(Object value) {
        try {
            return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes {@link #text} to a file, whole or not at all. */
    static void write(Path file, Object value) {
        AtomicFiles.writeText(file, text(value) + "\n");
    }

    /** Values by class name, in the order of the classes. */
    static Map<String, Double> byClass(List<String> classNames, double[] values) {
        Map<String, Double> result = new LinkedHashMap<>();
        for (int c = 0; c < values.length; c++) {
            result.put(classNames.get(c), values[c]);
        }
        return result;
    }

    private static final class KnownNumbers extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (value.isNaN() || value.isInfinite()) {
                json.writeNull();
            } else {
                json.writeNumber(value);
            }
        }
    }
}
