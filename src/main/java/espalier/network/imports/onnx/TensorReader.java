package espalier.network.imports.onnx;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;

/**
 * Reads the values of constants, which a file keeps in three ways: as bytes, number by number, or in another file
 * beside it.
 */
final class TensorReader {

    private final Path file;

    /** @param file the model, for the folder that its other files must lie in */
    TensorReader(Path file) {
        this.file = file;
    }

    /**
     * The values of a constant.
     *
     * @throws Problem where they are of a type that no network of this program has, or not as many as its shape says
     */
    Tensor read(TensorProto proto) {
        int[] shape = proto.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
        int count = Places.count(shape);
        boolean external = proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
        boolean bytes = external || !proto.getRawData().isEmpty();
        ByteBuffer raw = (external ? external(proto, (long) count * size(proto))
                : proto.getRawData().asReadOnlyByteBuffer()).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes && raw.remaining() < (long) count * size(proto)) {
            throw tooFew(proto);
        }
        try {
            return switch (proto.getDataType()) {
                case TensorProto.DataType.FLOAT_VALUE ->
                    reals(shape, count, i -> bytes ? raw.getFloat(4 * i) : proto.getFloatData(i));
                case TensorProto.DataType.DOUBLE_VALUE ->
                    reals(shape, count, i -> (float) (bytes ? raw.getDouble(8 * i) : proto.getDoubleData(i)));
                case TensorProto.DataType.FLOAT16_VALUE -> reals(shape, count,
                        i -> half(bytes ? raw.getShort(2 * i) & 0xffff : proto.getInt32Data(i) & 0xffff));
                case TensorProto.DataType.BFLOAT16_VALUE -> reals(shape, count, i -> Float
                        .intBitsToFloat((bytes ? raw.getShort(2 * i) & 0xffff : proto.getInt32Data(i) & 0xffff) << 16));
                case TensorProto.DataType.INT64_VALUE, TensorProto.DataType.UINT64_VALUE ->
                    whole(shape, count, i -> bytes ? raw.getLong(8 * i)
                            : proto.getInt64DataCount() > 0 ? proto.getInt64Data(i) : proto.getUint64Data(i));
                case TensorProto.DataType.INT32_VALUE ->
                    whole(shape, count, i -> bytes ? raw.getInt(4 * i) : proto.getInt32Data(i));
                case TensorProto.DataType.INT8_VALUE ->
                    whole(shape, count, i -> bytes ? raw.get(i) : proto.getInt32Data(i));
                case TensorProto.DataType.UINT8_VALUE, TensorProto.DataType.BOOL_VALUE ->
                    whole(shape, count, i -> bytes ? raw.get(i) & 0xff : proto.getInt32Data(i));
                default -> throw new Problem(
                        "The constant \"" + proto.getName() + "\" has numbers of a type (ONNX's " + proto.getDataType()
                                + ") that Espalier does not read. Export the network with float32 weights.");
            };
        } catch (IndexOutOfBoundsException e) {
            throw tooFew(proto);
        }
    }

    private static Problem tooFew(TensorProto proto) {
        return new Problem("The constant \"" + proto.getName() + "\" has fewer values than its shape says: the file is "
                + "damaged. Take another copy, or export the network again.");
    }

    private static int size(TensorProto proto) {
        return switch (proto.getDataType()) {
            case TensorProto.DataType.DOUBLE_VALUE, TensorProto.DataType.INT64_VALUE,
                    TensorProto.DataType.UINT64_VALUE ->
                8;
            case TensorProto.DataType.FLOAT_VALUE, TensorProto.DataType.INT32_VALUE -> 4;
            case TensorProto.DataType.FLOAT16_VALUE, TensorProto.DataType.BFLOAT16_VALUE -> 2;
            default -> 1;
        };
    }

    /** The bytes of a constant that lie in another file, which must be in the model's own folder. */
    private ByteBuffer external(TensorProto proto, long needed) {
        Map<String, String> where = new HashMap<>();
        for (StringStringEntryProto entry : proto.getExternalDataList()) {
            where.put(entry.getKey(), entry.getValue());
        }
        String location = where.getOrDefault("location", "");
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path other = folder.resolve(location).normalize();
        if (location.isEmpty() || !other.startsWith(folder)) {
            throw new Problem("The weights \"" + proto.getName() + "\" are said to be in " + location
                    + ", outside of the file's "
                    + "own folder, where Espalier does not read. Export the network with its weights beside it.");
        }
        if (!Files.isRegularFile(other)) {
            throw new Problem("Its weights are in " + location + ", which is missing. Put it beside the .onnx file.");
        }
        try (RandomAccessFile data = new RandomAccessFile(other.toFile(), "r")) {
            data.seek(Long.parseLong(where.getOrDefault("offset", "0")));
            byte[] bytes = new byte[Math.toIntExact(needed)];
            data.readFully(bytes);
            return ByteBuffer.wrap(bytes);
        } catch (EOFException | NumberFormatException e) {
            throw new Problem("Its weights in " + location + " end too early: the file is damaged. Take another copy.",
                    e);
        } catch (IOException e) {
            throw new Problem("Its weights in " + location + " cannot be read: " + AtomicFiles.reason(e)
                    + ". Check the file and its permissions.", e);
        }
    }

    private interface Real {
        float at(int index);
    }

    private interface Whole {
        long at(int index);
    }

    private static Tensor reals(int[] shape, int count, Real value) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = value.at(i);
        }
        return Tensor.of(shape, values);
    }

    private static Tensor whole(int[] shape, int count, Whole value) {
        return Tensor.whole(shape, IntStream.range(0, count).mapToLong(value::at).toArray());
    }

    /** A number of 16 bits by IEEE 754: a sign, five bits of exponent, ten of fraction. */
    private static float half(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float size = exponent == 0 ? Math.scalb((float) fraction, -24)
                : exponent == 31 ? fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN
                        : Math.scalb((float) (fraction | 0x400), exponent - 25);
        return bits >> 15 == 0 ? size : -size;
    }
}
