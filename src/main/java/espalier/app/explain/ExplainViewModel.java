package espalier.app.explain;

import espalier.app.Explainer;
import espalier.app.OpenNetwork;
import espalier.colour.ColourMap;
import espalier.colour.ColourMaps;
import espalier.explain.Explanation;
import espalier.explain.GradCam;
import espalier.explain.MapMeasure;
import espalier.network.LayerInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/**
 * Which maps are shown, and how. Maps are asked for by one pass for each network and all pictures, kept by (network, picture,
 * class, layer), and the grid fills as they come. Belongs to one thread, the FX thread.
 */
public final class ExplainViewModel {

    /** Maps of the first layers of large pictures take 200 kB each. */
    private static final int MOST_KEPT = 600;

    private final Explainer explainer;
    private final Executor fx;
    private final Consumer<Throwable> report;

    private final ObservableList<OpenNetwork> networks = FXCollections.observableArrayList();
    private final ObservableList<ShownPicture> pictures = FXCollections.observableArrayList();
    private final ObservableList<String> layers = FXCollections.observableArrayList();
    private final ObjectProperty<ClassChoice> classChoice = new SimpleObjectProperty<>(this, "classChoice",
            ClassChoice.PREDICTED);
    private final IntegerProperty fixedClass = new SimpleIntegerProperty(this, "fixedClass", 0);
    private final StringProperty layer = new SimpleStringProperty(this, "layer");
    private final ObjectProperty<Display> display = new SimpleObjectProperty<>(this, "display", Display.HEAT_MAP);
    private final ObjectProperty<MapScale> scale = new SimpleObjectProperty<>(this, "scale", MapScale.MAP);
    private final ObjectProperty<ColourMap> colours = new SimpleObjectProperty<>(this, "colours", ColourMaps.VIRIDIS);
    private final DoubleProperty opacity = new SimpleDoubleProperty(this, "opacity", 0.55);
    private final ObjectProperty<MapMeasure> measure = new SimpleObjectProperty<>(this, "measure", MapMeasure.PEARSON);
    private final ObjectProperty<Optional<Marker>> marker = new SimpleObjectProperty<>(this, "marker", Optional.empty());
    private final ReadOnlyObjectWrapper<MapGrid> grid = new ReadOnlyObjectWrapper<>(this, "grid", MapGrid.EMPTY);

    private final Map<Key, Explanation> known = new LinkedHashMap<>(64, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Explanation> eldest) {
            return size() > MOST_KEPT;
        }
    };
    private final Map<Key, CompletableFuture<?>> asked = new LinkedHashMap<>();
    private final Map<Key, String> failed = new LinkedHashMap<>();

    /** By what a map is known; the class is {@link GradCam#PREDICTED} where the network chooses it. */
    private record Key(String network, String picture, int explained, String layer) {
    }

    /**
     * A page with nothing on it.
     *
     * @param fx     runs what changes properties
     * @param report told of failures
     */
    public ExplainViewModel(Explainer explainer, Executor fx, Consumer<Throwable> report) {
        this.explainer = explainer;
        this.fx = fx;
        this.report = report;
        networks.addListener((ListChangeListener<OpenNetwork>) change -> chooseLayer());
        for (Observable setting : List.of(networks, pictures, classChoice, fixedClass, layer, scale)) {
            setting.addListener(changed -> update());
        }
        pictures.addListener((ListChangeListener<ShownPicture>) change -> marker.set(Optional.empty()));
    }

    /** The columns, the unpruned network first. */
    public ObservableList<OpenNetwork> networks() {
        return networks;
    }

    /** The rows. */
    public ObservableList<ShownPicture> pictures() {
        return pictures;
    }

    /** The layers that maps can be taken from. */
    public ObservableList<String> layers() {
        return layers;
    }

    /** The class that maps are made for. */
    public ObjectProperty<ClassChoice> classChoice() {
        return classChoice;
    }

    /** The class for {@link ClassChoice#FIXED}. */
    public IntegerProperty fixedClass() {
        return fixedClass;
    }

    /** The layer that maps are taken from; null while no network is open. */
    public StringProperty layer() {
        return layer;
    }

    /** How maps are drawn. */
    public ObjectProperty<Display> display() {
        return display;
    }

    /** Which maps share a scale. */
    public ObjectProperty<MapScale> scale() {
        return scale;
    }

    /** The colours of values. */
    public ObjectProperty<ColourMap> colours() {
        return colours;
    }

    /** The opacity of colours over the picture, 0 to 1. */
    public DoubleProperty opacity() {
        return opacity;
    }

    /** What is said of each map in figures. */
    public ObjectProperty<MapMeasure> measure() {
        return measure;
    }

    /** The point that is looked at. */
    public ObjectProperty<Optional<Marker>> marker() {
        return marker;
    }

    /** What is shown. */
    public ReadOnlyObjectProperty<MapGrid> grid() {
        return grid.getReadOnlyProperty();
    }

    /** Asks again for what failed. */
    public void retry() {
        failed.clear();
        update();
    }

    private void chooseLayer() {
        List<LayerInfo> infos = networks.isEmpty() ? List.of() : networks.get(0).layers();
        List<String> names = GradCam.layers(infos);
        if (!layers.equals(names)) {
            String before = layer.get();
            layers.setAll(names);
            layer.set(names.contains(before) ? before : GradCam.usualLayer(infos).orElse(null));
        }
    }

    private void update() {
        if (layer.get() != null && !networks.isEmpty()) {
            Set<Key> wanted = new HashSet<>();
            for (OpenNetwork network : networks) {
                ask(network, wanted);
            }
            forget(wanted);
        }
        show();
    }

    /** Asks for the network's maps that are neither known nor on their way. */
    private void ask(OpenNetwork network, Set<Key> wanted) {
        List<ShownPicture> missing = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        for (ShownPicture picture : pictures) {
            OptionalInt explained = explained(picture, network);
            if (explained.isPresent()) {
                Key key = new Key(network.id(), picture.id(), explained.getAsInt(), layer.get());
                wanted.add(key);
                if (!known.containsKey(key) && !asked.containsKey(key) && !failed.containsKey(key)) {
                    missing.add(picture);
                    keys.add(key);
                }
            }
        }
        if (!keys.isEmpty()) {
            CompletableFuture<List<Explanation>> future = explainer.explain(network,
                    missing.stream().map(ShownPicture::picture).toList(), layer.get(),
                    keys.stream().mapToInt(Key::explained).toArray());
            keys.forEach(key -> asked.put(key, future));
            future.whenCompleteAsync((explanations, failure) -> arrived(keys, explanations, failure), fx);
        }
    }

    private void arrived(List<Key> keys, List<Explanation> explanations, Throwable failure) {
        keys.forEach(asked::remove);
        if (failure == null) {
            for (int i = 0; i < keys.size(); i++) {
                Key key = keys.get(i);
                Explanation explanation = explanations.get(i);
                known.put(key, explanation);
                known.put(new Key(key.network, key.picture, explanation.explained(), key.layer), explanation);
            }
        } else if (!isCancellation(failure)) {
            keys.forEach(key -> failed.put(key, "This map could not be computed."));
            report.accept(failure);
        }
        update();
    }

    private static boolean isCancellation(Throwable failure) {
        return failure instanceof CancellationException
                || failure instanceof CompletionException && failure.getCause() instanceof CancellationException;
    }

    /** Takes back questions of which nothing is wanted any more. */
    private void forget(Set<Key> wanted) {
        Set<CompletableFuture<?>> needed = new HashSet<>();
        asked.forEach((key, future) -> {
            if (wanted.contains(key)) {
                needed.add(future);
            }
        });
        List.copyOf(asked.values()).stream().distinct().filter(future -> !needed.contains(future))
                .forEach(future -> future.cancel(false));
    }

    /** The class to explain; empty while it depends on a prediction that is not known. */
    private OptionalInt explained(ShownPicture picture, OpenNetwork network) {
        if (!picture.fits(network.description().inputSize())) {
            // Pictures of the data that were open before this network: others are on their way.
            return OptionalInt.empty();
        }
        return switch (classChoice.get()) {
            case PREDICTED -> OptionalInt.of(GradCam.PREDICTED);
            case TRUE -> OptionalInt.of(picture.hasLabel() ? picture.label() : GradCam.PREDICTED);
            case FIXED -> OptionalInt.of(fixedClass.get());
            case UNPRUNED -> {
                if (network.equals(networks.get(0))) {
                    yield OptionalInt.of(GradCam.PREDICTED);
                }
                Explanation first = known.get(new Key(networks.get(0).id(), picture.id(), GradCam.PREDICTED, layer.get()));
                yield first == null ? OptionalInt.empty() : OptionalInt.of(first.predicted());
            }
        };
    }

    private Optional<Explanation> explanation(ShownPicture picture, OpenNetwork network) {
        OptionalInt explained = explained(picture, network);
        return explained.isEmpty() || layer.get() == null ? Optional.empty()
                : Optional.ofNullable(known.get(new Key(network.id(), picture.id(), explained.getAsInt(), layer.get())));
    }

    private String failure(ShownPicture picture, OpenNetwork network) {
        OptionalInt explained = explained(picture, network);
        return explained.isEmpty() ? ""
                : failed.getOrDefault(new Key(network.id(), picture.id(), explained.getAsInt(), layer.get()), "");
    }

    private void show() {
        double largest = pictures.stream().mapToDouble(this::rowLargest).max().orElse(0);
        List<List<MapCell>> cells = new ArrayList<>();
        for (ShownPicture picture : pictures) {
            float value = (float) switch (scale.get()) {
                case MAP -> 0;
                case ROW -> rowLargest(picture);
                case GLOBAL -> largest;
            };
            Optional<Explanation> first = networks.isEmpty() ? Optional.empty() : explanation(picture, networks.get(0));
            cells.add(networks.stream().map(network -> new MapCell(picture, network, explanation(picture, network), first,
                    value, failure(picture, network))).toList());
        }
        grid.set(new MapGrid(List.copyOf(pictures), List.copyOf(networks), List.copyOf(cells), largest));
    }

    private double rowLargest(ShownPicture picture) {
        return networks.stream().map(network -> explanation(picture, network)).flatMap(Optional::stream)
                .mapToDouble(explanation -> explanation.map().max()).max().orElse(0);
    }
}
