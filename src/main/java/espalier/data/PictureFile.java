package espalier.data;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads JPEG, PNG, WebP and TIFF files whole or not at all: a file that is cut off or damaged gives no picture.
 * Pictures are turned as their Exif data say. Of several in a file the first is taken.
 */
public final class PictureFile {

    /** Pictures of more pixels than this are thinned out while they are read, to keep memory in bounds. */
    private static final long LARGE = 16_000_000;
    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int RIFF = 0x52494646;
    private static final int RIFF_HEADER = 8;
    /** Whose brightness is known; deeper ones are measurements, in whatever range. */
    private static final int MOST_BITS = 16;
    private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff");
    private static final int IEND = 0x49454E44;

    static {
        // Files are read at once; a cache on the disk would only slow it down.
        ImageIO.setUseCache(false);
    }

    /** Why a file gives no picture, in words for a person. */
    public static final class Damaged extends Exception {
        Damaged(String reason) {
            super(reason);
        }
    }

    private PictureFile() {}

    /** Whether a name is that of a picture; those that begin with a dot are other programs' notes. */
    public static boolean hasPictureName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * Reads a person's own picture, outside any data set, as {@link #read} does.
     *
     * @throws Problem that names the file when it cannot be read
     */
    public static Picture readOwn(Path file, PictureSize size) {
        try {
            return read(file, size);
        } catch (Damaged e) {
            throw new Problem("The picture " + file + " cannot be used: " + e.getMessage()
                    + ". Choose another JPEG, PNG, WebP or TIFF file.", e);
        }
    }

    /** The picture in the size asked for: scaled so that the smaller side fits, the middle cut out. */
    public static Picture read(Path file, PictureSize size) throws Damaged {
        byte[] bytes;
        // Not by a channel: that would fail when the thread is interrupted, and a sound file would be called damaged.
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new Damaged("it cannot be opened ("
                    + (Files.exists(file) ? AtomicFiles.reason(e) : "there is no such file") + ")");
        }
        if (bytes.length == 0) {
            throw new Damaged("it is empty");
        }
        checkComplete(bytes);
        try {
            Orientation orientation = Orientation.of(bytes);
            // Turned when it is small: scaling treats rows and columns, beginning and end alike.
            PictureSize stored = orientation.turned(size);
            return orientation.turned(Scaling.fit(toPicture(decode(bytes, stored)), stored));
        } catch (OutOfMemoryError e) {
            throw new Damaged("it is too large for the memory");
        }
    }

    /**
     * The size that a file's picture has before it is scaled, turned as its Exif data say, from its first bytes; empty
     * where they are damaged.
     */
    public static Optional<PictureSize> size(Path file) {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return Optional.of(orientation(file).turned(new PictureSize(reader.getHeight(0), reader.getWidth(0))));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Decoders meet broken files with many kinds of exception.
            return Optional.empty();
        }
    }

    private static Orientation orientation(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            byte[] first = in.readNBytes(Orientation.HEADERS);
            return Orientation.of(Orientation.isInHeaders(first) ? first : Files.readAllBytes(file));
        }
    }

    /**
     * Refuses a file that is not complete, as decoders fill what is missing with grey, and a network must not learn
     * from that. The decoder of TIFF notices by itself.
     */
    private static void checkComplete(byte[] bytes) throws Damaged {
        if (bytes.length > 2 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xD8) {
            checkJpeg(bytes);
        } else if (bytes.length > 8 && ByteBuffer.wrap(bytes).getLong() == PNG_SIGNATURE) {
            checkPng(bytes);
        } else if (bytes.length >= RIFF_HEADER && ByteBuffer.wrap(bytes).getInt() == RIFF) {
            checkRiff(bytes);
        }
    }

    /** The length that the header says, of all that follows it, must be there. */
    private static void checkRiff(byte[] bytes) throws Damaged {
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xFFFFFFFFL;
        if (bytes.length - RIFF_HEADER < length) {
            throw new Damaged("it is cut off before its end");
        }
    }

    /**
     * After the start of the last scan (FF DA) there must be an end of image (FF D9): no other FF D9 can be in a scan.
     */
    private static void checkJpeg(byte[] bytes) throws Damaged {
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
            throw new Damaged("it is cut off before its end");
        }
    }

    /** Every chunk (length, type, data, check sum) must be whole, to the one that ends the file. */
    private static void checkPng(byte[] bytes) throws Damaged {
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
                throw new Damaged("it is damaged (a check sum is wrong)");
            }
            if (type == IEND) {
                return;
            }
        }
        throw new Damaged("it is cut off before its end");
    }

    private static BufferedImage decode(byte[] bytes, PictureSize size) throws Damaged {
        Damaged reason = null;
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                ImageReader reader = readers.next();
                in.seek(0);
                try {
                    return decode(reader, in, size);
                } catch (Damaged e) {
                    reason = e;
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException e) {
            reason = new Damaged("it cannot be decoded (" + AtomicFiles.reason(e) + ")");
        }
        throw reason == null ? new Damaged("it holds no picture that can be read") : reason;
    }

    private static BufferedImage decode(ImageReader reader, ImageInputStream in, PictureSize size) throws Damaged {
        AtomicReference<String> loss = new AtomicReference<>();
        try {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> {
                if (meansLoss(warning)) {
                    loss.set(warning);
                }
            });
            ImageReadParam parameters = reader.getDefaultReadParam();
            int height = reader.getHeight(0);
            int width = reader.getWidth(0);
            if ((long) height * width > LARGE) {
                // At least three pixels stay for each that is wanted.
                int step = Math.max(1, Math.min(height / (3 * size.height()), width / (3 * size.width())));
                parameters.setSourceSubsampling(step, step, 0, 0);
            }
            BufferedImage image = reader.read(0, parameters);
            if (loss.get() != null) {
                throw new Damaged("it is damaged (" + loss.get() + ")");
            }
            if (image.getSampleModel().getSampleSize(0) > MOST_BITS) {
                throw new Damaged(
                        "its pixels have more than " + MOST_BITS + " bits, of which nothing says how bright they are");
            }
            return image;
        } catch (IOException e) {
            throw new Damaged("it cannot be decoded (" + AtomicFiles.reason(e) + ")");
        } catch (RuntimeException e) {
            // Decoders meet broken files with many kinds of exception.
            throw new Damaged("it cannot be decoded (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Whether a decoder's warning says that pixels are missing or wrong; others are of headers and profiles. */
    private static boolean meansLoss(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("premature") || text.contains("truncated")
                || text.contains("corrupt") && !text.contains("extraneous");
    }

    private static Picture toPicture(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        byte[] rgb = new byte[height * width * 3];
        Raster raster = image.getRaster();
        boolean grey = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        if (grey) {
            fillGrey(image, rgb);
        } else {
            fillColour(image, rgb);
        }
        return new Picture(height, width, rgb);
    }

    /** Takes grey values as they are: the colour model would take them for linear light and brighten them. */
    private static void fillGrey(BufferedImage image, byte[] rgb) {
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int deepest = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        boolean alpha = raster.getNumBands() == 2;
        int[] values = new int[width];
        int[] opacities = new int[width];
        int to = 0;
        for (int row = 0; row < image.getHeight(); row++) {
            raster.getSamples(0, row, width, 1, 0, values);
            if (alpha) {
                raster.getSamples(0, row, width, 1, 1, opacities);
            }
            for (int column = 0; column < width; column++) {
                int value = (int) (values[column] * 255L / deepest);
                if (alpha) {
                    value = onWhite(value, (int) (opacities[column] * 255L / deepest));
                }
                rgb[to++] = (byte) value;
                rgb[to++] = (byte) value;
                rgb[to++] = (byte) value;
            }
        }
    }

    private static void fillColour(BufferedImage image, byte[] rgb) {
        int width = image.getWidth();
        boolean alpha = image.getColorModel().hasAlpha();
        BufferedImage plain = image;
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR && image.getType() != BufferedImage.TYPE_INT_RGB) {
            // Drawing converts every depth, palette and colour profile, all pixels at once.
            plain = new BufferedImage(width, image.getHeight(),
                    alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = plain.createGraphics();
            graphics.drawImage(image, 0, 0, null);
            graphics.dispose();
        }
        int[] line = new int[width];
        int to = 0;
        for (int row = 0; row < image.getHeight(); row++) {
            plain.getRGB(0, row, width, 1, line, 0, width);
            for (int pixel : line) {
                int opacity = alpha ? pixel >>> 24 : 255;
                rgb[to++] = (byte) onWhite(pixel >> 16 & 0xFF, opacity);
                rgb[to++] = (byte) onWhite(pixel >> 8 & 0xFF, opacity);
                rgb[to++] = (byte) onWhite(pixel & 0xFF, opacity);
            }
        }
    }

    /** Transparent pictures lie on white, as on paper. */
    private static int onWhite(int value, int opacity) {
        return opacity == 255 ? value : (value * opacity + 255 * (255 - opacity) + 127) / 255;
    }
}
