package espalier.cli;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.data.PictureFile;
import espalier.data.PictureSize;
import espalier.data.Pictures;
import espalier.explain.CamMethod;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.MapLayers;
import espalier.explain.measures.MapMeasure;
import espalier.explain.measures.MapMeasurement;
import espalier.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws where networks look. */
@Command(name = "explain", description = {"Draws where a network looks, by class activation maps.", "",
        "For each picture: the picture itself, and for each network a heat map over it (viridis, each map on its own scale) and "
                + "its 10 %% highest pixels alone. maps.json has the raw maps, before ReLU and scaling, which can be compared between networks."},
        footer = {"  espalier explain --network shapes.zip --data shapes --pictures 0,5,17 --out maps",
                "  espalier explain --network pruned/unpruned.zip,pruned/x32.zip --data shapes --pictures 3 --class true --out maps",
                "  espalier explain --network shapes.zip --data shapes --pictures 3 --method layercam --measures all --out maps",
                "  espalier explain --network mine.zip --picture cat.jpg --class dog --out maps"})
final class ExplainCommand extends WorkCommand {

    private static final String PREDICTED = "predicted";
    private static final String TRUE = "true";
    /** The share of the work that makes maps; the rest measures them. */
    private static final double MAPS = 0.3;

    /**
     * A picture to explain.
     *
     * @param id     a name for files
     * @param title  a name for people
     * @param index  in the test part; −1 for a file
     * @param label  its class; −1 where it is not known
     * @param object where its object is, if that is known
     */
    private record Subject(String id, String title, int index, int label, Picture picture,
            Optional<boolean[]> object) {}

    /** The result as JSON. */
    record Report(List<Entry> explanations) {}

    /**
     * One picture explained to one network.
     *
     * @param index       in the test part; null for a file
     * @param trueClass   null where it is not known
     * @param confidence  the probability of the predicted class, 0 to 1
     * @param probability the probability of the explained class, 0 to 1
     * @param empty       whether nothing speaks for the class, so that the map after its ReLU is zero
     * @param raw         {@code [height · width]}, row by row, before ReLU and scaling
     * @param measures    of the map, as far as they were asked for and are defined; likeness is to the first network's
     *                        map
     */
    record Entry(String picture, Integer index, String trueClass, String network, String layer, String predicted,
            double confidence, String method, String explained, double probability, boolean empty, int height,
            int width, float[] raw, Map<String, Double> measures, Map<String, String> files) {}

    @Option(names = "--network", required = true, split = ",", paramLabel = "FILE",
            description = "The networks, each a .zip that Espalier wrote.")
    private List<Path> files;

    @Option(names = "--data", paramLabel = "DATA",
            description = "Where --pictures are from: shapes, cifar10:FOLDER, cifar100:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--pictures", split = ",", paramLabel = "N",
            description = "Pictures of the test part, counted from 0.")
    private List<Integer> indices = List.of();

    @Option(names = "--picture", paramLabel = "FILE",
            description = "A JPEG, PNG, WebP or TIFF file of your own; may be given several times.")
    private List<Path> pictureFiles = List.of();

    @Option(names = "--method", paramLabel = "METHOD", converter = MapOptions.Methods.class,
            completionCandidates = MapOptions.MethodNames.class,
            description = "How maps are made: ${COMPLETION-CANDIDATES} (grad-cam).")
    private CamMethod method = CamMethod.GRAD_CAM;

    @Option(names = "--measures", split = ",", paramLabel = "MEASURE",
            completionCandidates = MapOptions.MeasureNames.class,
            description = "Also measures each map: ${COMPLETION-CANDIDATES}; similarity, localisation, faithfulness; or all.")
    private List<String> measureNames = List.of();

    @Option(names = "--layer", paramLabel = "NAME",
            description = "The layer that maps are taken from (the last with height and width before its pool).")
    private String layer;

    @Option(names = "--class", paramLabel = "CLASS",
            description = "The class to explain: predicted, true, a class's name or its number from 0 (${DEFAULT-VALUE}).")
    private String classChoice = PREDICTED;

    @Option(names = "--out", required = true, paramLabel = "FOLDER",
            description = "Where to write pictures and maps.json.")
    private Path out;

    @Option(names = "--scale", paramLabel = "N",
            description = "Draws each pixel as N×N (as many as make a picture 256 pixels wide).")
    private int scale;

    private Set<MapMeasure> measures = Set.of();
    /** The first network's. */
    private List<Explanation> reference = List.of();

    @Override
    void work() {
        checkUse();
        checkFolder(out);
        startEngine();
        MapFiles drawings = new MapFiles(out, scale);
        Map<PictureSize, List<Subject>> subjects = new LinkedHashMap<>();
        List<List<Entry>> byNetwork = new ArrayList<>();
        for (Map.Entry<String, Path> named : MapFiles.shortNames(files).entrySet()) {
            try (Network network = Network.read(named.getValue())) {
                List<Subject> pictures = subjects.get(network.description().inputSize());
                if (pictures == null) {
                    pictures = subjects(network, named.getValue());
                    subjects.put(network.description().inputSize(), pictures);
                }
                byNetwork.add(explain(network, named.getKey(), named.getValue(), pictures, drawings));
            }
        }
        List<Entry> entries = pictureByPicture(byNetwork);
        print(entries);
        Report result = new Report(entries);
        Json.write(out.resolve("maps.json"), result);
        terminal().line("");
        terminal().line("Pictures and maps.json are in " + out);
        report(result);
    }

    private void checkUse() {
        if (indices.isEmpty() && pictureFiles.isEmpty()) {
            throw wrongUse("Missing what to explain: --pictures with --data, or --picture");
        }
        if (!indices.isEmpty() && data == null) {
            throw wrongUse("Missing required option: '--data=DATA', which says where --pictures are from");
        }
        if (data != null) {
            requireData(data);
        }
        if (!pictureFiles.isEmpty() && classChoice.equals(TRUE)) {
            throw wrongUse("The true class of a file given by --picture is not known; name the class with --class");
        }
        measures = MapOptions.measures(this, measureNames);
        require(!given("--scale") || scale >= 1 && scale <= 64, "--scale", scale, "1 to 64");
    }

    /** All networks' entries of a picture beside each other: that is how they are compared. */
    private static List<Entry> pictureByPicture(List<List<Entry>> byNetwork) {
        List<Entry> result = new ArrayList<>();
        for (int i = 0; i < byNetwork.get(0).size(); i++) {
            for (List<Entry> entries : byNetwork) {
                result.add(entries.get(i));
            }
        }
        return result;
    }

    private List<Subject> subjects(Network network, Path file) {
        List<Subject> result = new ArrayList<>();
        if (!indices.isEmpty()) {
            Dataset dataset = dataFor(network, file, data);
            Pictures test = dataset.part(Part.TEST);
            MapOptions.checkPictures(dataset, indices);
            for (int index : indices) {
                Picture picture = test.picture(index).orElseThrow(() -> new Problem("The picture " + index + ", "
                        + test.title(index) + ", of " + dataset.specification() + " is damaged. Choose another one."));
                result.add(new Subject("test-" + index, test.title(index), index, test.label(index), picture,
                        test.mask(index)));
            }
        }
        MapFiles.shortNames(pictureFiles).forEach((name, path) -> result.add(new Subject(name, path.toString(), -1, -1,
                PictureFile.readOwn(path, network.description().inputSize()), Optional.empty())));
        return result;
    }

    private List<Entry> explain(Network network, String name, Path file, List<Subject> subjects, MapFiles drawings) {
        String from = layer == null ? MapLayers.usual(network) : layer;
        if (!MapLayers.of(network).contains(from)) {
            throw new Problem(file + " has no layer \"" + from + "\" that a map can be taken from. Choose one of "
                    + String.join(", ", MapLayers.of(network)) + ".");
        }
        int[] classes = subjects.stream().mapToInt(subject -> chosenClass(network, file, subject)).toArray();
        Batch batch = network.description().batch(subjects.stream().map(Subject::picture).toList());
        List<Explanation> explanations = Explanations.explain(network, batch, method, from, classes,
                progress().part(0, MAPS));
        reference = reference.isEmpty() ? explanations : reference;
        List<Map<MapMeasure, Double>> measured = MapMeasurement.of(network, batch, explanations, reference,
                subjects.stream().map(Subject::object).toList(), measures, progress().part(MAPS, 1));
        List<String> classNames = network.description().classNames();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            Subject subject = subjects.get(i);
            Explanation explanation = explanations.get(i);
            Map<String, String> written = drawings.write(subject.id, name, subject.picture, explanation.map());
            entries.add(new Entry(subject.title, subject.index < 0 ? null : subject.index,
                    subject.label < 0 ? null : classNames.get(subject.label), file.toString(), from,
                    classNames.get(explanation.predicted()), explanation.probabilities()[explanation.predicted()],
                    method.key(), classNames.get(explanation.explained()),
                    explanation.probabilities()[explanation.explained()], explanation.map().isEmpty(),
                    explanation.map().height(), explanation.map().width(), explanation.map().raw(),
                    byKey(measured.get(i)), written));
        }
        return entries;
    }

    private static Map<String, Double> byKey(Map<MapMeasure, Double> measured) {
        Map<String, Double> result = new LinkedHashMap<>();
        measured.forEach((measure, value) -> result.put(measure.key(), value));
        return result;
    }

    private int chosenClass(Network network, Path file, Subject subject) {
        if (classChoice.equals(PREDICTED)) {
            return Explanations.PREDICTED;
        }
        if (classChoice.equals(TRUE)) {
            return subject.label;
        }
        List<String> names = network.description().classNames();
        int named = names.indexOf(classChoice);
        if (named >= 0) {
            return named;
        }
        if (classChoice.matches("\\d{1,6}") && Integer.parseInt(classChoice) < names.size()) {
            return Integer.parseInt(classChoice);
        }
        throw new Problem(file + " knows no class \"" + classChoice + "\". Choose one of " + String.join(", ", names)
                + ", or a number from 0 to " + (names.size() - 1) + ".");
    }

    private void print(List<Entry> entries) {
        Map<Path, String> shortNames = new HashMap<>();
        MapFiles.shortNames(files).forEach((name, path) -> shortNames.put(path, name));
        Table table = new Table("picture", "true class", "network", "predicted", ">confidence", "explained", "");
        for (Entry entry : entries) {
            table.row(entry.picture, entry.trueClass == null ? "" : entry.trueClass,
                    shortNames.get(Path.of(entry.network)), entry.predicted, Figures.percent(entry.confidence),
                    entry.explained, entry.empty ? "nothing speaks for it" : "");
        }
        table.print(terminal());
        if (!measures.isEmpty()) {
            terminal().line("");
            printMeasures(entries, shortNames);
        }
    }

    private void printMeasures(List<Entry> entries, Map<Path, String> shortNames) {
        Table table = new Table("picture", "network", "measure", ">value");
        for (Entry entry : entries) {
            entry.measures.forEach((key, value) -> table.row(entry.picture, shortNames.get(Path.of(entry.network)), key,
                    value.isNaN() ? Figures.UNKNOWN : Figures.fixed(value, 4)));
        }
        table.print(terminal());
    }
}
