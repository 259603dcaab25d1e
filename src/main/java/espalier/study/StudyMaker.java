package espalier.study;

import espalier.basics.About;
import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.data.Seeds;
import espalier.data.Split;
import espalier.drawing.Interpolation;
import espalier.drawing.Overlay;
import espalier.drawing.TopShare;
import espalier.explain.CamMethod;
import espalier.explain.ClassMap;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.MapLayers;
import espalier.network.Network;
import espalier.study.Question.Display;
import espalier.study.StudyContent.Shown;
import espalier.training.Evaluation;
import espalier.workspace.JsonFiles;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Makes the folder of a study: chooses pictures that all its networks classify correctly, in a random order that the
 * seed gives, and draws their maps as the paper does, from the last layer before the pool, enlarged bicubically, for
 * the class that the network predicts. Networks are open one at a time. Runs on the thread that owns networks.
 */
public final class StudyMaker {

    /** As many pictures more than needed are looked at, as some are misclassified. */
    private static final double SPARE = 1.4;
    /** As many pictures are read at once. */
    private static final int CHUNK = 50;
    /** The share of the work that chooses pictures. */
    private static final double CHOOSING = 0.6;

    private final Path folder;
    private final StudyDesign design;
    private final Map<Double, Supplier<Network>> networks;
    private final Pictures pictures;
    private final List<String> classNames;
    private final CamMethod method;
    private final SecureRandom random = new SecureRandom();

    private StudyMaker(Path folder, StudyDesign design, Map<Double, Supplier<Network>> networks, Pictures pictures,
            List<String> classNames) {
        this.folder = folder;
        this.design = design;
        this.networks = networks;
        this.pictures = pictures;
        this.classNames = classNames;
        method = method(design.method());
    }

    /** @throws Problem where there is no method of this key */
    static CamMethod method(String key) {
        return Arrays.stream(CamMethod.values()).filter(each -> each.key().equals(key)).findFirst()
                .orElseThrow(() -> new Problem("There is no method “" + key + "” for maps. Choose one of "
                        + Arrays.stream(CamMethod.values()).map(CamMethod::key).collect(Collectors.joining(", "))
                        + "."));
    }

    /** By which a study's provenance names the network at a rate. */
    static String networkKey(double rate) {
        return "network " + Figures.plain(rate);
    }

    /**
     * Makes a study of a run's networks and of pictures that they were not trained on.
     *
     * @param folder that holds no study yet
     * @param data   of the run's classes; its test part is asked about
     * @return what the folder holds, to be opened by {@link Study#open}
     * @throws Problem where a rate was not reached, too few pictures are classified correctly by all networks, or the
     *                     folder cannot be written
     */
    public static StudyContent make(Path folder, StudyDesign design, RunFolder run, Dataset data, Progress progress) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("run", run.id());
        provenance.put("data", data.specification());
        provenance.put("version", About.version());
        return make(folder, design, networks(run, design.rates()), data.part(Dataset.Part.TEST), data.classNames(),
                provenance, progress);
    }

    /**
     * The networks of a run at some rates, each to be read when its turn comes.
     *
     * @throws Problem where a rate was not reached
     */
    public static Map<Double, Supplier<Network>> networks(RunFolder run, Collection<Double> rates) {
        Map<Double, Supplier<Network>> networks = new LinkedHashMap<>();
        for (double rate : rates) {
            MilestoneRecord milestone = run.milestones().stream().filter(each -> each.rate() == rate).findFirst()
                    .orElseThrow(() -> new Problem("The run in " + run.path() + " has no network at ×"
                            + Figures.plain(rate) + ". Choose one of " + run.milestones().stream()
                                    .map(each -> "×" + Figures.plain(each.rate())).collect(Collectors.joining(", "))
                            + "."));
            networks.put(rate, () -> Network.read(run.file(milestone)));
        }
        return networks;
    }

    /**
     * Makes a study of networks by their rates, each read when its turn comes, and closed after it.
     *
     * @param pictures   that they were not trained on
     * @param provenance where networks and pictures come from, for the report
     * @throws Problem as {@link #make(Path, StudyDesign, RunFolder, Dataset, Progress)}
     */
    public static StudyContent make(Path folder, StudyDesign design, Map<Double, Supplier<Network>> networks,
            Pictures pictures, List<String> classNames, Map<String, String> provenance, Progress progress) {
        if (Files.exists(folder.resolve(Study.CONTENT))) {
            throw new Problem(folder + " already holds a study. Choose another folder, so that nothing is lost.");
        }
        StudyMaker maker = new StudyMaker(folder, design, networks, pictures, classNames);
        List<Integer> chosen = maker.choose(progress.part(0, CHOOSING));
        List<Shown> shown = maker.draw(chosen, provenance, progress.part(CHOOSING, 1));
        int asked = design.perClass() * classNames.size();
        StudyContent content = new StudyContent(design, classNames, shown.subList(0, asked),
                shown.subList(asked, shown.size()), provenance);
        JsonFiles.write(folder.resolve(Study.CONTENT), content);
        return content;
    }

    /** Indices of pictures: first those that are asked about, in random order, then those of practice. */
    private List<Integer> choose(Progress progress) {
        int[] all = IntStream.range(0, pictures.size()).toArray();
        Split.shuffle(all, Seeds.random(design.seed()));
        List<List<Integer>> untried = byClass(Arrays.stream(all).boxed().toList());
        List<List<Integer>> right = byClass(List.of());
        int total = IntStream.range(0, classNames.size()).map(this::needed).sum();
        while (true) {
            List<Integer> tried = new ArrayList<>();
            for (int c = 0; c < classNames.size(); c++) {
                int lacking = Math.max(0, needed(c) - right.get(c).size());
                List<Integer> left = untried.get(c);
                List<Integer> next = left.subList(0, Math.min(left.size(), (int) Math.ceil(lacking * SPARE)));
                tried.addAll(next);
                next.clear();
            }
            if (tried.isEmpty()) {
                break;
            }
            int found = right.stream().mapToInt(List::size).sum();
            byClass(correct(tried, progress.part(found / (double) total, (found + 0.5 * (total - found)) / total)))
                    .forEach(more -> more.forEach(index -> right.get(pictures.label(index)).add(index)));
        }
        require(right);
        List<Integer> asked = new ArrayList<>();
        List<Integer> practice = new ArrayList<>();
        for (int c = 0; c < classNames.size(); c++) {
            asked.addAll(right.get(c).subList(0, design.perClass()));
            practice.addAll(right.get(c).subList(design.perClass(), needed(c)));
        }
        int[] order = asked.stream().mapToInt(Integer::intValue).toArray();
        Split.shuffle(order, Seeds.random(design.seed(), 2));
        List<Integer> chosen = new ArrayList<>(Arrays.stream(order).boxed().toList());
        chosen.addAll(practice);
        return chosen;
    }

    /** How many pictures of a class are needed: those that are asked about, and its share of practice. */
    private int needed(int trueClass) {
        int classes = classNames.size();
        return design.perClass() + design.practice() / classes + (trueClass < design.practice() % classes ? 1 : 0);
    }

    private List<List<Integer>> byClass(List<Integer> indices) {
        List<List<Integer>> classes = new ArrayList<>();
        classNames.forEach(name -> classes.add(new ArrayList<>()));
        indices.stream().filter(index -> pictures.label(index) < classes.size())
                .forEach(index -> classes.get(pictures.label(index)).add(index));
        return classes;
    }

    private void require(List<List<Integer>> right) {
        List<String> lacking = new ArrayList<>();
        for (int c = 0; c < classNames.size(); c++) {
            if (right.get(c).size() < needed(c)) {
                lacking.add(right.get(c).size() + " of " + classNames.get(c));
            }
        }
        if (!lacking.isEmpty()) {
            throw new Problem("All networks together classify too few pictures correctly: " + String.join(", ", lacking)
                    + ", where " + design.perClass() + " of each class are asked about"
                    + (design.practice() > 0 ? " and " + design.practice() + " are for practice" : "")
                    + ". Ask about fewer pictures, or leave out the network that errs most.");
        }
    }

    /** Those of some pictures that every network classifies correctly, in their order. */
    private List<Integer> correct(List<Integer> indices, Progress progress) {
        List<Integer> left = indices;
        int done = 0;
        for (Supplier<Network> source : networks.values()) {
            Progress part = progress.part(done / (double) networks.size(), (done + 1.0) / networks.size());
            List<Integer> right = new ArrayList<>();
            try (Network network = source.get()) {
                for (int from = 0; from < left.size(); from += CHUNK) {
                    part.checkpoint();
                    part.update(from / (double) left.size(), "Looking for pictures that all networks know");
                    Map<Integer, Picture> readable = read(left.subList(from, Math.min(left.size(), from + CHUNK)));
                    if (!readable.isEmpty()) {
                        float[][] logits = network.infer(network.description().batch(List.copyOf(readable.values())));
                        int i = 0;
                        for (int index : readable.keySet()) {
                            if (Evaluation.largest(logits[i++]) == pictures.label(index)) {
                                right.add(index);
                            }
                        }
                    }
                }
            }
            left = right;
            done++;
        }
        return left;
    }

    private Map<Integer, Picture> read(List<Integer> indices) {
        Map<Integer, Picture> readable = new LinkedHashMap<>();
        indices.forEach(index -> pictures.picture(index).ifPresent(picture -> readable.put(index, picture)));
        return readable;
    }

    private List<Shown> draw(List<Integer> chosen, Map<String, String> provenance, Progress progress) {
        List<Map<Double, String>> maps = chosen.stream()
                .map(index -> (Map<Double, String>) new LinkedHashMap<Double, String>()).toList();
        int done = 0;
        for (Map.Entry<Double, Supplier<Network>> entry : networks.entrySet()) {
            Progress part = progress.part(done / (double) networks.size(), (done + 1.0) / networks.size());
            try (Network network = entry.getValue().get()) {
                provenance.put(networkKey(entry.getKey()),
                        network.description().name() + ", parameters " + network.fingerprint());
                for (int from = 0; from < chosen.size(); from += CHUNK) {
                    int to = Math.min(chosen.size(), from + CHUNK);
                    List<String> files = maps(network, chosen.subList(from, to),
                            part.part(from / (double) chosen.size(), to / (double) chosen.size()));
                    for (int i = from; i < to; i++) {
                        maps.get(i).put(entry.getKey(), files.get(i - from));
                    }
                }
            }
            done++;
        }
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Picture picture = pictures.picture(chosen.get(i)).orElseThrow();
            shown.add(new Shown(pictures.label(chosen.get(i)), write(picture, Overlay.plain(picture)), maps.get(i),
                    chosen.get(i)));
        }
        return shown;
    }

    private List<String> maps(Network network, List<Integer> indices, Progress progress) {
        List<Picture> chunk = List.copyOf(read(indices).values());
        int[] classes = new int[chunk.size()];
        Arrays.fill(classes, Explanations.PREDICTED);
        List<Explanation> explanations = Explanations.explain(network, network.description().batch(chunk), method,
                MapLayers.usual(network), classes, progress);
        List<String> files = new ArrayList<>();
        for (int i = 0; i < chunk.size(); i++) {
            files.add(write(chunk.get(i), drawn(chunk.get(i), explanations.get(i).map())));
        }
        return files;
    }

    private int[] drawn(Picture picture, ClassMap map) {
        float[] shown = map.shown(picture.height(), picture.width(), Interpolation.BICUBIC);
        return design.display() == Display.MAP
                ? Overlay.explanationMap(picture, TopShare.mask(shown, TopShare.EXPLANATION_MAP))
                : Overlay.paperHeatMap(picture, shown);
    }

    /** Writes a picture under a name that tells nothing. */
    private String write(Picture size, int[] pixels) {
        byte[] name = new byte[16];
        random.nextBytes(name);
        String file = HexFormat.of().formatHex(name) + ".png";
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, size.width(), size.height(), pixels, 0, size.width());
        AtomicFiles.write(folder.resolve(Study.PICTURES).resolve(file), out -> ImageIO.write(image, "png", out));
        return file;
    }
}
