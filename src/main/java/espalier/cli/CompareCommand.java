package espalier.cli;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.PictureSize;
import espalier.data.Pictures;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import espalier.network.Cost;
import espalier.network.Network;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.survey.MeanInterval;
import espalier.survey.MeasuredNetwork;
import espalier.survey.PairedComparison;
import espalier.survey.RateSurvey;
import espalier.survey.SurveyPictures;
import espalier.survey.SweetSpot;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures explanations of several networks on the same pictures. */
@Command(name = "compare", description = {
        "Measures how explanations change with the rate, and whether a mild rate improves them.", "",
        "Each network explains the same pictures. Means have 95 %% bootstrap intervals; differences to the first network are tested picture "
                + "by picture, and corrected for the number of comparisons by Holm's method."},
        footer = {"  espalier compare --run pruned --data shapes --out compared",
                "  espalier compare --network unpruned.zip,x2.zip --data shapes --method layercam --measures faithfulness --json -"})
final class CompareCommand extends WorkCommand {

    /** The share of the work that makes maps and measures what is quick. */
    private static final double MAPS = 0.3;
    private static final String TRUE = "true";
    private static final String FIRST = "first";
    private static final String PREDICTED = "predicted";

    /**
     * A network to compare.
     *
     * @param steps of a run's network, the accuracy on all test pictures after each step on the way to it
     */
    private record Source(String name, double rate, Path file, Map<PruningStep, Double> steps) {

        /** By which it is known among the others. */
        private String id(int number) {
            return number + " " + file;
        }
    }

    /**
     * The result as JSON.
     *
     * @param rateOf what the networks' rates compare, before ÷ after: parameters, macs, convolution-weights or
     *                   nonzero-convolution-weights
     */
    record Report(String data, List<String> pictures, String method, String classes, long seed, String sentence,
            String rateOf, List<Entry> networks) {}

    /**
     * What was measured of a network.
     *
     * @param rate     of what the report's {@code rateOf} names, 1 for the first
     * @param accuracy on these pictures, 0 to 1
     * @param steps    of a run's network, the accuracy on all test pictures of the run after each step of the last
     *                     iteration before its rate: cut, compensated, fine-tuned; empty where it is not known
     */
    record Entry(String name, double rate, String file, String layer, double accuracy, Map<PruningStep, Double> steps,
            int emptyMaps, Map<String, Figure> measures) {}

    /**
     * A measure's mean with its 95 % interval.
     *
     * @param undefined  of how many pictures there is no value, such as those with an empty map
     * @param difference to the first network; null for the first, and for measures of similarity
     */
    record Figure(double mean, double low, double high, int pictures, int undefined, DifferenceEntry difference) {}

    /**
     * A mean difference with its 95 % interval; {@code p} by random signs, {@code corrected} by Holm's method at mild
     * rates.
     */
    record DifferenceEntry(double mean, double low, double high, double p, Double corrected) {}

    @Option(names = "--network", split = ",", paramLabel = "FILE",
            description = "The networks, each a .zip that Espalier wrote; the first is what the others are compared with.")
    private List<Path> files = List.of();

    @Option(names = "--run", paramLabel = "FOLDER",
            description = "A pruning run instead: its unpruned network and all its rates.")
    private Path run;

    @Option(names = "--data", required = true, paramLabel = "DATA",
            description = "The pictures, of the test part: shapes, cifar10:FOLDER, cifar100:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--count", paramLabel = "N",
            description = "How many pictures, the classes in turn (${DEFAULT-VALUE}).")
    private int count = RateSurvey.PICTURES;

    @Option(names = "--pictures", split = ",", paramLabel = "N",
            description = "These pictures of the test part, counted from 0.")
    private List<Integer> indices = List.of();

    @Option(names = "--method", paramLabel = "METHOD", converter = MapOptions.Methods.class,
            completionCandidates = MapOptions.MethodNames.class,
            description = "How maps are made: ${COMPLETION-CANDIDATES} (grad-cam).")
    private CamMethod method = CamMethod.GRAD_CAM;

    @Option(names = "--layer", paramLabel = "NAME",
            description = "The layer that maps are taken from (of each network the last with height and width before its pool).")
    private String layer;

    @Option(names = "--class", paramLabel = "CLASS",
            description = "The class to explain: first, which is the one that the first network "
                    + "predicts, true, or predicted by each network itself (${DEFAULT-VALUE}).")
    private String classChoice = FIRST;

    @Option(names = "--measures", split = ",", paramLabel = "MEASURE",
            completionCandidates = MapOptions.MeasureNames.class,
            description = "What is measured: ${COMPLETION-CANDIDATES}; similarity, localisation, faithfulness; or all (all).")
    private List<String> measureNames = List.of("all");

    @Option(names = "--seed", paramLabel = "N", description = "Of resampling and tests (${DEFAULT-VALUE}).")
    private long seed = RateSurvey.SEED;

    @Option(names = "--out", paramLabel = "FOLDER",
            description = "Also writes measures.csv, with means and differences, and pictures.csv, with each picture's values.")
    private Path out;

    /** What the rates of the compared networks are of. */
    private RateOf rateOf = RateOf.PARAMETERS;

    @Override
    void work() {
        RateSurvey.Settings settings = new RateSurvey.Settings(method, Optional.ofNullable(layer), explained(),
                checkUse());
        if (out != null) {
            checkFolder(out);
        }
        startEngine();
        List<Source> sources = run == null ? fromFiles() : fromRun();
        SurveyPictures pictures = null;
        RateSurvey survey = null;
        List<String> classNames = List.of();
        for (int n = 0; n < sources.size(); n++) {
            Source source = sources.get(n);
            try (Network network = Network.read(source.file)) {
                if (survey == null) {
                    Dataset dataset = dataFor(network, source.file, data);
                    classNames = network.description().classNames();
                    SurveyPictures chosen = pictures(dataset);
                    pictures = chosen;
                    survey = new RateSurvey(() -> chosen, withoutUnknown(settings, chosen));
                }
                checkSize(network, source.file, pictures);
                Progress part = progress().part(n / (double) sources.size(), (n + 1) / (double) sources.size());
                survey.add(source.id(n), network, source.name, source.rate, part.part(0, MAPS));
                survey.complete(source.id(n), network, part.part(MAPS, 1));
            } catch (Problem e) {
                throw e.getMessage().contains(source.file.toString()) ? e
                        : new Problem(source.file + ": " + e.getMessage(), e);
            }
        }
        SweetSpot spot = survey
                .result(IntStream.range(0, sources.size()).mapToObj(n -> sources.get(n).id(n)).toList(), seed).spot();
        print(spot, pictures, sources);
        if (out != null) {
            CompareFiles.means(out.resolve("measures.csv"), spot, seed);
            CompareFiles.pictures(out.resolve("pictures.csv"), pictures, classNames, spot.networks());
            terminal().line("");
            terminal().line("measures.csv and pictures.csv are in " + out);
        }
        report(new Report(data, pictures.titles(), method.key(), classChoice, seed, spot.sentence(), rateOf.key(),
                entries(sources, spot, pictures)));
    }

    private Set<MapMeasure> checkUse() {
        requireData(data);
        if (files.isEmpty() == (run == null)) {
            throw wrongUse(
                    run == null ? "Missing what to compare: --network or --run" : "Give --network or --run, not both");
        }
        require(count >= 1, "--count", count, "1 or more");
        return MapOptions.measures(this, measureNames);
    }

    private RateSurvey.Explained explained() {
        return switch (classChoice) {
            case FIRST -> RateSurvey.Explained.BY_FIRST;
            case TRUE -> RateSurvey.Explained.TRUE;
            case PREDICTED -> RateSurvey.Explained.PREDICTED;
            default -> throw wrongUse(
                    "Invalid value for option --class: " + classChoice + ". It must be first, true or predicted");
        };
    }

    /**
     * Rates of parameters; where weights were made zero, which leaves parameters as they were, of nonzero convolution
     * weights.
     */
    private List<Source> fromFiles() {
        List<String> names = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        List<Cost> costs = new ArrayList<>();
        MapFiles.shortNames(files).forEach((name, path) -> {
            try (Network network = Network.read(path)) {
                names.add(name);
                paths.add(path);
                costs.add(network.cost());
            }
        });
        rateOf = costs.stream().anyMatch(Cost::isMasked) ? RateOf.NONZERO_CONVOLUTION_WEIGHTS : RateOf.PARAMETERS;
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            sources.add(new Source(names.get(i), rateOf.of(costs.get(0)) / (double) rateOf.of(costs.get(i)),
                    paths.get(i), Map.of()));
        }
        return sources;
    }

    private List<Source> fromRun() {
        RunFolder folder = RunFolder.read(run);
        rateOf = folder.recipe().settings().rateOf();
        List<Source> sources = new ArrayList<>();
        for (MilestoneRecord milestone : folder.milestones()) {
            sources.add(new Source(milestone.title(), milestone.rate(), folder.file(milestone), milestone.steps()));
        }
        if (sources.isEmpty()) {
            throw new Problem("The run in " + run + " has no networks yet. Choose one that reached a rate.");
        }
        return sources;
    }

    private SurveyPictures pictures(Dataset dataset) {
        Pictures test = dataset.part(Part.TEST);
        MapOptions.checkPictures(dataset, indices);
        SurveyPictures pictures = indices.isEmpty() ? SurveyPictures.first(test, count)
                : SurveyPictures.of(test, indices.stream().mapToInt(Integer::intValue).toArray());
        tellSkipped(dataset);
        if (pictures.size() == 0) {
            throw new Problem("No picture of " + dataset.specification() + " can be read. Choose other pictures.");
        }
        return pictures;
    }

    /** Where no object is known, measures of localisation have nothing to say. */
    private RateSurvey.Settings withoutUnknown(RateSurvey.Settings settings, SurveyPictures pictures) {
        if (pictures.hasObjects()) {
            return settings;
        }
        RateSurvey.Settings possible = settings.possibleOn(pictures);
        if (!possible.equals(settings)) {
            terminal().note("it is not known where the objects are in " + data + ", so localisation is left out.");
        }
        if (possible.measures().isEmpty()) {
            throw new Problem("It is not known where the objects are in " + data
                    + ", so localisation cannot be measured. Choose other measures, or data with masks or boxes.");
        }
        return possible;
    }

    private void checkSize(Network network, Path file, SurveyPictures pictures) {
        PictureSize size = network.description().inputSize();
        if (pictures.pictures().get(0).height() != size.height()
                || pictures.pictures().get(0).width() != size.width()) {
            throw new Problem(file + " takes pictures of " + size
                    + ", and the first network others. Compare networks that take " + "pictures of one size.");
        }
    }

    private void print(SweetSpot spot, SurveyPictures pictures, List<Source> sources) {
        terminal().line(method.title() + " on " + pictures.size() + " pictures of " + data);
        terminal().line("");
        List<String> headings = new ArrayList<>(List.of("measure"));
        spot.networks().forEach(network -> headings.add(">" + network.name()));
        Table table = new Table(headings.toArray(String[]::new));
        for (MapMeasure measure : MapMeasure.values()) {
            if (spot.networks().get(0).values().containsKey(measure)) {
                List<String> cells = new ArrayList<>(List.of(measure.title()));
                for (int n = 0; n < spot.networks().size(); n++) {
                    cells.add(figure(spot, n, measure));
                }
                table.row(cells.toArray(String[]::new));
            }
        }
        List<String> empty = new ArrayList<>(List.of("empty maps"));
        spot.networks().forEach(network -> empty.add(Integer.toString(network.emptyMaps())));
        table.row(empty.toArray(String[]::new));
        for (PruningStep step : PruningStep.values()) {
            if (sources.stream().anyMatch(source -> source.steps.containsKey(step))) {
                List<String> cells = new ArrayList<>(List.of("test accuracy, " + step.key()));
                sources.forEach(source -> cells.add(Figures.percent(source.steps.getOrDefault(step, Double.NaN))));
                table.row(cells.toArray(String[]::new));
            }
        }
        table.print(terminal());
        terminal().line("");
        terminal().line(
                "±: half of the 95 % interval. * differs from the first network beyond chance (p < 0.05, corrected at rates up to "
                        + "×4).");
        terminal().line("");
        terminal().line(spot.sentence());
    }

    private String figure(SweetSpot spot, int network, MapMeasure measure) {
        MeanInterval mean = spot.networks().get(network).mean(measure, seed);
        if (mean.count() == 0) {
            return "–";
        }
        PairedComparison difference = spot.differences().get(network).get(measure);
        double p = difference == null ? 1
                : Double.isNaN(difference.corrected()) ? difference.p() : difference.corrected();
        return Figures.fixed(mean.mean(), 3) + " ±" + Figures.fixed((mean.high() - mean.low()) / 2, 3)
                + (p < PairedComparison.LEVEL ? "*" : " ");
    }

    private List<Entry> entries(List<Source> sources, SweetSpot spot, SurveyPictures pictures) {
        List<Entry> entries = new ArrayList<>();
        for (int n = 0; n < sources.size(); n++) {
            MeasuredNetwork network = spot.networks().get(n);
            Map<String, Figure> figures = new LinkedHashMap<>();
            for (MapMeasure measure : network.values().keySet()) {
                MeanInterval mean = network.mean(measure, seed);
                PairedComparison difference = spot.differences().get(n).get(measure);
                figures.put(measure.key(),
                        new Figure(mean.mean(), mean.low(), mean.high(), mean.count(), mean.left(),
                                difference == null ? null
                                        : new DifferenceEntry(difference.mean().mean(), difference.mean().low(),
                                                difference.mean().high(), difference.p(), difference.corrected())));
            }
            entries.add(new Entry(network.name(), network.rate(), sources.get(n).file.toString(), network.layer(),
                    network.accuracy(pictures.labels()), sources.get(n).steps, network.emptyMaps(), figures));
        }
        return entries;
    }
}
