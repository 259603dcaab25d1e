package espalier.cli;

import espalier.basics.AtomicFiles;
import espalier.data.Picture;
import espalier.drawing.ColourMap;
import espalier.drawing.Overlay;
import espalier.drawing.TopShare;
import espalier.explain.ClassMap;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Writes maps as PNG files: the picture, a heat map over it, and the map's highest pixels alone. */
final class MapFiles {

    private static final double OPACITY = 0.5;
    private static final int USUAL_WIDTH = 256;

    private final Path folder;
    private final int scale;

    /** @param scale draws each pixel as so many by so many; 0 for what makes small pictures large enough to look at */
    MapFiles(Path folder, int scale) {
        this.folder = folder;
        this.scale = scale;
    }

    /** Files by names that are short and all different: {@code pruned/x2.zip} is {@code x2}. */
    static Map<String, Path> shortNames(List<Path> files) {
        Map<String, Path> result = new LinkedHashMap<>();
        for (Path file : files) {
            String whole = file.getFileName() == null ? "file" : file.getFileName().toString();
            int dot = whole.lastIndexOf('.');
            String stem = dot > 0 ? whole.substring(0, dot) : whole;
            String name = stem;
            for (int number = 2; result.containsKey(name); number++) {
                name = stem + "-" + number;
            }
            result.put(name, file);
        }
        return result;
    }

    /** Writes the three files and gives their names by what they show. */
    Map<String, String> write(String pictureId, String networkName, Picture picture, ClassMap map) {
        int times = scale > 0 ? scale : Math.max(1, (USUAL_WIDTH + picture.width() - 1) / picture.width());
        Picture large = enlarged(picture, times);
        float[] smooth = map.shown(large.height(), large.width());
        boolean[] highest = TopShare.mask(map.shown(picture.height(), picture.width()), TopShare.EXPLANATION_MAP);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("picture", write(pictureId, large, Overlay.plain(large)));
        files.put("heatMap", write(pictureId + "-" + networkName + "-heat", large,
                Overlay.heatMap(large, smooth, ColourMap.VIRIDIS, OPACITY)));
        files.put("top10", write(pictureId + "-" + networkName + "-top10", large,
                Overlay.explanationMap(large, enlarged(highest, picture, times))));
        return files;
    }

    private String write(String name, Picture size, int[] pixels) {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, size.width(), size.height(), pixels, 0, size.width());
        Path file = folder.resolve(name + ".png");
        AtomicFiles.write(file, out -> ImageIO.write(image, "png", out));
        return file.toString();
    }

    private static Picture enlarged(Picture picture, int times) {
        int height = picture.height() * times;
        int width = picture.width() * times;
        byte[] rgb = new byte[height * width * 3];
        for (int row = 0, i = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int from = (row / times * picture.width() + column / times) * 3;
                rgb[i++] = picture.rgb()[from];
                rgb[i++] = picture.rgb()[from + 1];
                rgb[i++] = picture.rgb()[from + 2];
            }
        }
        return new Picture(height, width, rgb);
    }

    private static boolean[] enlarged(boolean[] mask, Picture picture, int times) {
        int width = picture.width() * times;
        boolean[] result = new boolean[mask.length * times * times];
        for (int i = 0; i < result.length; i++) {
            result[i] = mask[i / width / times * picture.width() + i % width / times];
        }
        return result;
    }
}
