package espalier.explain;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the explanations of a trajectory's networks over the same pictures: add the unpruned network first, then each rate as it
 * comes. Runs on the thread that owns the networks; what it gives are plain values.
 */
public final class TrajectoryStudy {

    /** The share of the work that makes maps, where the network is tried as well. */
    private static final double MAPS = 0.2;

    private final StudyPictures pictures;
    private final StudySettings settings;
    private final List<MeasuredNetwork> networks = new ArrayList<>();

    /** A study of nothing yet. */
    public TrajectoryStudy(StudyPictures pictures, StudySettings settings) {
        this.pictures = pictures;
        this.settings = settings;
    }

    /** What is known, in the order in which networks were added. */
    public List<MeasuredNetwork> networks() {
        return List.copyOf(networks);
    }

    /**
     * Explains the pictures by a network and measures the maps. Each picture is looked at by itself, so the numbers are the same
     * whatever other pictures there are.
     *
     * @param name     for a person
     * @param rate     1 for the unpruned, which comes first
     * @param progress with checkpoints between batches
     * @throws Problem as {@link Explanations#explain}, or where the network has other classes than the first
     */
    public MeasuredNetwork add(Network network, String name, double rate, Progress progress) {
        Set<MapMeasure> ofMaps = EnumSet.noneOf(MapMeasure.class);
        Set<MapMeasure> byTrial = EnumSet.noneOf(MapMeasure.class);
        settings.measures().forEach(measure -> (measure.kind() == MapMeasure.Kind.FAITHFULNESS ? byTrial : ofMaps).add(measure));
        Batch batch = pictures.batch(network.description());
        String layer = settings.layer().orElseGet(() -> MapLayers.usual(network));
        List<Explanation> found = Explanations.explain(network, batch, settings.method(), layer, classes(network),
                progress.part(0, byTrial.isEmpty() ? 1 : MAPS));
        List<Map<MapMeasure, Double>> tried = byTrial.isEmpty() ? List.of()
                : Faithfulness.measure(network, batch, found, byTrial, progress.part(MAPS, 1));
        Map<MapMeasure, double[]> values = new EnumMap<>(MapMeasure.class);
        settings.measures().forEach(measure -> values.put(measure, new double[pictures.size()]));
        List<Explanation> reference = networks.isEmpty() ? found : networks.get(0).explanations();
        for (int i = 0; i < pictures.size(); i++) {
            MapSubject subject = new MapSubject(found.get(i).map(), reference.get(i).map(), pictures.objects().get(i),
                    pictures.pictures().get(i).height(), pictures.pictures().get(i).width());
            for (MapMeasure measure : ofMaps) {
                values.get(measure)[i] = measure.of(subject);
            }
            for (MapMeasure measure : byTrial) {
                values.get(measure)[i] = tried.get(i).get(measure);
            }
            if (i % 20 == 0) {
                progress.checkpoint();
            }
        }
        MeasuredNetwork measured = new MeasuredNetwork(name, rate, layer, found, values);
        networks.add(measured);
        return measured;
    }

    private int[] classes(Network network) {
        int[] classes = new int[pictures.size()];
        switch (settings.classes()) {
            case TRUE -> System.arraycopy(pictures.labels(), 0, classes, 0, classes.length);
            case PREDICTED -> Arrays.fill(classes, Explanations.PREDICTED);
            case BY_FIRST -> {
                if (networks.isEmpty()) {
                    Arrays.fill(classes, Explanations.PREDICTED);
                } else {
                    List<Explanation> first = networks.get(0).explanations();
                    int known = first.get(0).probabilities().length;
                    if (network.classes() != known) {
                        throw new Problem(network.description().name() + " knows " + network.classes() + " classes, but the first "
                                + "network " + known + ". Compare networks of the same classes.");
                    }
                    Arrays.setAll(classes, i -> first.get(i).explained());
                }
            }
        }
        return classes;
    }
}
