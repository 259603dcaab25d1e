package espalier.app;

import espalier.app.RateSurvey.Result;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import espalier.survey.MeasuredNetwork;
import espalier.survey.StudyPictures;
import espalier.survey.StudySettings;
import espalier.survey.SweetSpot;
import espalier.survey.SweetSpot.Difference;
import espalier.survey.TrajectoryStudy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The work of a {@link RateStudy} on one choice of pictures and settings. But for what it is made of, all belongs to
 * the engine thread.
 */
public final class RateSurvey {

    /** As many pictures, and the seed, as the command takes where nothing else is said. */
    public static final int PICTURES = 100;
    /** Of resampling. */
    public static final long SEED = 1;

    /** What needs no more than maps, and little time. */
    private static final EnumSet<MapMeasure> QUICK = EnumSet.copyOf(MapMeasure.ofMaps());
    static {
        QUICK.remove(MapMeasure.EARTH_MOVER);
    }

    /**
     * What is known.
     *
     * @param ids      of the networks, in the order of the sweet spot's
     * @param pictures that were looked at
     */
    public record Result(List<String> ids, SweetSpot spot, StudySettings settings, StudyPictures pictures) {

        /** What was measured of a network. */
        public Optional<MeasuredNetwork> network(String id) {
            return ids.contains(id) ? Optional.of(spot.networks().get(ids.indexOf(id))) : Optional.empty();
        }

        /** How a network differs from the unpruned in a measure that is tested. */
        public Optional<Difference> difference(String id, MapMeasure measure) {
            return ids.contains(id) ? Optional.ofNullable(spot.differences().get(ids.indexOf(id)).get(measure))
                    : Optional.empty();
        }
    }

    private final Dataset data;
    private final CamMethod method;
    private final Optional<String> layer;
    private final List<String> ids = new ArrayList<>();
    private StudyPictures pictures;
    private StudySettings settings;
    private TrajectoryStudy study;

    RateSurvey(Dataset data, CamMethod method, Optional<String> layer) {
        this.data = data;
        this.method = method;
        this.layer = layer;
    }

    /** Makes a network's maps, and measures what needs no more than them. */
    void add(OpenNetwork open, Networks networks, Progress progress) {
        if (study == null) {
            pictures = StudyPictures.first(data.part(Part.TEST), PICTURES);
            settings = new StudySettings(method, layer, StudySettings.Explained.BY_FIRST, measures(QUICK));
            study = new TrajectoryStudy(pictures, settings);
        }
        if (!ids.contains(open.id())) {
            study.add(networks.get(open), open.rateTitle(), open.rate(), progress);
            ids.add(open.id());
        }
    }

    /** Measures the rest, which takes most of the time. */
    void complete(OpenNetwork open, Networks networks, Progress progress) {
        int number = ids.indexOf(open.id());
        Set<MapMeasure> rest = measures(EnumSet.complementOf(QUICK));
        if (number >= 0 && !study.networks().get(number).values().keySet().containsAll(rest)) {
            study.more(number, networks.get(open), rest, progress);
        }
    }

    private Set<MapMeasure> measures(Set<MapMeasure> some) {
        Set<MapMeasure> measures = EnumSet.copyOf(some);
        if (!pictures.hasObjects()) {
            measures.removeAll(MapMeasure.of(MapMeasure.Kind.LOCALISATION));
        }
        return measures;
    }

    /** Of those networks that are measured, by rate. */
    Result result(List<OpenNetwork> trajectory) {
        List<OpenNetwork> known = trajectory.stream().filter(open -> ids.contains(open.id()))
                .sorted(Comparator.comparingDouble(OpenNetwork::rate)).toList();
        List<MeasuredNetwork> all = known.stream().map(open -> study.networks().get(ids.indexOf(open.id()))).toList();
        // What only some networks have cannot be compared yet.
        Set<MapMeasure> common = all.stream()
                .map(network -> (Set<MapMeasure>) EnumSet.copyOf(network.values().keySet())).reduce((first, second) -> {
                    first.retainAll(second);
                    return first;
                }).orElseThrow();
        return new Result(known.stream().map(OpenNetwork::id).toList(),
                SweetSpot.of(all.stream().map(network -> restricted(network, common)).toList(), SEED), settings,
                pictures);
    }

    /** Whether nothing is measured yet. */
    boolean isEmpty() {
        return ids.isEmpty();
    }

    private static MeasuredNetwork restricted(MeasuredNetwork network, Set<MapMeasure> measures) {
        Map<MapMeasure, double[]> values = new EnumMap<>(network.values());
        values.keySet().retainAll(measures);
        return new MeasuredNetwork(network.name(), network.rate(), network.layer(), network.explanations(), values);
    }
}
