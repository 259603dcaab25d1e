package espalier.report;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.Picture;
import espalier.drawing.ColourMap;
import espalier.drawing.Interpolation;
import espalier.drawing.Overlay;
import espalier.explain.CamMethod;
import espalier.explain.ClassMap;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.MapLayers;
import espalier.explain.measures.MapMeasure;
import espalier.network.Network;
import espalier.report.Report.Block;
import espalier.survey.RateSurvey;
import espalier.survey.SurveyPictures;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Where a run's networks look: their maps of some pictures, measures of more, and what tells them apart.
 *
 * @param wanted       by which this was made
 * @param data         that the pictures are of
 * @param test         how many test pictures there are
 * @param fingerprints of the networks' parameters, by file name
 * @param survey       the measures, the unpruned network first
 * @param maps         of the shown pictures
 */
record RunMaps(Wanted wanted, String data, int test, Map<String, String> fingerprints, RateSurvey.Result survey,
        Block.Pictures maps) {

    /** Pictures are enlarged to about this many pixels, so that maps over them are smooth. */
    private static final int SIDE = 160;
    private static final double OPACITY = 0.5;
    /** The share of a network's work that maps and quick measures take. */
    private static final double QUICK = 0.3;

    /**
     * What is to be looked at.
     *
     * @param data     empty for that of the run
     * @param method   of the maps
     * @param pictures of the test part, whose maps are shown; empty for the first, classes in turn
     * @param shown    how many those are then
     * @param measured how many are measured, the first, classes in turn
     */
    record Wanted(String data, CamMethod method, List<Integer> pictures, int shown, int measured) {}

    /**
     * Looks at all networks of a run. On the thread that owns networks.
     *
     * @throws Problem where networks or pictures cannot be read
     */
    static RunMaps of(RunFolder run, Wanted wanted, Progress progress) {
        List<MilestoneRecord> milestones = run.milestones();
        Map<String, String> fingerprints = new LinkedHashMap<>();
        List<List<Block.Picture>> columns = new ArrayList<>();
        Dataset data = null;
        SurveyPictures shown = null;
        RateSurvey survey = null;
        for (int n = 0; n < milestones.size(); n++) {
            MilestoneRecord milestone = milestones.get(n);
            Progress part = progress.part(n / (double) milestones.size(), (n + 1.0) / milestones.size());
            part.update(0, "Looking at " + milestone.file());
            try (Network network = Network.read(run.file(milestone))) {
                fingerprints.put(milestone.file(), network.fingerprint());
                if (survey == null) {
                    data = Datasets.open(wanted.data.isEmpty() ? run.recipe().data() : wanted.data,
                            network.description().inputSize(), network.description().classNames());
                    network.requireFits(data);
                    shown = shown(data, wanted);
                    SurveyPictures measured = SurveyPictures.first(data.part(Part.TEST), wanted.measured);
                    survey = new RateSurvey(() -> measured, new RateSurvey.Settings(wanted.method, Optional.empty(),
                            RateSurvey.Explained.BY_FIRST, EnumSet.allOf(MapMeasure.class)));
                    columns.add(shown.pictures().stream().map(RunMaps::enlarged)
                            .map(picture -> new Block.Picture(png(picture, Overlay.plain(picture)), "", false))
                            .toList());
                }
                columns.add(maps(network, shown, wanted.method));
                survey.add(milestone.file(), network, milestone.title(), milestone.rate(), part.part(0, QUICK));
                survey.complete(milestone.file(), network, part.part(QUICK, 1));
            }
        }
        if (survey == null) {
            throw new Problem("The run in " + run.path() + " has no networks yet. Choose one that reached a rate.");
        }
        RateSurvey.Result result = survey.result(milestones.stream().map(MilestoneRecord::file).toList(),
                RateSurvey.SEED);
        return new RunMaps(wanted, data.specification(), data.part(Part.TEST).size(), fingerprints, result,
                pictures(milestones, shown, data.classNames(), columns, wanted));
    }

    private static SurveyPictures shown(Dataset data, Wanted wanted) {
        for (int index : wanted.pictures) {
            if (index < 0 || index >= data.part(Part.TEST).size()) {
                throw new Problem("There is no test picture " + index + " in " + data.specification() + ". Choose 0 to "
                        + (data.part(Part.TEST).size() - 1) + ".");
            }
        }
        return wanted.pictures.isEmpty() ? SurveyPictures.first(data.part(Part.TEST), wanted.shown) : SurveyPictures
                .of(data.part(Part.TEST), wanted.pictures.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Block.Pictures pictures(List<MilestoneRecord> milestones, SurveyPictures shown,
            List<String> classNames, List<List<Block.Picture>> columns, Wanted wanted) {
        List<String> headings = new ArrayList<>(List.of("picture"));
        milestones.forEach(milestone -> headings.add(milestone.title()));
        return new Block.Pictures(headings,
                IntStream.range(0, shown.size())
                        .mapToObj(i -> new Block.Row(classNames.get(shown.labels()[i]),
                                columns.stream().map(column -> column.get(i)).toList()))
                        .toList(),
                wanted.method.title() + " maps of "
                        + (wanted.pictures.isEmpty() ? "the first test pictures, one class after the other"
                                : "chosen test pictures")
                        + ": the brighter, the more a place speaks for the class that is named below, "
                        + "which is the one that the network predicts, with its probability. Each map has its own scale: where a network "
                        + "looks compares, how strongly does not.");
    }

    private static List<Block.Picture> maps(Network network, SurveyPictures shown, CamMethod method) {
        int[] predicted = new int[shown.size()];
        Arrays.fill(predicted, Explanations.PREDICTED);
        List<Explanation> explanations = Explanations.explain(network, shown.batch(network.description()), method,
                MapLayers.usual(network), predicted, Progress.NONE);
        List<Block.Picture> maps = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            Explanation explanation = explanations.get(i);
            maps.add(new Block.Picture(map(shown.pictures().get(i), explanation.map()),
                    network.description().classNames().get(explanation.predicted()) + " "
                            + Figures.fixed(100 * explanation.probabilities()[explanation.predicted()], 0) + " %",
                    explanation.predicted() != shown.labels()[i]));
        }
        return maps;
    }

    private static byte[] map(Picture picture, ClassMap map) {
        Picture large = enlarged(picture);
        return png(large, Overlay.heatMap(large, map.shown(large.height(), large.width(), Interpolation.BICUBIC),
                ColourMap.VIRIDIS, OPACITY));
    }

    /** Small pictures keep their pixels. */
    private static Picture enlarged(Picture picture) {
        int factor = Math.max(1, SIDE / picture.width());
        int height = picture.height() * factor;
        int width = picture.width() * factor;
        byte[] rgb = new byte[height * width * 3];
        for (int i = 0; i < height * width; i++) {
            int source = i / width / factor * picture.width() + i % width / factor;
            System.arraycopy(picture.rgb(), 3 * source, rgb, 3 * i, 3);
        }
        return new Picture(height, width, rgb);
    }

    private static byte[] png(Picture size, int[] pixels) {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, size.width(), size.height(), pixels, 0, size.width());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
