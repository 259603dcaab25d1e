package espalier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A NumPy file of numbers in C order, read as single precision. */
public record Npy(int[] shape, float[] values) {

    public static Npy read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int version = bytes.get(6);
            int length = version == 1 ? bytes.getShort(8) : bytes.getInt(8);
            int start = (version == 1 ? 10 : 12) + length;
            String header = new String(bytes.array(), start - length, length, StandardCharsets.US_ASCII);
            String inside = header.replaceAll(".*'shape': *\\(([^)]*)\\).*", "$1").strip();
            int[] shape = Arrays.stream(inside.split(",")).map(String::strip).filter(s -> !s.isEmpty())
                    .mapToInt(Integer::parseInt).toArray();
            float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            bytes.position(start);
            for (int i = 0; i < values.length; i++) {
                values[i] = header.contains("<f4") ? bytes.getFloat()
                        : header.contains("<f8") ? (float) bytes.getDouble() : header.contains("<i8") ? bytes.getLong()
                                : header.contains("<i4") ? bytes.getInt() : bytes.get();
            }
            return new Npy(shape, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same values with the channels last: {@code [n, c, h, w]} to {@code [n, h, w, c]}. */
    public float[] channelsLast() {
        int n = shape[0];
        int c = shape[1];
        int area = shape[2] * shape[3];
        float[] result = new float[values.length];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < c; k++) {
                for (int p = 0; p < area; p++) {
                    result[(i * area + p) * c + k] = values[(i * c + k) * area + p];
                }
            }
        }
        return result;
    }

    /** Row {@code index} of the first dimension. */
    public float[] row(int index) {
        int length = values.length / shape[0];
        return Arrays.copyOfRange(values, index * length, (index + 1) * length);
    }
}
