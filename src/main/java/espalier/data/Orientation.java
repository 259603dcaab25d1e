package espalier.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a stored picture is to be turned before it is looked at, as cameras note it in a file's Exif data (Exif 2.32,
 * section 4.6.4, tag 274).
 *
 * @param transposed      whether rows and columns change places
 * @param rowsBackward    whether the stored rows are then read from the last one on
 * @param columnsBackward whether the stored columns are
 */
record Orientation(boolean transposed, boolean rowsBackward, boolean columnsBackward) {

    /** As it is stored. */
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    /** The first so many bytes of a file hold what a JPEG or PNG says of it. */
    static final int HEADERS = 1 << 18;

    private static final int TAG = 274;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int PNG_CHUNK = 0x65584966;
    private static final int PNG_BEGIN = 8;
    private static final int RIFF = 0x52494646;
    private static final int RIFF_BEGIN = 12;
    private static final int RIFF_CHUNK = 0x45584946;
    private static final int TIFF_LITTLE = 0x49492A00;
    private static final int TIFF_BIG = 0x4D4D002A;

    /** Whether a file that begins so is of a kind that says all of this in its first {@link #HEADERS} bytes. */
    static boolean isInHeaders(byte[] first) {
        int begin = first.length < 4 ? 0 : ByteBuffer.wrap(first).getInt();
        return first.length < HEADERS || begin != RIFF && begin != TIFF_LITTLE && begin != TIFF_BIG;
    }

    /** What a JPEG, PNG, WebP or TIFF file says; upright where it says nothing, or nothing that can be understood. */
    static Orientation of(byte[] file) {
        try {
            if (file.length > 2 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xD8) {
                return ofJpeg(ByteBuffer.wrap(file));
            }
            if (file.length > PNG_BEGIN && file[1] == 'P' && file[2] == 'N') {
                return ofPng(ByteBuffer.wrap(file));
            }
            return switch (ByteBuffer.wrap(file).getInt()) {
                case RIFF -> ofWebp(ByteBuffer.wrap(file));
                case TIFF_LITTLE, TIFF_BIG -> ofTiff(ByteBuffer.wrap(file));
                default -> UPRIGHT;
            };
        } catch (RuntimeException e) {
            // Cut off, or an offset that leads nowhere: then nobody turns it.
            return UPRIGHT;
        }
    }

    /** The segments before the first scan: FF, a marker, the length of what follows with itself. */
    private static Orientation ofJpeg(ByteBuffer bytes) {
        bytes.position(2);
        while (bytes.remaining() > 4 && (bytes.get() & 0xFF) == 0xFF) {
            int marker = bytes.get() & 0xFF;
            if (marker == 0xFF) {
                bytes.position(bytes.position() - 1);
                continue;
            }
            if (marker == 0xDA) {
                break;
            }
            int begin = bytes.position() + 2;
            int end = bytes.position() + (bytes.getShort() & 0xFFFF);
            if (marker == 0xE1 && bytes.slice(begin, EXIF.length).equals(ByteBuffer.wrap(EXIF))) {
                return ofTiff(bytes.slice(begin + EXIF.length, end - begin - EXIF.length));
            }
            bytes.position(end);
        }
        return UPRIGHT;
    }

    /** The chunks: length, type, data, check sum. */
    private static Orientation ofPng(ByteBuffer bytes) {
        bytes.position(PNG_BEGIN);
        while (bytes.remaining() >= 12) {
            int length = bytes.getInt();
            int type = bytes.getInt();
            if (type == PNG_CHUNK) {
                return ofTiff(bytes.slice(bytes.position(), length));
            }
            bytes.position(bytes.position() + length + 4);
        }
        return UPRIGHT;
    }

    /** The chunks: type, length, data, and a byte more where the length is odd. */
    private static Orientation ofWebp(ByteBuffer bytes) {
        bytes.position(RIFF_BEGIN);
        while (bytes.remaining() >= 8) {
            int type = bytes.order(ByteOrder.BIG_ENDIAN).getInt();
            int length = bytes.order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (type == RIFF_CHUNK) {
                ByteBuffer data = bytes.slice(bytes.position(), length);
                boolean headed = data.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF));
                return ofTiff(headed ? data.slice(EXIF.length, length - EXIF.length) : data);
            }
            bytes.position(bytes.position() + length + length % 2);
        }
        return UPRIGHT;
    }

    /** The entries of a TIFF structure's first directory: tag, type, count, value. */
    static Orientation ofTiff(ByteBuffer bytes) {
        bytes.order(bytes.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = bytes.getInt(4);
        int entries = bytes.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (bytes.getShort(entry) == TAG) {
                return ofValue(bytes.getShort(entry + 8));
            }
        }
        return UPRIGHT;
    }

    private static Orientation ofValue(int value) {
        if (value < 1 || value > 8) {
            return UPRIGHT;
        }
        return new Orientation(value >= 5, value == 3 || value == 4 || value == 6 || value == 7,
                value == 2 || value == 3 || value == 7 || value == 8);
    }

    /** The size, from that of the stored picture, of the turned one; the other way round too. */
    PictureSize turned(PictureSize size) {
        int height = transposed ? size.width() : size.height();
        int width = transposed ? size.height() : size.width();
        return new PictureSize(height, width);
    }

    /** The picture as it is to be looked at; itself where it is stored so. */
    Picture turned(Picture stored) {
        if (equals(UPRIGHT)) {
            return stored;
        }
        PictureSize size = turned(new PictureSize(stored.height(), stored.width()));
        byte[] rgb = new byte[stored.rgb().length];
        int to = 0;
        for (int i = 0; i < size.height(); i++) {
            for (int j = 0; j < size.width(); j++) {
                int row = transposed ? j : i;
                int column = transposed ? i : j;
                row = rowsBackward ? stored.height() - 1 - row : row;
                column = columnsBackward ? stored.width() - 1 - column : column;
                System.arraycopy(stored.rgb(), (row * stored.width() + column) * 3, rgb, to, 3);
                to += 3;
            }
        }
        return new Picture(size.height(), size.width(), rgb);
    }
}
