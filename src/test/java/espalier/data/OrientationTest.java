package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that a camera stored turned. */
class OrientationTest {

    private static final int RED = 0xFF0000;
    private static final int GREEN = 0x00FF00;
    private static final int BLUE = 0x0000FF;

    @TempDir
    private Path folder;

    /** Stored corners: red, green at the top, blue, black below. */
    private static BufferedImage corners(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, y < height / 2 ? x < width / 2 ? RED : GREEN : x < width / 2 ? BLUE : 0);
            }
        }
        return image;
    }

    private static byte[] tiff(int orientation, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4).order(order);
        bytes.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        bytes.putShort((short) 42).putInt(8).putShort((short) 2);
        bytes.putShort((short) 256).putShort((short) 3).putInt(1).putShort((short) 7).putShort((short) 0);
        bytes.putShort((short) 274).putShort((short) 3).putInt(1).putShort((short) orientation).putShort((short) 0);
        return bytes.array();
    }

    /** The segment stands behind the JFIF segment, as cameras' programs leave it. */
    private static byte[] jpeg(BufferedImage image, int orientation, ByteOrder order) throws IOException {
        byte[] plain = TestPictures.bytes(image, "jpg");
        byte[] tiff = tiff(orientation, order);
        int behind = 4 + ByteBuffer.wrap(plain).getShort(4) & 0xFFFF;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, behind);
        out.write(ByteBuffer.allocate(10).put((byte) 0xFF).put((byte) 0xE1).putShort((short) (8 + tiff.length))
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).array());
        out.write(tiff);
        out.write(plain, behind, plain.length - behind);
        return out.toByteArray();
    }

    private static byte[] png(BufferedImage image, int orientation) throws IOException {
        byte[] plain = TestPictures.bytes(image, "png");
        byte[] tiff = tiff(orientation, ByteOrder.BIG_ENDIAN);
        ByteBuffer chunk = ByteBuffer.allocate(12 + tiff.length).putInt(tiff.length)
                .put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(tiff);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + tiff.length);
        chunk.putInt((int) sum.getValue());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 33);
        out.write(chunk.array());
        out.write(plain, 33, plain.length - 33);
        return out.toByteArray();
    }

    private static String corners(Picture picture) {
        int last = picture.height() - 1;
        int right = picture.width() - 1;
        return name(picture, 0, 0) + name(picture, 0, right) + name(picture, last, 0) + name(picture, last, right);
    }

    private static String name(Picture picture, int row, int column) {
        return picture.value(row, column, 0) > 128 ? "r"
                : picture.value(row, column, 1) > 128 ? "g" : picture.value(row, column, 2) > 128 ? "b" : "k";
    }

    /** As the Exif standard draws them. */
    @ParameterizedTest
    @CsvSource({"1,rgbk", "2,grkb", "3,kbgr", "4,bkrg", "5,rbgk", "6,brkg", "7,kgbr", "8,gkrb", "9,rgbk"})
    void a_jpeg_is_turned_as_its_camera_was(int orientation, String expected) throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            Path file = TestPictures.write(folder.resolve("a.jpg"), jpeg(corners(48, 32), orientation, order));

            assertThat(corners(PictureFile.read(file, new PictureSize(16, 16)))).isEqualTo(expected);
            boolean upright = orientation < 5 || orientation == 9;
            assertThat(PictureFile.size(file)).contains(upright ? new PictureSize(32, 48) : new PictureSize(48, 32));
        }
    }

    @Test
    void a_png_is_turned_too_and_a_size_that_is_not_square_fits_the_turned_picture() throws Exception {
        Path file = TestPictures.write(folder.resolve("a.png"), png(corners(60, 40), 6));

        Picture picture = PictureFile.read(file, new PictureSize(30, 20));

        assertThat(corners(picture)).isEqualTo("brkg");
        assertThat(picture.height()).isEqualTo(30);
    }

    @Test
    void exif_data_that_make_no_sense_turn_nothing() throws Exception {
        byte[] bytes = jpeg(corners(48, 32), 6, ByteOrder.BIG_ENDIAN);
        // The first directory's offset leads behind the end.
        int tiff = 4 + (ByteBuffer.wrap(bytes).getShort(4) & 0xFFFF) + 10;
        bytes[tiff + 4] = 0x7F;
        Path file = Files.write(folder.resolve("b.jpg"), bytes);

        assertThat(corners(PictureFile.read(file, new PictureSize(16, 16)))).isEqualTo("rgbk");
    }
}
