package espalier.study;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Pictures;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import espalier.network.Network;
import espalier.study.StudyContent.Shown;
import espalier.survey.MeasuredNetwork;
import espalier.survey.RateSurvey;
import espalier.survey.SurveyPictures;
import espalier.workspace.JsonFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What measures say of the maps that people see, so that both can stand beside each other: {@value #FILE} in the folder
 * of a study. Participants never get it.
 *
 * @param measures of all maps of the study
 */
public record MapMeasures(List<Measured> measures) {

    /** The file's name. */
    public static final String FILE = "measures.json";

    /** The share of a network's work that maps and quick measures take. */
    private static final double QUICK = 0.3;

    /**
     * One measure.
     *
     * @param key            its name in files
     * @param title          its name for a person
     * @param higherIsBetter whether larger is better, or for a similarity closer to the unpruned network's map
     * @param values         by the network's rate, for each picture in the study's order; NaN where it is not defined
     */
    public record Measured(String key, String title, boolean higherIsBetter, Map<Double, double[]> values) {

        /** The value for a picture, turned so that larger is better; NaN where it is not known. */
        public double goodness(int picture, double rate) {
            double[] all = values.get(rate);
            return all == null || picture >= all.length ? Double.NaN : higherIsBetter ? all[picture] : -all[picture];
        }
    }

    /**
     * What a study's folder says; empty where its maps were not measured.
     *
     * @throws Problem where the file is damaged
     */
    public static Optional<MapMeasures> read(Path folder) {
        Path file = folder.resolve(FILE);
        return Files.isRegularFile(file) ? Optional.of(JsonFiles.read(file, MapMeasures.class, "measures of maps"))
                : Optional.empty();
    }

    /**
     * Measures the maps of a study, for the class that its pictures are of, and writes {@value #FILE}. Similarity is to
     * the unpruned network's map, whether or not people see that. On the thread that owns networks.
     *
     * @param folder   of the study
     * @param networks those of the study by their rates, and the unpruned one; each read when its turn comes
     * @param pictures the part of the data that the study's pictures are of
     * @throws Problem where the study does not say which pictures those are, or a network is another than the study's
     */
    public static MapMeasures take(Path folder, Map<Double, Supplier<Network>> networks, Pictures pictures,
            Progress progress) {
        StudyContent content = Study.read(folder);
        SurveyPictures shown = pictures(folder, content, pictures);
        CamMethod method = StudyMaker.method(content.design().method());
        RateSurvey survey = new RateSurvey(() -> shown, new RateSurvey.Settings(method, Optional.empty(),
                RateSurvey.Explained.TRUE, EnumSet.allOf(MapMeasure.class)));
        List<Double> rates = new ArrayList<>(content.design().rates());
        if (rates.get(0) != 1) {
            rates.add(0, 1.0);
        }
        List<MeasuredNetwork> measured = new ArrayList<>();
        for (double rate : rates) {
            Progress part = progress.part(measured.size() / (double) rates.size(),
                    (measured.size() + 1.0) / rates.size());
            try (Network network = networks.get(rate).get()) {
                requireSame(content, rate, network);
                String id = Double.toString(rate);
                survey.add(id, network, Question.network(rate), rate, part.part(0, QUICK));
                measured.add(survey.complete(id, network, part.part(QUICK, 1)));
            }
        }
        MapMeasures taken = new MapMeasures(
                measured.get(0).values().keySet().stream().map(measure -> of(measure, measured)).toList());
        JsonFiles.write(folder.resolve(FILE), taken);
        return taken;
    }

    private static SurveyPictures pictures(Path folder, StudyContent content, Pictures pictures) {
        int[] indices = content.pictures().stream().mapToInt(Shown::index).toArray();
        if (Arrays.stream(indices).allMatch(index -> index >= 0 && index < pictures.size())) {
            SurveyPictures shown = SurveyPictures.of(pictures, indices);
            if (Arrays.equals(shown.labels(), content.pictures().stream().mapToInt(Shown::trueClass).toArray())) {
                return shown;
            }
        }
        throw new Problem("The study in " + folder
                + " does not say which pictures of these data it shows, so its maps cannot be measured. Make it again.");
    }

    private static Measured of(MapMeasure measure, List<MeasuredNetwork> networks) {
        Map<Double, double[]> values = new LinkedHashMap<>();
        networks.forEach(network -> values.put(network.rate(), network.values().get(measure)));
        return new Measured(measure.key(), measure.title(), measure.higherIsBetter(), values);
    }

    private static void requireSame(StudyContent content, double rate, Network network) {
        String known = content.provenance().getOrDefault(StudyMaker.networkKey(rate), "");
        if (!known.isEmpty() && !known.endsWith(network.fingerprint())) {
            throw new Problem("The network at " + Question.network(rate)
                    + " is another than the study's. Choose the run that the study was made of.");
        }
    }
}
