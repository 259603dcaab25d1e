package espalier.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.PictureFile;
import espalier.data.PictureSize;
import espalier.network.Network;
import espalier.network.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a network takes pictures for. */
@Command(name = "predict", description = {"Tells what a network takes pictures for.", "",
        "Each picture is scaled so that its smaller side fits the network, and its middle is cut out; pictures that a camera stored "
                + "turned are turned back. The JSON has all outputs, before and after their softmax."},
        footer = {"  espalier predict --network mine.zip cat.jpg dog.jpg",
                "  espalier predict --network mine.zip photos --top 1 --json -"})
final class PredictCommand extends WorkCommand {

    /**
     * The result as JSON.
     *
     * @param classNames in the order of the outputs
     */
    record Report(String network, List<String> classNames, List<Answer> predictions) {}

    /**
     * One picture.
     *
     * @param outputs       {@code [classes]}: logits, before the softmax
     * @param probabilities {@code [classes]}: after it
     * @param top           the likeliest classes, the likeliest first
     */
    record Answer(String picture, float[] outputs, float[] probabilities, List<Likely> top) {}

    /** A class and its probability, 0 to 1. */
    record Likely(@JsonProperty("class") String name, int index, float probability) {}

    @Parameters(paramLabel = "PICTURES", arity = "1..*",
            description = "JPEG, PNG, WebP and TIFF files, or folders whose pictures are meant.")
    private List<Path> files;

    @Option(names = "--network", required = true, paramLabel = "FILE",
            description = "The network: a .zip that Espalier wrote.")
    private Path file;

    @Option(names = "--top", paramLabel = "N",
            description = "How many of the likeliest classes are told (${DEFAULT-VALUE}).")
    private int top = 3;

    @Override
    void work() {
        require(top >= 1, "--top", top, "1 or more");
        List<Path> pictures = pictures();
        startEngine();
        try (Network network = Network.read(file)) {
            PictureSize size = network.description().inputSize();
            List<Prediction> predictions = Prediction.of(network, pictures.size(),
                    i -> PictureFile.readOwn(pictures.get(i), size), progress());
            List<String> names = network.description().classNames();
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < pictures.size(); i++) {
                answers.add(answer(pictures.get(i), predictions.get(i), names));
            }
            print(answers);
            report(new Report(file.toString(), names, answers));
        }
    }

    private List<Path> pictures() {
        List<Path> result = new ArrayList<>();
        for (Path path : files) {
            if (!Files.isDirectory(path)) {
                result.add(path);
                continue;
            }
            try (Stream<Path> children = Files.list(path)) {
                int before = result.size();
                children.filter(PictureFile::hasPictureName).sorted().forEach(result::add);
                if (result.size() == before) {
                    throw new Problem(
                            "There are no JPEG, PNG, WebP or TIFF files in " + path + ". Choose another folder.");
                }
            } catch (IOException e) {
                throw new Problem("Cannot read the folder " + path + ": " + AtomicFiles.reason(e)
                        + ". Check that you may open it.", e);
            }
        }
        return result;
    }

    private Answer answer(Path picture, Prediction prediction, List<String> names) {
        return new Answer(picture.toString(), prediction.outputs(), prediction.probabilities(),
                Arrays.stream(prediction.likeliest(top))
                        .mapToObj(c -> new Likely(names.get(c), c, prediction.probabilities()[c])).toList());
    }

    private void print(List<Answer> answers) {
        Table table = new Table("picture", "class", ">probability");
        for (Answer answer : answers) {
            String picture = answer.picture;
            for (Likely likely : answer.top) {
                table.row(picture, likely.name, Figures.percent(likely.probability));
                picture = "";
            }
        }
        table.print(terminal());
    }
}
