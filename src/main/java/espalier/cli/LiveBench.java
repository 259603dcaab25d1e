package espalier.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.explain.CamMethod;
import espalier.explain.Explanations;
import espalier.explain.MapLayers;
import espalier.importance.Criteria;
import espalier.importance.Ranking;
import espalier.network.Network;
import espalier.pruning.LivePruning;
import espalier.pruning.LivePruning.Cuts;
import espalier.pruning.LivePruning.Estimate;
import espalier.pruning.Marks;
import espalier.pruning.PruningSettings;
import espalier.pruning.RateOf;
import espalier.pruning.Removal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures live pruning as the window does it, without a window: from a new place of the slider to what is shown. */
final class LiveBench {

    private static final double LOWEST = 1.5;
    private static final double HIGHEST = 16;
    /** Places lie evenly on the slider however many there are (golden ratio). */
    private static final double STEP = 0.6180339887;
    /** Rows of the Explain page in the smallest window. */
    private static final int PAGE = 3;

    private final Network network;
    private final Dataset data;
    private final PruningSettings settings = LivePruning.toRates(PruningSettings.quick(), RateOf.MACS);

    LiveBench(Network network, Dataset data) {
        this.network = network;
        this.data = data;
    }

    /**
     * What was measured, in milliseconds.
     *
     * @param gathering once, when a network is opened: what its layers give, and its accuracy on the first pictures
     * @param ranking   once for each criterion
     * @param places    of the slider, ×1.5 to ×16 MACs, at which the others were measured: medians
     * @param cutting   until the network is cut and compensated
     * @param accuracy  until its accuracy on the first validation pictures is known
     * @param pictures  as many
     * @param maps      until the maps of a page of pictures are there as well
     */
    record Times(String net, @JsonProperty("gathering_ms") double gathering, @JsonProperty("ranking_ms") double ranking,
            int places, @JsonProperty("cut_ms") double cutting, @JsonProperty("accuracy_ms") double accuracy,
            int pictures, @JsonProperty("maps_ms") double maps) {}

    /** @param warmUps places that are not counted, for Java to compile what it needs */
    Times measure(int warmUps, int repeat, Progress progress) {
        long start = System.nanoTime();
        LivePruning live = LivePruning.of(network, data, settings, progress.part(0, .1));
        double gathering = since(start);
        start = System.nanoTime();
        Ranking ranking = Criteria.named(settings.ranking().criterion()).rank(network, data,
                settings.request(settings.seed()), progress.part(.1, .2));
        Cuts cuts = new Cuts(network, ranking, settings);
        double ranked = since(start);
        Batch page = page();
        double[][] times = new double[3][repeat];
        int pictures = 0;
        for (int i = -warmUps; i < repeat; i++) {
            progress.checkpoint();
            double share = (i + warmUps) * STEP % 1;
            double rate = Math.min(cuts.highestRate(RateOf.MACS), LOWEST * Math.pow(HIGHEST / LOWEST, share));
            start = System.nanoTime();
            Removal removal = cuts.at(rate, RateOf.MACS, Marks.NONE);
            try (Network smaller = live.without(cuts.groups(), removal.groups(), settings.tuning().compensation(),
                    Progress.NONE)) {
                double cut = since(start);
                Estimate estimate = live.evaluate(smaller, Optional.empty(), live.atOnce(), Progress.NONE);
                double accuracy = since(start);
                explain(smaller, page);
                if (i >= 0) {
                    times[0][i] = cut;
                    times[1][i] = accuracy;
                    times[2][i] = since(start);
                    pictures = estimate.evaluation().pictures();
                }
            }
            progress.update(.2 + .8 * (i + 1.0 + warmUps) / (warmUps + repeat), "Live at another rate");
        }
        return new Times(network.description().name(), rounded(gathering), rounded(ranked), repeat, median(times[0]),
                median(times[1]), pictures, median(times[2]));
    }

    private Batch page() {
        Pictures test = data.part(Part.TEST);
        List<Picture> pictures = IntStream.range(0, test.size()).mapToObj(test::picture).flatMap(Optional::stream)
                .limit(PAGE).toList();
        return network.description().batch(pictures);
    }

    private static void explain(Network smaller, Batch page) {
        int[] classes = new int[page.size()];
        Arrays.fill(classes, Explanations.PREDICTED);
        Explanations.explain(smaller, page, CamMethod.GRAD_CAM, MapLayers.usual(smaller), classes, Progress.NONE);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return rounded(sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }

    private static double rounded(double milliseconds) {
        return Math.round(10 * milliseconds) / 10.0;
    }
}
