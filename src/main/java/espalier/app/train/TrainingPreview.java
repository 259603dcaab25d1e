package espalier.app.train;

import espalier.app.Networks;
import espalier.basics.Figures;
import espalier.data.Batches;
import espalier.data.Batches.Augmentation;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.network.Front;
import espalier.network.Network;
import espalier.training.Beginning;
import espalier.training.TrainingEffort;
import espalier.training.TrainingSettings;
import espalier.training.TrainingStart;
import espalier.training.TrainingTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a training would be, before it begins.
 *
 * @param network      in words: its parameters, and what stays as it is
 * @param pictures     in words: how many for what
 * @param fronts       all that can stay as it is, the shortest first; empty for an architecture
 * @param training     how many training pictures there are
 * @param learningRate that is used
 * @param times        about how many seconds each effort takes
 * @param seconds      about how many the form's own numbers take
 * @param samples      training pictures as they are changed
 */
record TrainingPreview(String network, String pictures, List<Front> fronts, int training, double learningRate,
        Map<TrainingEffort, Double> times, double seconds, List<Sample> samples) {

    private static final int SAMPLES = 18;
    private static final int VARIANTS = 3;
    private static final int FROM = 500;

    /** A picture as a training sees it, and its class. */
    record Sample(Picture picture, String label) {}

    /** Looks at what is asked for; on the engine thread. */
    static TrainingPreview of(TrainingWish wish, Networks networks) {
        TrainingWish.Made made = wish.make(networks);
        TrainingStart start = made.start();
        Dataset data = made.data();
        try (Network network = start.network()) {
            TrainingSettings settings = wish.settings();
            double rate = start.trainer(data, settings).learningRate();
            TrainingTime time = TrainingTime.of(start, data, settings);
            int training = data.part(Part.TRAINING).size();
            Map<TrainingEffort, Double> times = new EnumMap<>(TrainingEffort.class);
            for (TrainingEffort effort : TrainingEffort.values()) {
                times.put(effort, time.seconds(data, settings.withEpochs(effort.epochs(wish.beginning(), training))));
            }
            boolean transfers = wish.beginning() == Beginning.NEW_HEAD;
            return new TrainingPreview(words(start, transfers), words(data), transfers ? Front.all(network) : List.of(),
                    training, rate, times, time.seconds(data, settings), samples(data, network, settings));
        }
    }

    private static String words(TrainingStart start, boolean transfers) {
        Network network = start.network();
        return Figures.large(network.cost().parameters()) + " parameters, " + Figures.large(network.cost().macs())
                + " MACs, pictures of " + network.description().inputSize()
                + (transfers ? "; from " + start.origin().get("transfer from").replaceAll(" \\(.*", "") + ", frozen: "
                        + TrainingStart.words(start.front()) : "");
    }

    private static String words(Dataset data) {
        return data.classNames().size() + " classes; " + Figures.count(data.part(Part.TRAINING).size())
                + " pictures for training, " + Figures.count(data.part(Part.VALIDATION).size()) + " for validation, "
                + Figures.count(data.part(Part.TEST).size()) + " for the test";
    }

    /** A few pictures; where they are changed each several times, so that one sees how. */
    private static List<Sample> samples(Dataset data, Network network, TrainingSettings settings) {
        Pictures all = data.part(Part.TRAINING);
        List<Picture> pictures = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        int variants = settings.augmentation().equals(Augmentation.NONE) ? 1 : VARIANTS;
        for (int index : all.inTurn(IntStream.range(0, Math.min(all.size(), FROM)).toArray())) {
            if (pictures.size() >= SAMPLES) {
                break;
            }
            all.picture(index).ifPresent(picture -> {
                for (int variant = 0; variant < variants; variant++) {
                    pictures.add(picture);
                    labels.add(data.classNames().get(all.label(index)));
                }
            });
        }
        List<Picture> changed = Batches.changed(pictures, network.description().normalisation(),
                settings.augmentation(), settings.seed());
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < changed.size(); i++) {
            samples.add(new Sample(changed.get(i), labels.get(i)));
        }
        return samples;
    }
}
