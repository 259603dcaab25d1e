package espalier.app.explain;

import espalier.app.OpenNetwork;
import espalier.explain.ClassMap;
import espalier.explain.Contour;
import espalier.explain.Explanation;
import espalier.explain.MapMeasure;
import espalier.explain.MapSubject;
import espalier.explain.Overlay;
import espalier.explain.TopShare;
import java.util.List;
import java.util.Optional;

/**
 * A picture explained by a network, ready to be drawn. Does not change; what it needs is computed when first asked for.
 */
public final class MapCell {

    private final ShownPicture picture;
    private final OpenNetwork network;
    private final Optional<Explanation> explanation;
    private final Optional<Explanation> unpruned;
    private final float scale;
    private final String failure;
    private float[] values;
    private float[] unprunedValues;

    /**
     * A cell.
     *
     * @param explanation empty while it is computed, or where that failed
     * @param unpruned    the unpruned network's, of the same picture
     * @param scale       the value that has the highest colour; 0 for the map's own highest
     * @param failure     why there is no explanation, in a sentence; empty where nothing failed
     */
    MapCell(ShownPicture picture, OpenNetwork network, Optional<Explanation> explanation, Optional<Explanation> unpruned,
            float scale, String failure) {
        this.picture = picture;
        this.network = network;
        this.explanation = explanation;
        this.unpruned = unpruned;
        this.scale = scale;
        this.failure = failure;
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
    public float[] values() {
        if (values == null) {
            values = onScale(explanation);
        }
        return values;
    }

    /** The value that is drawn at a pixel: of the map, or of the difference. */
    public double shownValue(Display display, int pixel) {
        return showsDifference(display) ? values()[pixel] - unprunedValues()[pixel] : values()[pixel];
    }

    /** The measure of the map; NaN while it is not known, or where it is not defined. */
    public double measure(MapMeasure measure) {
        if (explanation.isEmpty() || measure.comparesToUnpruned() && (unpruned.isEmpty() || isUnpruned())) {
            return Double.NaN;
        }
        ClassMap own = explanation.get().map();
        return measure.of(new MapSubject(own, measure.comparesToUnpruned() ? unpruned.get().map() : own, picture.mask(), height(),
                width()));
    }

    /** Whether this cell is drawn as a difference: the unpruned network's is not. */
    public boolean showsDifference(Display display) {
        return display == Display.DIFFERENCE && !isUnpruned();
    }

    /**
     * The pixels, {@code [height × width]} of {@code 0xFFRRGGBB}.
     *
     * @param colours   {@code [256]}, for values 0 to 1
     * @param diverging {@code [256]}, for differences −1 to 1
     * @param opacity   of the colours, 0 to 1
     */
    public int[] pixels(Display display, int[] colours, int[] diverging, double opacity) {
        if (explanation.isEmpty() || display == Display.CONTOUR) {
            return Overlay.plain(picture.picture());
        }
        return switch (display) {
            case TOP_SHARE -> Overlay.explanationMap(picture.picture(), TopShare.mask(values(), TopShare.EXPLANATION_MAP));
            case PAPER -> Overlay.paperHeatMap(picture.picture(), values());
            case DIFFERENCE -> showsDifference(display)
                    ? Overlay.difference(picture.picture(), difference(), diverging, opacity)
                    : Overlay.heatMap(picture.picture(), values(), colours, opacity);
            default -> Overlay.heatMap(picture.picture(), values(), colours, opacity);
        };
    }

    /** The line at a level of the scale, in pixels of the picture. */
    public List<Contour.Segment> contour(double level) {
        return explanation.isEmpty() ? List.of() : Contour.at(values(), height(), width(), level);
    }

    private float[] difference() {
        float[] result = values().clone();
        for (int i = 0; i < result.length; i++) {
            result[i] -= unprunedValues()[i];
        }
        return result;
    }

    private float[] unprunedValues() {
        if (unprunedValues == null) {
            unprunedValues = onScale(unpruned);
        }
        return unprunedValues;
    }

    private float[] onScale(Optional<Explanation> some) {
        if (some.isEmpty()) {
            return new float[height() * width()];
        }
        return scale > 0 ? some.get().map().shown(height(), width(), scale, espalier.explain.Interpolation.BILINEAR) : ownScale(some);
    }

    private float[] ownScale(Optional<Explanation> some) {
        return some.orElseThrow().map().shown(height(), width());
    }

    private int height() {
        return picture.picture().height();
    }

    private int width() {
        return picture.picture().width();
    }
}
