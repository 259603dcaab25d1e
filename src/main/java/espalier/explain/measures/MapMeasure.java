package espalier.explain.measures;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What can be said of a map in one number: how alike it is to the unpruned network's, how well it lies on the object,
 * or how much the network itself depends on what it marks. The one list of measures, for the window and the command
 * line.
 */
public enum MapMeasure {

    /** {@link Similarity#PEARSON} to the unpruned network's map. */
    PEARSON(Similarity.PEARSON, "r"),
    /** {@link Similarity#SPEARMAN} to the unpruned network's map. */
    SPEARMAN(Similarity.SPEARMAN, "ρ"),
    /** {@link Similarity#SSIM} to the unpruned network's map. */
    SSIM(Similarity.SSIM, "SSIM"),
    /** {@link Similarity#TOP_OVERLAP} with the unpruned network's map. */
    TOP_OVERLAP(Similarity.TOP_OVERLAP, "IoU"),
    /** {@link Similarity#L1} from the unpruned network's map. */
    L1(Similarity.L1, "L1"),
    /** {@link EarthMover} from the unpruned network's map, at the maps' own size. */
    EARTH_MOVER(Kind.SIMILARITY, "Earth mover's distance", "EMD",
            "least Σ mass · distance that turns one map into the other, each "
                    + "of sum 1; distance in picture sides, Euclidean; 0 is the same map",
            "Rubner et al. 2000. Exact on the layer's own grid, in blocks beyond 16×16, so coarse layers have coarse distances; how "
                    + "strong a map is does not count.",
            false),

    /** {@link Localisation#energyInside}. */
    ENERGY_INSIDE(Kind.LOCALISATION, "Share of the map on the object", "inside",
            "Σ of the map inside the object ÷ Σ of the map, from 0 to 1",
            "Wang et al. 2020 (Score-CAM). Chance is the object's share of the picture; blurry maps cannot reach 1 on small objects.",
            true),
    /** {@link Localisation#pointingGame}. */
    POINTING_GAME(Kind.LOCALISATION, "Pointing game", "hit", "1 where the map's highest pixel is on the object, else 0",
            "Zhang et al. 2018, here without a tolerance. Chance is the object's share of the picture; large objects in the middle are "
                    + "hit by any map.",
            true),
    /** {@link Localisation#overlap}. */
    OBJECT_OVERLAP(Kind.LOCALISATION, "Overlap with the object", "IoU obj",
            "IoU = |A ∩ O| / |A ∪ O|, A the map's highest pixels, as many as the object O has",
            "Jaccard 1901; Arras et al. 2022 for the number of pixels. A map on the object's edge or on one part scores low, though it "
                    + "may be right. Boxes hold background, too.",
            true),

    /** {@link Faithfulness}, deletion. */
    DELETION(Kind.FAITHFULNESS, "Deletion", "del",
            "area under the class's probability while the highest pixels are greyed first, "
                    + "in 16 steps; 0 to 1, lower is better",
            "Petsiuk et al. 2018 (RISE). Greyed pictures are unlike any that the network learnt from; an unsure network scores low "
                    + "without a good map.",
            false),
    /** {@link Faithfulness}, insertion. */
    INSERTION(Kind.FAITHFULNESS, "Insertion", "ins",
            "area under the class's probability while the highest pixels are shown first, "
                    + "in 16 steps; 0 to 1, higher is better",
            "Petsiuk et al. 2018 (RISE). As deletion; a sure network scores high with many maps.", true),
    /** {@link Faithfulness}, average drop. */
    AVERAGE_DROP(Kind.FAITHFULNESS, "Average drop", "drop",
            "max(0, y − o) / y, y the class's probability on the picture, o on the "
                    + "picture times the map; 0 to 1, lower is better",
            "Chattopadhay et al. 2018 (Grad-CAM++). A map that marks everything has no drop.", false),
    /** {@link Faithfulness}, increase in confidence. */
    INCREASE(Kind.FAITHFULNESS, "Increase in confidence", "inc",
            "1 where the class's probability on the picture times the map is " + "higher than on the picture, else 0",
            "Chattopadhay et al. 2018 (Grad-CAM++). A network that is sure of the whole picture can hardly become surer.",
            true),
    /** {@link Faithfulness}, ROAD. */
    ROAD(Kind.FAITHFULNESS, "ROAD", "ROAD",
            "half the difference of the class's probability, lowest pixels removed minus highest "
                    + "removed, mean over 20, 50 and 80 %; −½ to ½, higher is better",
            "Rong et al. 2022. Removed pixels are filled in from their neighbours, which leaves broad shapes: blurry maps are favoured.",
            true);

    /** What a measure tells, and what it needs. */
    public enum Kind {
        /** How alike the map is to the unpruned network's. Says that maps change, not whether they become better. */
        SIMILARITY("Similarity to the unpruned network's map"),
        /** How well the map lies on the object; needs the object's mask or box. */
        LOCALISATION("On the object"),
        /**
         * How much the network depends on what the map marks; runs the network again, some dozens of times for a
         * picture.
         */
        FAITHFULNESS("Faithfulness to the network");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** Its name for a person. */
        public String title() {
            return title;
        }
    }

    private final Similarity similarity;
    private final Kind kind;
    private final String title;
    private final String symbol;
    private final String formula;
    private final String caution;
    private final boolean higherIsBetter;

    MapMeasure(Similarity similarity, String symbol) {
        this.similarity = similarity;
        this.kind = Kind.SIMILARITY;
        this.title = similarity.title();
        this.symbol = symbol;
        this.formula = similarity.formula();
        this.caution = similarity.caution();
        this.higherIsBetter = similarity.higherIsCloser();
    }

    MapMeasure(Kind kind, String title, String symbol, String formula, String caution, boolean higherIsBetter) {
        this.similarity = null;
        this.kind = kind;
        this.title = title;
        this.symbol = symbol;
        this.formula = formula;
        this.caution = caution;
        this.higherIsBetter = higherIsBetter;
    }

    /** The measures that need nothing but maps and, some of them, the object's mask. */
    public static List<MapMeasure> ofMaps() {
        return Arrays.stream(values()).filter(measure -> measure.kind != Kind.FAITHFULNESS).toList();
    }

    /** The measures of a kind. */
    public static List<MapMeasure> of(Kind kind) {
        return Arrays.stream(values()).filter(measure -> measure.kind == kind).toList();
    }

    /** Its name in commands and files: {@code top-overlap}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its name for a person. */
    public String title() {
        return title;
    }

    /** What stands before its number: "r", "IoU". */
    public String symbol() {
        return symbol;
    }

    /** The formula in one line, with its range. */
    public String formula() {
        return formula;
    }

    /** The source, and what to be careful about. */
    public String caution() {
        return caution;
    }

    /** What it tells, and what it needs. */
    public Kind kind() {
        return kind;
    }

    /** Whether larger is better, or for a similarity closer; false for distances, deletion and the drop. */
    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Whether it compares a map to the unpruned network's. */
    public boolean comparesToUnpruned() {
        return kind == Kind.SIMILARITY;
    }

    /**
     * The measure of a map; for {@link #ofMaps()}.
     *
     * @return NaN for an empty map, or where the mask that is needed is not known
     * @throws IllegalStateException for a measure that needs the network: see {@link Faithfulness}
     */
    public double of(MapSubject subject) {
        return switch (this) {
            case EARTH_MOVER -> EarthMover.between(subject.unpruned(), subject.map());
            case ENERGY_INSIDE ->
                subject.object().map(object -> Localisation.energyInside(subject.shown(), object)).orElse(Double.NaN);
            case POINTING_GAME ->
                subject.object().map(object -> Localisation.pointingGame(subject.shown(), object)).orElse(Double.NaN);
            case OBJECT_OVERLAP ->
                subject.object().map(object -> Localisation.overlap(subject.shown(), object)).orElse(Double.NaN);
            case DELETION, INSERTION, AVERAGE_DROP, INCREASE, ROAD ->
                throw new IllegalStateException(this + " needs the network");
            default -> similarity.between(subject.unprunedShown(), subject.shown(), subject.height(), subject.width());
        };
    }
}
