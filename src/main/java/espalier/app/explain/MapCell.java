package espalier.app.explain;

import espalier.app.OpenNetwork;
import espalier.app.explain.Drawing.Display;
import espalier.data.Picture;
import espalier.drawing.ColourMap;
import espalier.drawing.Contour;
import espalier.drawing.Interpolation;
import espalier.drawing.Overlay;
import espalier.drawing.TopShare;
import espalier.explain.ClassMap;
import espalier.explain.Explanation;
import espalier.explain.measures.MapMeasure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A picture explained by a network, ready to be drawn. Does not change; what it needs is computed when first asked for.
 */
public final class MapCell {

    /**
     * A point that is looked at in all columns of a row.
     *
     * @param picture the picture's id
     * @param x       0 at the left to 1 at the right
     * @param y       0 at the top to 1 at the bottom
     */
    public record Marker(String picture, double x, double y) {

        /** The pixel under the point in an array of {@code [height × width]}. */
        public int pixel(int height, int width) {
            int row = Math.max(0, Math.min(height - 1, (int) (y * height)));
            int column = Math.max(0, Math.min(width - 1, (int) (x * width)));
            return row * width + column;
        }

        /** The point so many pixels further, within the picture. */
        public Marker moved(double right, double down) {
            return new Marker(picture, Math.max(0, Math.min(1, x + right)), Math.max(0, Math.min(1, y + down)));
        }
    }

    private final ShownPicture picture;
    private final OpenNetwork network;
    private final Optional<Explanation> explanation;
    private final Optional<Explanation> unpruned;
    private final Map<MapMeasure, Double> known;
    private final float scale;
    private final String failure;
    private final Map<Interpolation, float[]> values = new EnumMap<>(Interpolation.class);
    private final Map<Interpolation, float[]> unprunedValues = new EnumMap<>(Interpolation.class);

    /**
     * A cell.
     *
     * @param explanation empty while it is computed, or where that failed
     * @param unpruned    the unpruned network's, of the same picture
     * @param scale       the value that has the highest colour; 0 for the map's own highest
     * @param known       measures of the map, as far as they are known
     * @param failure     why there is no explanation, in a word or two; empty where nothing failed
     */
    MapCell(ShownPicture picture, OpenNetwork network, Optional<Explanation> explanation,
            Optional<Explanation> unpruned, Map<MapMeasure, Double> known, float scale, String failure) {
        this.picture = picture;
        this.network = network;
        this.explanation = explanation;
        this.unpruned = unpruned;
        this.known = known;
        this.scale = scale;
        this.failure = failure;
    }

    /** Whether another shows the very same, so that what was computed for it need not be again. */
    boolean isLike(MapCell other) {
        return picture.equals(other.picture) && network.equals(other.network) && explanation.equals(other.explanation)
                && unpruned.equals(other.unpruned) && known.equals(other.known) && scale == other.scale
                && failure.equals(other.failure);
    }

    /** The picture of the row. */
    public ShownPicture picture() {
        return picture;
    }

    /** The network of the column. */
    public OpenNetwork network() {
        return network;
    }

    /** What the network says; empty while it is computed, or where that failed. */
    public Optional<Explanation> explanation() {
        return explanation;
    }

    /** Why there is no explanation; empty where nothing failed. */
    public String failure() {
        return failure;
    }

    /** Whether nothing speaks for the class. */
    public boolean isEmpty() {
        return explanation.isPresent() && explanation.get().map().isEmpty();
    }

    /** Whether a difference is shown to a map in which nothing speaks for the class. */
    public boolean lacksReference(Display display) {
        return showsDifference(display) && unpruned.isPresent() && unpruned.get().map().isEmpty();
    }

    /** Whether the prediction is not the picture's class; false where that is not known. */
    public boolean isWrong() {
        return picture.hasLabel() && explanation.isPresent() && explanation.get().predicted() != picture.label();
    }

    /** Whether the prediction is not the unpruned network's. */
    public boolean isChanged() {
        return explanation.isPresent() && unpruned.isPresent()
                && explanation.get().predicted() != unpruned.get().predicted();
    }

    /** Whether the network itself is the unpruned one. */
    public boolean isUnpruned() {
        return network.isUnpruned();
    }

    /** The name of the predicted class; empty while it is not known. */
    public String predictedName() {
        return explanation.map(known -> network.description().classNames().get(known.predicted())).orElse("");
    }

    /** The name of the explained class; empty while it is not known. */
    public String explainedName() {
        return explanation.map(known -> network.description().classNames().get(known.explained())).orElse("");
    }

    /** The softmax of the predicted class, 0 to 1; NaN while it is not known. */
    public double confidence() {
        return explanation.map(known -> (double) known.probabilities()[known.predicted()]).orElse(Double.NaN);
    }

    /** The map on the chosen scale, {@code [height × width]} of the picture, 0 to 1; zeros while it is not known. */
    public float[] values(Interpolation interpolation) {
        return values.computeIfAbsent(interpolation, chosen -> onScale(explanation, chosen));
    }

    private float[] unprunedValues(Interpolation interpolation) {
        return unprunedValues.computeIfAbsent(interpolation, chosen -> onScale(unpruned, chosen));
    }

    /** The value that is drawn at a pixel: of the map, or of the difference. */
    public double shownValue(Drawing drawing, int pixel) {
        float value = values(drawing.interpolation())[pixel];
        return showsDifference(drawing.display()) ? value - unprunedValues(drawing.interpolation())[pixel] : value;
    }

    /** The layer's own value under a point, before ReLU, scaling and interpolation; NaN while it is not known. */
    public double rawValue(Marker marker) {
        return explanation
                .map(known -> (double) known.map().raw()[marker.pixel(known.map().height(), known.map().width())])
                .orElse(Double.NaN);
    }

    /** The raw value that has the highest colour; 0 where nothing speaks for the class. */
    public double top() {
        return scale > 0 ? scale : explanation.map(known -> (double) known.map().max()).orElse(0.0);
    }

    /** What the map is compared with: the unpruned network's; empty while that is not known. */
    Optional<Explanation> reference() {
        return unpruned;
    }

    /** Whether a measure makes sense here, and is still to come. */
    public boolean isAwaited(MapMeasure measure) {
        return isMeasured(measure) && !known.containsKey(measure);
    }

    /** Whether a measure makes sense here: nothing is compared with itself. */
    private boolean isMeasured(MapMeasure measure) {
        return explanation.isPresent() && !(measure.comparesToUnpruned() && (unpruned.isEmpty() || isUnpruned()));
    }

    /** A measure of the map that is known already; NaN where it is not, or is not defined. */
    public double known(MapMeasure measure) {
        return isMeasured(measure) ? known.getOrDefault(measure, Double.NaN) : Double.NaN;
    }

    /**
     * A measure of the map, computed where it is not known: on any thread, and not on one that must not wait.
     *
     * @return NaN where it is not defined, or the network would have to be run again
     */
    public double measure(MapMeasure measure) {
        if (!isMeasured(measure) || known.containsKey(measure) || measure.kind() == MapMeasure.Kind.FAITHFULNESS) {
            return known(measure);
        }
        ClassMap own = explanation.get().map();
        return measure.of(new MapMeasure.Subject(own, measure.comparesToUnpruned() ? unpruned.get().map() : own,
                picture.mask(), height(), width()));
    }

    /** Whether this cell is drawn as a difference: the unpruned network's is not. */
    public boolean showsDifference(Display display) {
        return display == Display.DIFFERENCE && !isUnpruned();
    }

    /** The pixels, {@code [height × width]} of {@code 0xFFRRGGBB}. */
    public int[] pixels(Drawing drawing) {
        Picture under = picture.picture();
        if (explanation.isEmpty() || drawing.display() == Display.CONTOUR) {
            return Overlay.plain(under);
        }
        if (showsDifference(drawing.display())) {
            return Overlay.difference(under, difference(drawing.interpolation()), ColourMap.COOLWARM,
                    drawing.opacity());
        }
        float[] map = values(drawing.interpolation());
        return switch (drawing.display()) {
            case TOP_SHARE -> Overlay.explanationMap(under, TopShare.mask(map, TopShare.EXPLANATION_MAP));
            case PAPER -> Overlay.paperHeatMap(under, map);
            default -> Overlay.heatMap(under, map, drawing.colours(), drawing.opacity());
        };
    }

    /** The line at a level of the scale, in pixels of the picture. */
    public List<Contour.Segment> contour(double level, Interpolation interpolation) {
        return explanation.isEmpty() ? List.of() : Contour.at(values(interpolation), height(), width(), level);
    }

    private float[] difference(Interpolation interpolation) {
        float[] result = values(interpolation).clone();
        float[] first = unprunedValues(interpolation);
        for (int i = 0; i < result.length; i++) {
            result[i] -= first[i];
        }
        return result;
    }

    private float[] onScale(Optional<Explanation> some, Interpolation interpolation) {
        return some
                .map(known -> scale > 0 ? known.map().shown(height(), width(), scale, interpolation)
                        : known.map().shown(height(), width(), interpolation))
                .orElseGet(() -> new float[height() * width()]);
    }

    private int height() {
        return picture.picture().height();
    }

    private int width() {
        return picture.picture().width();
    }
}
