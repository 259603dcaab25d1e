package espalier.app.compare;

import espalier.app.Explainer;
import espalier.app.OpenNetwork;
import espalier.data.Dataset;
import espalier.data.Part;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.data.PicturesInTurn;
import espalier.explain.Explanation;
import espalier.explain.GradCam;
import espalier.explain.CamMethod;
import espalier.explain.MapRequest;
import espalier.explain.MapMeasure;
import espalier.explain.MapSubject;
import espalier.explain.MeanInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/**
 * What becomes of explanations with the rate: measures of the maps of all networks of a trajectory over the same test pictures. All
 * networks explain the class that the unpruned one predicts, at its usual layer. Asked for in small questions, so that it goes on
 * during a pruning run. Belongs to one thread, the FX thread.
 */
public final class MapStudy {

    /** Pictures in a question: well under a second. */
    private static final int BATCH = 20;
    private static final int SEED = 1;

    private final Explainer explainer;
    private final Executor background;
    private final Executor fx;
    private final Consumer<Throwable> report;
    private final Map<String, Map<MapMeasure, double[]>> values = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private final ReadOnlyDoubleWrapper done = new ReadOnlyDoubleWrapper(this, "done", Double.NaN);
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision");
    private Sample sample = new Sample(List.of(), List.of());
    private List<Explanation> reference = List.of();
    private int generation;

    /** Pictures with their masks. */
    private record Sample(List<Picture> pictures, List<Optional<boolean[]>> masks) {
    }

    /** A study of nothing. */
    public MapStudy(Explainer explainer, Executor background, Executor fx, Consumer<Throwable> report) {
        this.explainer = explainer;
        this.background = background;
        this.fx = fx;
        this.report = report;
    }

    /** How much is done, 0 to 1; NaN when nothing goes on. */
    public ReadOnlyDoubleProperty done() {
        return done.getReadOnlyProperty();
    }

    /** Rises whenever there is something new. */
    public ReadOnlyIntegerProperty revision() {
        return revision.getReadOnlyProperty();
    }

    /** The mean of a measure for a network; empty while it is not known. */
    public Optional<MeanInterval> mean(String network, MapMeasure measure) {
        return Optional.ofNullable(values.get(network)).map(known -> MeanInterval.bootstrap(known.get(measure), SEED));
    }

    /** How many pictures are looked at. */
    public int pictures() {
        return sample.pictures.size();
    }

    /** Whether objects' masks are known, so that it can be measured whether maps lie on them. */
    public boolean hasMasks() {
        return sample.masks.stream().anyMatch(Optional::isPresent);
    }

    /** Begins anew: other pictures, or another unpruned network. */
    public void start(Dataset data, List<OpenNetwork> networks, int size) {
        forget();
        if (networks.isEmpty() || !networks.get(0).description().inputSize().equals(data.pictureSize())) {
            return;
        }
        int own = generation;
        done.set(0);
        CompletableFuture.supplyAsync(() -> sample(data, size), background).whenCompleteAsync((found, failure) -> {
            if (own == generation) {
                if (failure != null) {
                    fail(failure);
                } else {
                    sample = found;
                    next(networks, 0, own);
                }
            }
        }, fx);
    }

    /** Looks at networks that came since. */
    public void add(List<OpenNetwork> networks) {
        if (Double.isNaN(done.get()) && !reference.isEmpty()
                && networks.stream().anyMatch(network -> !isSettled(network))) {
            done.set(0);
            next(networks, 0, generation);
        }
    }

    /** Ends what goes on, and knows nothing. */
    public void forget() {
        generation++;
        values.clear();
        failed.clear();
        sample = new Sample(List.of(), List.of());
        reference = List.of();
        done.set(Double.NaN);
        revision.set(revision.get() + 1);
    }

    private static Sample sample(Dataset data, int size) {
        Pictures test = data.part(Part.TEST);
        int[] all = new int[test.size()];
        Arrays.setAll(all, i -> i);
        List<Picture> pictures = new ArrayList<>();
        List<Optional<boolean[]>> masks = new ArrayList<>();
        for (int index : PicturesInTurn.of(test, all)) {
            if (pictures.size() < size) {
                test.picture(index).ifPresent(picture -> {
                    pictures.add(picture);
                    masks.add(test.mask(index));
                });
            }
        }
        return new Sample(pictures, masks);
    }

    private void next(List<OpenNetwork> networks, int number, int own) {
        if (own != generation) {
            return;
        }
        if (number == networks.size() || sample.pictures.isEmpty()) {
            done.set(Double.NaN);
            revision.set(revision.get() + 1);
        } else if (isSettled(networks.get(number))) {
            next(networks, number + 1, own);
        } else {
            explain(networks, number, new ArrayList<>(), own);
        }
    }

    private void explain(List<OpenNetwork> networks, int number, List<Explanation> found, int own) {
        int from = found.size();
        int to = Math.min(sample.pictures.size(), from + BATCH);
        done.set((number + from / (double) sample.pictures.size()) / networks.size());
        int[] classes = new int[to - from];
        Arrays.setAll(classes, i -> reference.isEmpty() ? GradCam.PREDICTED : reference.get(from + i).predicted());
        String layer = GradCam.usualLayer(networks.get(0).layers()).orElse("");
        Sample pictures = sample;
        List<Explanation> known = reference;
        explainer.explain(networks.get(number), pictures.pictures.subList(from, to),
                List.of(new MapRequest(CamMethod.GRAD_CAM, layer, classes))).thenApplyAsync(explanations -> {
            found.addAll(explanations.get(0));
            List<Explanation> first = known.isEmpty() ? found : known;
            return found.size() < pictures.pictures.size() ? Map.<MapMeasure, double[]>of() : measure(found, first, pictures);
        }, background).whenCompleteAsync((measured, failure) -> {
            if (own != generation) {
                return;
            }
            if (failure != null) {
                failed.add(networks.get(number).id());
                fail(failure);
            } else if (measured.isEmpty()) {
                explain(networks, number, found, own);
            } else {
                values.put(networks.get(number).id(), measured);
                reference = reference.isEmpty() ? List.copyOf(found) : reference;
                revision.set(revision.get() + 1);
                next(networks, number + 1, own);
            }
        }, fx);
    }

    private boolean isSettled(OpenNetwork network) {
        return values.containsKey(network.id()) || failed.contains(network.id());
    }

    private void fail(Throwable failure) {
        done.set(Double.NaN);
        report.accept(failure);
    }

    private static Map<MapMeasure, double[]> measure(List<Explanation> found, List<Explanation> reference, Sample sample) {
        Map<MapMeasure, double[]> result = new EnumMap<>(MapMeasure.class);
        for (MapMeasure measure : MapMeasure.ofMaps()) {
            result.put(measure, new double[found.size()]);
        }
        for (int i = 0; i < found.size(); i++) {
            MapSubject subject = new MapSubject(found.get(i).map(), reference.get(i).map(), sample.masks.get(i),
                    sample.pictures.get(i).height(), sample.pictures.get(i).width());
            for (MapMeasure measure : MapMeasure.ofMaps()) {
                result.get(measure)[i] = measure.of(subject);
            }
        }
        return result;
    }
}
