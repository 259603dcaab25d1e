package espalier.survey;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.MapLayers;
import espalier.explain.measures.MapMeasure;
import espalier.explain.measures.MapMeasurement;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the explanations of a trajectory's networks over the same pictures: add the unpruned network first, then
 * each rate as it comes. Runs on the thread that owns the networks; what it gives are plain values.
 */
public final class TrajectoryStudy {

    /** The share of the work that makes maps. */
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
     * Explains the pictures by a network and measures the maps.
     *
     * @param name     for a person
     * @param rate     1 for the unpruned, which comes first
     * @param progress with checkpoints between batches
     * @throws Problem as {@link Explanations#explain}, or where the network has other classes than the first
     */
    public MeasuredNetwork add(Network network, String name, double rate, Progress progress) {
        Batch batch = pictures.batch(network.description());
        String layer = settings.layer().orElseGet(() -> MapLayers.usual(network));
        List<Explanation> found = Explanations.explain(network, batch, settings.method(), layer, classes(network),
                progress.part(0, MAPS));
        List<Explanation> reference = networks.isEmpty() ? found : networks.get(0).explanations();
        MeasuredNetwork added = new MeasuredNetwork(name, rate, layer, found,
                values(network, found, reference, settings.measures(), progress.part(MAPS, 1)));
        networks.add(added);
        return added;
    }

    /**
     * Measures more of a network that was added: its maps are not made again.
     *
     * @param number   its place among those that were added
     * @param network  the same network
     * @param measures beside those that are known
     */
    public MeasuredNetwork more(int number, Network network, Set<MapMeasure> measures, Progress progress) {
        MeasuredNetwork known = networks.get(number);
        Map<MapMeasure, double[]> values = new EnumMap<>(known.values());
        values.putAll(values(network, known.explanations(), networks.get(0).explanations(), measures, progress));
        MeasuredNetwork measured = new MeasuredNetwork(known.name(), known.rate(), known.layer(), known.explanations(),
                values);
        networks.set(number, measured);
        return measured;
    }

    private Map<MapMeasure, double[]> values(Network network, List<Explanation> found, List<Explanation> reference,
            Set<MapMeasure> measures, Progress progress) {
        List<Map<MapMeasure, Double>> measured = MapMeasurement.of(network, pictures.batch(network.description()),
                found, reference, pictures.objects(), measures, progress);
        Map<MapMeasure, double[]> values = new EnumMap<>(MapMeasure.class);
        measures.forEach(
                measure -> values.put(measure, measured.stream().mapToDouble(each -> each.get(measure)).toArray()));
        return values;
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
                        throw new Problem(network.description().name() + " knows " + network.classes()
                                + " classes, but the first " + "network " + known
                                + ". Compare networks of the same classes.");
                    }
                    Arrays.setAll(classes, i -> first.get(i).explained());
                }
            }
        }
        return classes;
    }
}
