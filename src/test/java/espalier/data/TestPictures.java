package espalier.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Picture files for tests. */
public final class TestPictures {

    private TestPictures() {}

    /** A picture of one colour with a texture that a JPEG needs some bytes for. */
    public static BufferedImage image(int width, int height, int type, Color colour) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    /** A picture whose every pixel differs from its neighbours. */
    public static BufferedImage busy(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x * 7 + y * 13) % 256 << 16 | (x * y) % 256 << 8 | (x * 31) % 256);
            }
        }
        return image;
    }

    public static byte[] bytes(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("no writer for this picture as " + format);
        }
        return out.toByteArray();
    }

    public static Path write(Path file, BufferedImage image) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return write(file, bytes(image, name.endsWith("png") ? "png" : "jpg"));
    }

    public static Path write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }
}
