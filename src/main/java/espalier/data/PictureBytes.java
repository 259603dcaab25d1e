package espalier.data;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Checks that a JPEG or PNG file is complete. Decoders are kind to files that were cut off and fill the rest with grey;
 * a network must not learn from that.
 */
final class PictureBytes {

    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int IEND = 0x49454E44;

    private PictureBytes() {}

    /** Refuses a file that is not complete; leaves what is neither JPEG nor PNG to the decoder. */
    static void check(byte[] bytes) throws PictureFile.Damaged {
        if (bytes.length > 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xD8) {
            checkJpeg(bytes);
        } else if (bytes.length > 8 && ByteBuffer.wrap(bytes).getLong() == PNG_SIGNATURE) {
            checkPng(bytes);
        }
    }

    /**
     * After the start of the last scan (FF DA) there must be an end of image (FF D9): no other FF D9 can be in a scan.
     */
    private static void checkJpeg(byte[] bytes) throws PictureFile.Damaged {
        boolean ended = false;
        for (int i = bytes.length - 2; i >= 0; i--) {
            if ((bytes[i] & 0xFF) == 0xFF) {
                int marker = bytes[i + 1] & 0xFF;
                ended |= marker == 0xD9;
                if (marker == 0xDA) {
                    break;
                }
            }
        }
        if (!ended) {
            throw new PictureFile.Damaged("it is cut off before its end");
        }
    }

    /** Every chunk (length, type, data, check sum) must be whole, to the one that ends the file. */
    private static void checkPng(byte[] bytes) throws PictureFile.Damaged {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).position(8);
        while (buffer.remaining() >= 12) {
            int length = buffer.getInt();
            if (length < 0 || length > buffer.remaining() - 8) {
                break;
            }
            CRC32 sum = new CRC32();
            sum.update(bytes, buffer.position(), length + 4);
            int type = buffer.getInt();
            buffer.position(buffer.position() + length);
            if (buffer.getInt() != (int) sum.getValue()) {
                throw new PictureFile.Damaged("it is damaged (a check sum is wrong)");
            }
            if (type == IEND) {
                return;
            }
        }
        throw new PictureFile.Damaged("it is cut off before its end");
    }
}
