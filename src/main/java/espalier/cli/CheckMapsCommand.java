package espalier.cli;

import espalier.basics.Figures;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import espalier.network.Network;
import espalier.survey.MeanInterval;
import espalier.survey.RateSurvey;
import espalier.survey.SanityCheck;
import espalier.survey.SurveyPictures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks whether a method's maps depend on what a network has learnt. */
@Command(name = "check-maps", description = {"Checks whether maps depend on what a network has learnt.", "",
        "Layer by layer, from the last, weights are replaced by random ones (Adebayo et al. 2018). Maps that stay alike then show the "
                + "picture, not the network."},
        footer = {"  espalier check-maps --network shapes.zip --data shapes --method grad-cam",
                "  espalier check-maps --network shapes.zip --data shapes --method eigen-cam --count 10 --json -"})
final class CheckMapsCommand extends WorkCommand {

    /** The result as JSON: by mode, the steps. */
    record Report(String network, String data, int pictures, String method, long seed,
            Map<String, List<Entry>> modes) {}

    /** A step: the lowest random layer, or the only one, and the likeness to the trained network's maps. */
    record Entry(String layer, Map<String, MeanInterval> likeness) {}

    @Option(names = "--network", required = true, paramLabel = "FILE",
            description = "The network: a .zip that Espalier wrote.")
    private Path file;

    @Option(names = "--data", required = true, paramLabel = "DATA",
            description = "The pictures, of the test part: shapes, cifar10:FOLDER, cifar100:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--count", paramLabel = "N",
            description = "How many pictures, the classes in turn (${DEFAULT-VALUE}).")
    private int count = 20;

    @Option(names = "--method", paramLabel = "METHOD", converter = MapOptions.Methods.class,
            completionCandidates = MapOptions.MethodNames.class,
            description = "How maps are made: ${COMPLETION-CANDIDATES} (grad-cam).")
    private CamMethod method = CamMethod.GRAD_CAM;

    @Option(names = "--layer", paramLabel = "NAME",
            description = "The layer that maps are taken from (the last with height and width before its pool).")
    private String layer;

    @Option(names = "--seed", paramLabel = "N", description = "Of the random weights (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    void work() {
        requireData(data);
        require(count >= 1, "--count", count, "1 or more");
        startEngine();
        Set<MapMeasure> measures = new TreeSet<>(Set.of(MapMeasure.SPEARMAN, MapMeasure.SSIM, MapMeasure.TOP_OVERLAP));
        RateSurvey.Settings settings = new RateSurvey.Settings(method, Optional.ofNullable(layer),
                RateSurvey.Explained.BY_FIRST, measures);
        Map<String, List<Entry>> modes = new LinkedHashMap<>();
        try (Network network = Network.read(file)) {
            Dataset dataset = dataFor(network, file, data);
            SurveyPictures pictures = SurveyPictures.first(dataset.part(Part.TEST), count);
            for (SanityCheck.Mode mode : SanityCheck.Mode.values()) {
                List<SanityCheck.Step> steps = SanityCheck.of(network, pictures, settings, mode, seed,
                        progress().part(mode.ordinal() / 2.0, (mode.ordinal() + 1) / 2.0));
                modes.put(mode.name().toLowerCase(Locale.ROOT), steps.stream().map(CheckMapsCommand::entry).toList());
                print(mode, steps, measures);
            }
            report(new Report(file.toString(), data, pictures.size(), method.key(), seed, modes));
        }
    }

    private static Entry entry(SanityCheck.Step step) {
        Map<String, MeanInterval> likeness = new LinkedHashMap<>();
        step.likeness().forEach((measure, mean) -> likeness.put(measure.key(), mean));
        return new Entry(step.layer(), likeness);
    }

    private void print(SanityCheck.Mode mode, List<SanityCheck.Step> steps, Set<MapMeasure> measures) {
        terminal().line(mode == SanityCheck.Mode.CASCADING
                ? method.title() + ", all layers random from the last down to" : "One layer random at a time");
        terminal().line("");
        List<String> headings = new ArrayList<>(List.of("layer"));
        measures.forEach(measure -> headings.add(">" + measure.title()));
        Table table = new Table(headings.toArray(String[]::new));
        for (SanityCheck.Step step : steps) {
            List<String> cells = new ArrayList<>(List.of(step.layer()));
            measures.forEach(measure -> cells.add(cell(step.likeness().get(measure))));
            table.row(cells.toArray(String[]::new));
        }
        table.print(terminal());
        terminal().line("");
    }

    private static String cell(MeanInterval mean) {
        return mean.count() == 0 ? "all maps empty"
                : Figures.fixed(mean.mean(), 3) + (mean.left() > 0 ? " (" + mean.left() + " empty)" : "");
    }
}
