package espalier.study.web;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * A QR code, to be drawn by whoever shows it: dark modules on light ground, with {@value #QUIET} light modules around
 * it.
 *
 * @param dark {@code [row][column]}
 */
public record QrCode(boolean[][] dark) {

    /** How many light modules readers need on each side (ISO/IEC 18004, section on the quiet zone). */
    public static final int QUIET = 4;

    /** The code of a text; some damage, such as a glare on the projection, does no harm. */
    public static QrCode of(String text) {
        ByteMatrix matrix;
        try {
            matrix = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException(text, e);
        }
        boolean[][] dark = new boolean[matrix.getHeight()][matrix.getWidth()];
        for (int row = 0; row < dark.length; row++) {
            for (int column = 0; column < dark[row].length; column++) {
                dark[row][column] = matrix.get(column, row) == 1;
            }
        }
        return new QrCode(dark);
    }

    /** How many modules there are on each side, without those around it. */
    public int size() {
        return dark.length;
    }
}
