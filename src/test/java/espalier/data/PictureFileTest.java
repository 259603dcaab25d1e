package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {

    private static final PictureSize SIZE = new PictureSize(8, 8);
    private static final Color COLOUR = new Color(200, 100, 50);

    @TempDir
    Path folder;

    private Picture read(String name, BufferedImage image) throws Exception {
        return PictureFile.read(TestPictures.write(folder.resolve(name), image), SIZE);
    }

    private static void assertColour(Picture picture, int red, int green, int blue, int tolerance) {
        for (int i = 0; i < 64; i++) {
            assertThat(picture.value(i / 8, i % 8, 0)).isCloseTo(red, within(tolerance));
            assertThat(picture.value(i / 8, i % 8, 1)).isCloseTo(green, within(tolerance));
            assertThat(picture.value(i / 8, i % 8, 2)).isCloseTo(blue, within(tolerance));
        }
    }

    @Test
    void a_jpeg_has_its_colours() throws Exception {
        assertColour(read("a.JPEG", TestPictures.image(30, 20, BufferedImage.TYPE_INT_RGB, COLOUR)), 200, 100, 50, 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_ARGB})
    void a_png_has_its_colours(int type) throws Exception {
        assertColour(read("a.png", TestPictures.image(30, 20, type, COLOUR)), 200, 100, 50, 0);
    }

    @Test
    void a_palette_is_looked_up() throws Exception {
        assertColour(read("a.png", TestPictures.image(30, 20, BufferedImage.TYPE_BYTE_INDEXED, new Color(255, 0, 51))),
                255, 0, 51, 0);
    }

    @Test
    void one_bit_is_black_or_white() throws Exception {
        assertColour(read("a.png", TestPictures.image(30, 20, BufferedImage.TYPE_BYTE_BINARY, Color.WHITE)), 255, 255,
                255, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "a.jpg"})
    void grey_stays_as_bright_as_it_is(String name) throws Exception {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), (byte) 90);
        assertColour(read(name, image), 90, 90, 90, 1);
    }

    @Test
    void sixteen_bits_of_grey_are_scaled_to_eight() throws Exception {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_USHORT_GRAY);
        Arrays.fill(((DataBufferUShort) image.getRaster().getDataBuffer()).getData(), (short) (90 * 257));
        assertColour(read("a.png", image), 90, 90, 90, 0);
    }

    @Test
    void sixteen_bits_of_colour_are_scaled_to_eight() throws Exception {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 20, 20, 3, null);
        for (int i = 0; i < 400; i++) {
            raster.setPixel(i % 20, i / 20, new int[] {200 * 257, 100 * 257, 50 * 257});
        }
        ColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false,
                Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        assertColour(read("a.png", new BufferedImage(model, raster, false, null)), 200, 100, 50, 1);
    }

    /** Left half of one colour, right half of another, 40×24: made with Google's cwebp. */
    private static final byte[] WEBP = Base64.getDecoder().decode("UklGRnQAAABXRUJQVlA4IGgAAACQBQCdASooABgAPjEUiUKiIS"
            + "EYDVQAIAMEoAdwXwD8QPyA5AIYB+AFd/7gACT5aDqXSye/gAD+0Mr//7dj1RT7xP//4E7gTuBO/gPfwuGUqKz0dzyOJ4k/1JMKgOp2o2"
            + "RX754AAAAAAA==");
    /** The same, with the note that it is to be turned to the right. */
    private static final byte[] TURNED_WEBP = Base64.getDecoder().decode("UklGRqgAAABXRUJQVlA4WAoAAAAIAAAAJwAAFwAAVlA"
            + "4IGgAAACQBQCdASooABgAPjEUiUKiISEYDVQAIAMEoAdwXwD8QPyA5AIYB+AFd/7gACT5aDqXSye/gAD+0Mr//7dj1RT7xP//4E7gTuBO"
            + "/gPfwuGUqKz0dzyOJ4k/1JMKgOp2o2RX754AAAAAAEVYSUYaAAAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAA=");
    /** Without loss; the right half is transparent. */
    private static final byte[] CLEAR_WEBP = Base64.getDecoder()
            .decode("UklGRiQAAABXRUJQVlA4TBgAAAAvJ8AFEBASEMb6v0NXBnlk5n8CfArSLwE=");

    @Test
    void webp_is_read_turned_and_laid_on_white() throws Exception {
        Path file = TestPictures.write(folder.resolve("a.webp"), WEBP);
        Picture picture = PictureFile.read(file, SIZE);
        assertThat(PictureFile.size(file)).contains(new PictureSize(24, 40));
        assertThat(picture.value(4, 0, 0)).isCloseTo(200, within(6));
        assertThat(picture.value(4, 7, 2)).isCloseTo(200, within(6));
        Path turned = TestPictures.write(folder.resolve("turned.webp"), TURNED_WEBP);
        assertThat(PictureFile.size(turned)).contains(new PictureSize(40, 24));
        assertThat(PictureFile.read(turned, SIZE).value(0, 4, 0)).isCloseTo(200, within(6));
        assertThat(PictureFile.read(turned, SIZE).value(7, 4, 0)).isCloseTo(50, within(6));
        Picture clear = PictureFile.read(TestPictures.write(folder.resolve("clear.WebP"), CLEAR_WEBP), SIZE);
        assertThat(new int[] {clear.value(4, 0, 0), clear.value(4, 0, 1), clear.value(4, 0, 2)}).containsExactly(200,
                100, 50);
        assertThat(clear.value(4, 7, 2)).isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "LZW", "Deflate", "PackBits", "JPEG"})
    void tiff_has_its_colours_however_it_is_compressed(String compression) throws Exception {
        Path file = folder.resolve("a.tif");
        writeTiff(file, TestPictures.image(30, 20, BufferedImage.TYPE_INT_RGB, COLOUR), compression);
        assertColour(PictureFile.read(file, SIZE), 200, 100, 50, compression.equals("JPEG") ? 3 : 0);
        assertThat(PictureFile.size(file)).contains(new PictureSize(20, 30));
    }

    @Test
    void grey_tiff_of_sixteen_bits_is_scaled_and_of_floats_refused() throws Exception {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_USHORT_GRAY);
        Arrays.fill(((DataBufferUShort) image.getRaster().getDataBuffer()).getData(), (short) (90 * 257));
        writeTiff(folder.resolve("grey.tiff"), image, "LZW");
        assertColour(PictureFile.read(folder.resolve("grey.tiff"), SIZE), 90, 90, 90, 0);
        ColorModel model = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_GRAY), false, false,
                Transparency.OPAQUE, DataBuffer.TYPE_FLOAT);
        writeTiff(folder.resolve("measured.tif"),
                new BufferedImage(model, model.createCompatibleWritableRaster(20, 20), false, null), "None");
        assertThatThrownBy(() -> PictureFile.read(folder.resolve("measured.tif"), SIZE))
                .isInstanceOf(PictureFile.Damaged.class).hasMessageContaining("more than 16 bits");
    }

    private static void writeTiff(Path file, BufferedImage image, String compression) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("tiff");
        ImageWriter writer = writers.next();
        while (image.getRaster().getTransferType() == DataBuffer.TYPE_FLOAT && writers.hasNext()) {
            writer = writers.next(); // The last is Java's own, which writes floats.
        }
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (!compression.equals("None")) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionType(compression);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
    }

    @Test
    void transparency_lies_on_white() throws Exception {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB);
        assertColour(read("clear.png", image), 255, 255, 255, 0);
        for (int i = 0; i < 400; i++) {
            image.setRGB(i % 20, i / 20, 0x80000000);
        }
        assertColour(read("half.png", image), 127, 127, 127, 1);
    }

    @Test
    void a_jpeg_of_four_inks_is_read() throws Exception {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 20, 20, 4, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        Path file = folder.resolve("inks.jpg");
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        }
        Picture picture = PictureFile.read(file, SIZE);
        assertThat(picture.value(4, 4, 0)).isCloseTo(picture.value(3, 3, 2), within(30));
    }

    private static byte[] busy(String format) throws IOException {
        return format.equals("webp") ? WEBP : TestPictures.bytes(TestPictures.busy(64, 48), format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "webp", "tiff"})
    void a_file_cut_off_anywhere_is_damaged(String format) throws IOException {
        byte[] bytes = busy(format);
        for (int length = 0; length < bytes.length; length += Math.max(1, bytes.length / 150)) {
            Path file = TestPictures.write(folder.resolve("cut." + format), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> PictureFile.read(file, SIZE)).as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(PictureFile.Damaged.class);
        }
        Path almost = TestPictures.write(folder.resolve("cut." + format), Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> PictureFile.read(almost, SIZE)).isInstanceOf(PictureFile.Damaged.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "webp", "tiff"})
    void changed_bytes_never_crash(String format) throws IOException {
        byte[] bytes = busy(format);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            Path file = TestPictures.write(folder.resolve("changed." + format), changed);
            try {
                assertThat(PictureFile.read(file, SIZE).rgb()).hasSize(192);
            } catch (PictureFile.Damaged e) {
                assertThat(e).hasMessageStartingWith("it ");
            }
        }
    }

    @Test
    void a_changed_png_is_noticed() throws IOException {
        byte[] bytes = TestPictures.bytes(TestPictures.busy(64, 48), "png");
        bytes[bytes.length / 2] ^= 1;
        Path file = TestPictures.write(folder.resolve("changed.png"), bytes);
        assertThatThrownBy(() -> PictureFile.read(file, SIZE)).hasMessageContaining("check sum");
    }

    @Test
    void what_is_no_picture_is_told_with_its_reason() throws IOException {
        Path text = TestPictures.write(folder.resolve("text.jpg"),
                "This is no picture.".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> PictureFile.read(text, SIZE)).hasMessage("it holds no picture that can be read");
        Path empty = TestPictures.write(folder.resolve("empty.png"), new byte[0]);
        assertThatThrownBy(() -> PictureFile.read(empty, SIZE)).hasMessage("it is empty");
        Path gone = folder.resolve("gone.png");
        assertThatThrownBy(() -> PictureFile.read(gone, SIZE)).hasMessageContaining("cannot be opened");
    }

    @Test
    void reading_goes_on_in_an_interrupted_thread() throws Exception {
        Path file = TestPictures.write(folder.resolve("a.png"), TestPictures.busy(20, 20));
        Thread.currentThread().interrupt();
        try {
            assertThat(PictureFile.read(file, SIZE).rgb()).hasSize(192);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void a_very_large_picture_is_thinned_out_evenly() throws Exception {
        BufferedImage image = new BufferedImage(4_200, 4_000, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = image.createGraphics();
        graphics.fillRect(0, 0, 2_100, 4_000);
        graphics.dispose();
        Picture picture = read("large.png", image);
        for (int row = 0; row < 8; row++) {
            assertThat(picture.value(row, 2, 0)).isEqualTo(255);
            assertThat(picture.value(row, 5, 0)).isEqualTo(0);
        }
    }

    @Test
    void files_are_known_by_their_names() {
        assertThat(PictureFile.hasPictureName(Path.of("x", "Photo.JPG"))).isTrue();
        assertThat(PictureFile.hasPictureName(Path.of("x", "photo.Jpeg"))).isTrue();
        assertThat(PictureFile.hasPictureName(Path.of("x", "photo.webp"))).isTrue();
        assertThat(PictureFile.hasPictureName(Path.of("x", "scan.TIF"))).isTrue();
        assertThat(PictureFile.hasPictureName(Path.of("x", "._photo.jpg"))).isFalse();
        assertThat(PictureFile.hasPictureName(Path.of("x", "classes.csv"))).isFalse();
    }
}
