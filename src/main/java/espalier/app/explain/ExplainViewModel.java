package espalier.app.explain;

import espalier.app.OpenNetwork;
import espalier.app.Theme;
import espalier.app.explain.Drawing.Display;
import espalier.app.explain.Drawing.Scale;
import espalier.app.explain.MapCell.Marker;
import espalier.app.explain.MapSource.Wanted;
import espalier.drawing.ColourMap;
import espalier.drawing.Interpolation;
import espalier.explain.CamMethod;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.MapLayers;
import espalier.explain.measures.MapMeasure;
import espalier.network.LayerInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
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
import javafx.beans.value.ObservableObjectValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/**
 * Which maps are shown, and how. Maps are asked for of a {@link MapSource}, and the grid fills as they come; what is
 * chosen of their drawing asks for nothing. Belongs to one thread, the FX thread.
 */
public final class ExplainViewModel {

    /** The class that maps are made for. */
    public enum ClassChoice {
        /** Each network's own prediction. */
        PREDICTED("its own answer",
                "Each network explains the class that it predicts itself, as in “Less is More”. Where the "
                        + "prediction changes, maps of different classes stand side by side."),
        /** What the unpruned network predicts, for all. */
        UNPRUNED("unpruned's",
                "All networks explain the class that the unpruned one predicts, so that maps can be " + "compared."),
        /** What the picture shows. */
        TRUE("true class",
                "All networks explain what the picture shows. A picture of one's own has no known class: then each network's "
                        + "prediction is explained."),
        /** A class that the person names. */
        FIXED("one for all", "All networks explain the class chosen here, in every picture.");

        private final String title;
        private final String explanation;

        ClassChoice(String title, String explanation) {
            this.title = title;
            this.explanation = explanation;
        }

        /** What it means. */
        public String explanation() {
            return explanation;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * The map that is looked at closely.
     *
     * @param picture its picture's id
     * @param network its network's {@link OpenNetwork#column}
     */
    public record Zoom(String picture, String network) {}

    private final ObservableList<OpenNetwork> networks = FXCollections.observableArrayList();
    private final ObservableList<ShownPicture> pictures = FXCollections.observableArrayList();
    private final ObservableList<String> layers = FXCollections.observableArrayList();
    private final ObjectProperty<CamMethod> method = new SimpleObjectProperty<>(this, "method", CamMethod.GRAD_CAM);
    private final ObjectProperty<ClassChoice> classChoice = new SimpleObjectProperty<>(this, "classChoice",
            ClassChoice.PREDICTED);
    private final IntegerProperty fixedClass = new SimpleIntegerProperty(this, "fixedClass", 0);
    private final StringProperty layer = new SimpleStringProperty(this, "layer");
    private final ObjectProperty<Display> display = new SimpleObjectProperty<>(this, "display", Display.HEAT_MAP);
    private final ObjectProperty<Scale> scale = new SimpleObjectProperty<>(this, "scale", Scale.MAP);
    private final ObjectProperty<ColourMap> colours = new SimpleObjectProperty<>(this, "colours",
            Theme.valueColoursProperty().get());
    private final DoubleProperty opacity = new SimpleDoubleProperty(this, "opacity", 0.55);
    private final ObjectProperty<Interpolation> interpolation = new SimpleObjectProperty<>(this, "interpolation",
            Interpolation.BILINEAR);
    private final ObjectBinding<Drawing> drawing = Bindings.createObjectBinding(this::currentDrawing, display,
            interpolation, colours, opacity);
    private final ObservableList<MapMeasure> measures = FXCollections.observableArrayList(MapMeasure.PEARSON,
            MapMeasure.TOP_OVERLAP);
    private final ObjectProperty<Optional<Marker>> marker = new SimpleObjectProperty<>(this, "marker",
            Optional.empty());
    private final ObjectProperty<Optional<Zoom>> zoom = new SimpleObjectProperty<>(this, "zoom", Optional.empty());
    private final ReadOnlyObjectWrapper<MapGrid> grid = new ReadOnlyObjectWrapper<>(this, "grid", MapGrid.EMPTY);

    private final MapSource source;
    private final MeasureSource measured;

    /**
     * A page with nothing on it.
     *
     * @param background computes measures
     * @param fx         runs what changes properties
     * @param report     told of failures
     */
    public ExplainViewModel(Explainer explainer, Executor background, Executor fx, Consumer<Throwable> report) {
        this.source = new MapSource(explainer, fx, report, this::update);
        this.measured = new MeasureSource(explainer, background, fx, report, this::show);
        networks.addListener((ListChangeListener<OpenNetwork>) change -> chooseLayer());
        for (Observable setting : List.of(networks, pictures, method, classChoice, fixedClass, layer, scale,
                measures)) {
            setting.addListener(changed -> update());
        }
        pictures.addListener((ListChangeListener<ShownPicture>) change -> {
            marker.set(Optional.empty());
            if (zoom.get().isPresent()
                    && pictures.stream().noneMatch(picture -> picture.id().equals(zoom.get().get().picture()))) {
                zoom.set(Optional.empty());
            }
        });
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

    /** How maps are made. */
    public ObjectProperty<CamMethod> methodProperty() {
        return method;
    }

    /** The class that maps are made for. */
    public ObjectProperty<ClassChoice> classChoiceProperty() {
        return classChoice;
    }

    /** The class for {@link ClassChoice#FIXED}. */
    public IntegerProperty fixedClassProperty() {
        return fixedClass;
    }

    /** The layer that maps are taken from; null while no network is open. */
    public StringProperty layerProperty() {
        return layer;
    }

    /** How maps are drawn. */
    public ObjectProperty<Display> displayProperty() {
        return display;
    }

    /** Which maps share a scale. */
    public ObjectProperty<Scale> scaleProperty() {
        return scale;
    }

    /** The colours of values. */
    public ObjectProperty<ColourMap> coloursProperty() {
        return colours;
    }

    /** The opacity of colours over the picture, 0 to 1. */
    public DoubleProperty opacityProperty() {
        return opacity;
    }

    /** How maps are made as large as their pictures. */
    public ObjectProperty<Interpolation> interpolationProperty() {
        return interpolation;
    }

    /** All that is chosen of how maps are drawn. */
    public ObservableObjectValue<Drawing> drawingProperty() {
        return drawing;
    }

    private Drawing currentDrawing() {
        return new Drawing(display.get(), interpolation.get(), colours.get(), opacity.get());
    }

    /** What is said of each map in figures. */
    public ObservableList<MapMeasure> measures() {
        return measures;
    }

    /** The point that is looked at. */
    public ObjectProperty<Optional<Marker>> markerProperty() {
        return marker;
    }

    /** The map that is looked at closely. */
    public ObjectProperty<Optional<Zoom>> zoomProperty() {
        return zoom;
    }

    /** All cells of the picture that is looked at closely; none where none is. */
    public List<MapCell> zoomedRow() {
        return zoom.get().stream()
                .flatMap(place -> grid.get().cells().stream()
                        .filter(row -> row.stream().anyMatch(cell -> cell.picture().id().equals(place.picture()))))
                .findFirst().orElse(List.of());
    }

    /** The cell that is looked at closely; empty where none is, or it is not shown any more. */
    public Optional<MapCell> zoomedCell() {
        return zoomedRow().stream().filter(cell -> cell.network().column().equals(zoom.get().orElseThrow().network()))
                .findFirst();
    }

    /** What is shown. */
    public ReadOnlyObjectProperty<MapGrid> gridProperty() {
        return grid.getReadOnlyProperty();
    }

    /** Asks again for what failed, or was cancelled. */
    public void retry() {
        source.retry();
        measured.retry();
        update();
    }

    private void chooseLayer() {
        List<LayerInfo> infos = networks.isEmpty() ? List.of() : networks.get(0).layers();
        List<String> names = MapLayers.of(infos);
        if (!layers.equals(names)) {
            String before = layer.get();
            layers.setAll(names);
            layer.set(names.contains(before) ? before : MapLayers.usual(infos).orElse(null));
        }
    }

    private void update() {
        if (layer.get() != null && !networks.isEmpty()) {
            Set<Wanted> wanted = new LinkedHashSet<>();
            for (ShownPicture picture : pictures) {
                for (OpenNetwork network : networks) {
                    wanted(picture, network).or(() -> reference(picture)).ifPresent(wanted::add);
                }
            }
            source.want(wanted);
        }
        show();
        measure();
    }

    /** Asks for the chosen measures; those for which networks are run again wait until all maps are there. */
    private void measure() {
        List<MapCell> cells = grid.get().cells().stream().flatMap(List::stream).toList();
        measured.want(cells, measures);
        Set<MapMeasure> tested = measures.stream().filter(measure -> measure.kind() == MapMeasure.Kind.FAITHFULNESS)
                .collect(Collectors.toSet());
        if (tested.isEmpty() || grid.get().waiting() == 0) {
            measured.wantTrials(cells, tested);
        }
    }

    /** The map of a cell; empty while its class depends on a prediction that is not known. */
    private Optional<Wanted> wanted(ShownPicture picture, OpenNetwork network) {
        // Pictures of the data that were open before this network do not fit: others are on their way.
        OptionalInt explained = !picture.fits(network.description().inputSize()) || layer.get() == null
                ? OptionalInt.empty() : switch (classChoice.get()) {
                    case PREDICTED -> OptionalInt.of(Explanations.PREDICTED);
                    case TRUE -> OptionalInt.of(picture.hasLabel() ? picture.label() : Explanations.PREDICTED);
                    case FIXED -> OptionalInt.of(fixedClass.get());
                    case UNPRUNED -> source.prediction(networks.get(0), picture);
                };
        return explained.stream().mapToObj(label -> new Wanted(network, picture, label, method.get(), layer.get()))
                .findFirst();
    }

    /** A quick map of the unpruned network, which tells its prediction. */
    private Optional<Wanted> reference(ShownPicture picture) {
        return Optional.of(networks.get(0)).filter(first -> picture.fits(first.description().inputSize()))
                .map(first -> new Wanted(first, picture, Explanations.PREDICTED, CamMethod.GRAD_CAM, layer.get()));
    }

    private Optional<Explanation> explanation(ShownPicture picture, OpenNetwork network) {
        return wanted(picture, network).flatMap(source::get);
    }

    private String failure(ShownPicture picture, OpenNetwork network) {
        return wanted(picture, network).or(() -> reference(picture)).map(source::failure).orElse("");
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
            cells.add(networks.stream().map(network -> cell(picture, network, first, value)).toList());
        }
        grid.set(new MapGrid(List.copyOf(pictures), List.copyOf(networks), List.copyOf(cells), largest)
                .keeping(grid.get()));
    }

    private MapCell cell(ShownPicture picture, OpenNetwork network, Optional<Explanation> first, float value) {
        Optional<Explanation> explanation = explanation(picture, network);
        Map<MapMeasure, Double> known = explanation.map(map -> measured.get(map, first.orElse(map))).orElse(Map.of());
        return new MapCell(picture, network, explanation, first, known, value, failure(picture, network));
    }

    private double rowLargest(ShownPicture picture) {
        return networks.stream().map(network -> explanation(picture, network)).flatMap(Optional::stream)
                .mapToDouble(explanation -> explanation.map().max()).max().orElse(0);
    }
}
