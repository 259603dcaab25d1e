package espalier.survey;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.explain.CamMethod;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.MapLayers;
import espalier.explain.measures.MapMeasure;
import espalier.explain.measures.MapMeasurement;
import espalier.network.Network;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Compares the explanations of a trajectory's networks over the same pictures: add the unpruned network first, then
 * each rate as it comes. What is quick is measured when a network is added, the rest when it is completed, so that all
 * networks can be looked at before the long work begins. Runs on the thread that owns the networks; what it gives are
 * plain values.
 */
public final class RateSurvey {

    /** As many pictures are looked at where nothing else is said. */
    public static final int PICTURES = 100;
    /** Of resampling, where nothing else is said. */
    public static final long SEED = 1;

    /** The share of the work of {@link #add} that makes maps. */
    private static final double MAPS = 0.2;

    /** Which class of a picture is explained. */
    public enum Explained {
        /** The one that the first network predicts, by all networks: their maps answer the same question. */
        BY_FIRST,
        /** The true one. */
        TRUE,
        /** The one that each network predicts itself. */
        PREDICTED
    }

    /**
     * How networks' explanations are compared.
     *
     * @param method   of the maps
     * @param layer    that maps are taken from; empty for each network's {@link MapLayers#usual usual} one
     * @param classes  which class is explained
     * @param measures of the maps
     */
    public record Settings(CamMethod method, Optional<String> layer, Explained classes, Set<MapMeasure> measures) {

        /** The same without measures that need to know where objects are, where no picture tells. */
        public Settings possibleOn(SurveyPictures pictures) {
            Set<MapMeasure> possible = EnumSet.noneOf(MapMeasure.class);
            measures.stream().filter(measure -> pictures.hasObjects() || measure.kind() != MapMeasure.Kind.LOCALISATION)
                    .forEach(possible::add);
            return new Settings(method, layer, classes, possible);
        }

        /** The layer that a network's maps are taken from. */
        String layerOf(Network network) {
            return layer.orElseGet(() -> MapLayers.usual(network));
        }
    }

    /**
     * What is known of some of the networks.
     *
     * @param ids      of the networks, in the order of the sweet spot's
     * @param pictures that were looked at
     */
    public record Result(List<String> ids, SweetSpot spot, Settings settings, SurveyPictures pictures) {

        /** What was measured of a network. */
        public Optional<MeasuredNetwork> network(String id) {
            return ids.contains(id) ? Optional.of(spot.networks().get(ids.indexOf(id))) : Optional.empty();
        }

        /** How a network differs from the unpruned in a measure that is tested. */
        public Optional<PairedComparison> difference(String id, MapMeasure measure) {
            return ids.contains(id) ? Optional.ofNullable(spot.differences().get(ids.indexOf(id)).get(measure))
                    : Optional.empty();
        }
    }

    private final Supplier<SurveyPictures> source;
    private final Map<String, MeasuredNetwork> networks = new LinkedHashMap<>();
    private SurveyPictures pictures;
    private Settings settings;

    /**
     * A survey of nothing yet.
     *
     * @param pictures are read when the first network is added
     * @param settings of which measures are left out that are not possible on the pictures
     */
    public RateSurvey(Supplier<SurveyPictures> pictures, Settings settings) {
        this.source = pictures;
        this.settings = settings;
    }

    /** Whether no network is known. */
    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /** Whether a network is known, completed or not. */
    public boolean contains(String id) {
        return networks.containsKey(id);
    }

    /**
     * Explains the pictures by a network and takes the measures that need no more than maps, and little time.
     *
     * @param id       by which the network is known here
     * @param name     for a person
     * @param rate     1 for the unpruned, which comes first
     * @param progress with checkpoints between batches
     * @throws Problem as {@link Explanations#explain}, or where the network has other classes than the first
     */
    public MeasuredNetwork add(String id, Network network, String name, double rate, Progress progress) {
        if (pictures == null) {
            pictures = source.get();
            settings = settings.possibleOn(pictures);
        }
        Batch batch = pictures.batch(network.description());
        String layer = settings.layerOf(network);
        List<Explanation> found = Explanations.explain(network, batch, settings.method, layer, classes(network),
                progress.part(0, MAPS));
        MeasuredNetwork added = measured(new MeasuredNetwork(name, rate, layer, found, Map.of()), network, batch,
                missing(Map.of(), true), progress.part(MAPS, 1));
        networks.put(id, added);
        return added;
    }

    /**
     * Takes the measures of an added network that are not known yet, which is most of the work: its maps are not made
     * again.
     *
     * @param network the same network
     */
    public MeasuredNetwork complete(String id, Network network, Progress progress) {
        MeasuredNetwork known = networks.get(id);
        MeasuredNetwork completed = measured(known, network, pictures.batch(network.description()),
                missing(known.values(), false), progress);
        networks.put(id, completed);
        return completed;
    }

    /** Whether nothing of a network is left to be measured. */
    public boolean isComplete(String id) {
        return contains(id) && missing(networks.get(id).values(), false).isEmpty();
    }

    /**
     * What is known of some networks, compared by the measures that all of them have.
     *
     * @param ids  of known networks, the unpruned first
     * @param seed of resampling: the same seed gives the same numbers
     */
    public Result result(List<String> ids, long seed) {
        List<MeasuredNetwork> all = ids.stream().map(networks::get).toList();
        Set<MapMeasure> common = EnumSet.allOf(MapMeasure.class);
        all.forEach(network -> common.retainAll(network.values().keySet()));
        return new Result(List.copyOf(ids),
                SweetSpot.of(all.stream().map(network -> network.restrictedTo(common)).toList(), seed), settings,
                pictures);
    }

    /** What is not measured yet: all, or what is quick. */
    private Set<MapMeasure> missing(Map<MapMeasure, double[]> known, boolean quick) {
        Set<MapMeasure> missing = EnumSet.noneOf(MapMeasure.class);
        settings.measures.stream().filter(measure -> !known.containsKey(measure))
                .filter(measure -> !quick || isQuick(measure)).forEach(missing::add);
        return missing;
    }

    private MeasuredNetwork measured(MeasuredNetwork known, Network network, Batch batch, Set<MapMeasure> missing,
            Progress progress) {
        List<Explanation> reference = networks.isEmpty() ? known.explanations()
                : networks.values().iterator().next().explanations();
        List<Map<MapMeasure, Double>> found = MapMeasurement.of(network, batch, known.explanations(), reference,
                pictures.objects(), missing, progress);
        Map<MapMeasure, double[]> values = new EnumMap<>(MapMeasure.class);
        values.putAll(known.values());
        missing.forEach(
                measure -> values.put(measure, found.stream().mapToDouble(each -> each.get(measure)).toArray()));
        return new MeasuredNetwork(known.name(), known.rate(), known.layer(), known.explanations(), values);
    }

    private static boolean isQuick(MapMeasure measure) {
        return measure.kind() != MapMeasure.Kind.FAITHFULNESS && measure != MapMeasure.EARTH_MOVER;
    }

    private int[] classes(Network network) {
        int[] classes = new int[pictures.size()];
        switch (settings.classes) {
            case TRUE -> System.arraycopy(pictures.labels(), 0, classes, 0, classes.length);
            case PREDICTED -> Arrays.fill(classes, Explanations.PREDICTED);
            case BY_FIRST -> {
                if (networks.isEmpty()) {
                    Arrays.fill(classes, Explanations.PREDICTED);
                } else {
                    List<Explanation> first = networks.values().iterator().next().explanations();
                    int known = first.get(0).probabilities().length;
                    if (network.classes() != known) {
                        throw new Problem(network.description().name() + " knows " + network.classes()
                                + " classes, but the first network " + known
                                + ". Compare networks of the same classes.");
                    }
                    Arrays.setAll(classes, i -> first.get(i).explained());
                }
            }
        }
        return classes;
    }
}
