package espalier.cli;

import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Data and networks small enough for commands to take no time. */
final class SmallData {

    static final List<String> CLASSES = List.of("bar", "box", "dot");
    static final int SIDE = 16;

    private SmallData() {}

    /** A folder of pictures, a sub-folder for each class. */
    static Path folder(Path folder, int picturesPerClass) throws IOException {
        for (String name : CLASSES) {
            for (int i = 0; i < picturesPerClass; i++) {
                write(folder.resolve(name).resolve(String.format("%03d.png", i)), name, i);
            }
        }
        return folder;
    }

    /** An untrained network of two convolutions, 6 and 8 filters, for these classes. */
    static Network network() {
        return network(CLASSES);
    }

    static Network network(List<String> classNames) {
        return network(classNames, 6, 0, 8, 0);
    }

    /** @param widths as for {@link Architectures#vgg} */
    static Network network(List<String> classNames, int... widths) {
        return Architectures.vgg(widths, new Description("Small", classNames, new PictureSize(SIDE, SIDE),
                Normalisation.CENTRED, Map.of("made by", "a test")), 7);
    }

    private static void write(Path file, String name, int number) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(40 + number * 7 % 50, 60, 90 - number * 5 % 40));
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.setColor(new Color(250 - number * 3 % 60, 220, 120 + number * 11 % 100));
        switch (name) {
            case "bar" -> graphics.fillRect(0, 5 + number % 4, SIDE, 3);
            case "box" -> graphics.drawRect(2 + number % 3, 2 + number % 4, 9, 9);
            default -> graphics.fillOval(3 + number % 5, 3 + number % 3, 7, 7);
        }
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
    }
}
