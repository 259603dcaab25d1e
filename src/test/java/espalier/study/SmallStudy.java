package espalier.study;

import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import espalier.study.StudyContent.Shown;
import espalier.workspace.JsonFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Studies with painted pictures, without networks. */
public final class SmallStudy {

    private SmallStudy() {}

    /** The preference of ×2 to unpruned and to ×32, by explanation maps. */
    public static StudyDesign preference(int perClass, int answers, int share, int practice) {
        return new StudyDesign("Which map?", Experiment.PREFERENCE, Display.MAP,
                List.of(List.of(2.0, 1.0), List.of(2.0, 32.0)), "grad-cam", perClass, answers, share, practice, 5, "");
    }

    /** Recognition from maps of three networks. */
    public static StudyDesign recognition(int perClass, int answers, int share, int practice) {
        return new StudyDesign("What is it?", Experiment.RECOGNITION, Display.MAP,
                List.of(List.of(1.0), List.of(2.0), List.of(32.0)), "grad-cam", perClass, answers, share, practice, 5,
                "");
    }

    /** Writes a study of three classes. */
    public static Path write(Path folder, StudyDesign design) throws IOException {
        List<String> classes = List.of("bar", "box", "dot");
        List<Shown> pictures = new ArrayList<>();
        int asked = design.perClass() * classes.size();
        for (int i = 0; i < asked + design.practice(); i++) {
            Map<Double, String> maps = new LinkedHashMap<>();
            for (double rate : design.rates()) {
                maps.put(rate, picture(folder, 1000 + 10 * i + (int) rate));
            }
            pictures.add(new Shown(i % classes.size(), picture(folder, i), maps));
        }
        JsonFiles.write(folder.resolve(Study.CONTENT), new StudyContent(design, classes, pictures.subList(0, asked),
                pictures.subList(asked, pictures.size()), Map.of()));
        return folder;
    }

    private static String picture(Path folder, int number) throws IOException {
        String name = String.format("%032x.png", 7_919L * number);
        Path file = folder.resolve(Study.PICTURES).resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        image.setRGB(number % 8, number / 8 % 8, 0xFFFFFF);
        ImageIO.write(image, "png", file.toFile());
        return name;
    }
}
