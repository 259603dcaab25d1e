package espalier.explain.measures;

import espalier.explain.ClassMap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * What can be said of a map in one number: how alike it is to the unpruned network's, how well it lies on the object,
 * or how much the network itself depends on what it marks. The one list of measures, for the window and the command
 * line.
 */
public enum MapMeasure {

    /** {@link MapSimilarity#pearson} to the unpruned network's map. */
    PEARSON("Pearson correlation", "r", "r = cov(a, b) / (σa σb), from −1 to 1; 1 is the same map up to a factor",
            "Pearson 1895. A few very high pixels decide it.", true,
            (a, b, height, width) -> MapSimilarity.pearson(a, b)),
    /** {@link MapSimilarity#spearman} to the unpruned network's map. */
    SPEARMAN("Spearman rank correlation", "ρ", "ρ = Pearson's r of the pixels' ranks, from −1 to 1",
            "Spearman 1904. Large empty areas that both maps share raise it.", true,
            (a, b, height, width) -> MapSimilarity.spearman(a, b)),
    /** {@link MapSimilarity#ssim} to the unpruned network's map. */
    SSIM("Structural similarity (SSIM)", "SSIM",
            "SSIM = (2μaμb + C1)(2σab + C2) / ((μa² + μb² + C1)(σa² + σb² + C2)), mean over 11×11 Gaussian windows",
            "Wang et al. 2004, C1 = 0.01², C2 = 0.03². Empty areas that both maps share count as alike.", true,
            (a, b, height, width) -> MapSimilarity.ssim(MapSimilarity.scaled(a), MapSimilarity.scaled(b), height,
                    width)),
    /** {@link MapSimilarity#topOverlap} with the unpruned network's map. */
    TOP_OVERLAP("Overlap of the top 10 %", "IoU", "IoU = |A ∩ B| / |A ∪ B| of the 10 % highest pixels, from 0 to 1",
            "Jaccard 1901. Two unrelated maps have about 0.05; ties are broken by the pixels' order.", true,
            (a, b, height, width) -> MapSimilarity.topOverlap(a, b)),
    /** {@link MapSimilarity#l1} from the unpruned network's map. */
    L1("Mean L1 distance", "L1", "d = Σ|a − b| / pixels of the maps scaled to 0…1; 0 is the same map",
            "As “Less is More”, there summed over 7×7 values. Maps with small areas are close to each other, and to nothing.",
            false, (a, b, height, width) -> MapSimilarity.l1(a, b)),
    /** {@link EarthMover} from the unpruned network's map, at the maps' own size. */
    EARTH_MOVER(Kind.SIMILARITY, "Earth mover's distance", "EMD",
            "least Σ mass · distance that turns one map into the other, each "
                    + "of sum 1; distance in picture sides, Euclidean; 0 is the same map",
            "Rubner et al. 2000. Exact on the layer's own grid, in blocks beyond 16×16, so coarse layers have coarse distances; how "
                    + "strong a map is does not count.",
            false, subject -> EarthMover.between(subject.unpruned(), subject.map())),

    /** {@link Localisation#energyInside}. */
    ENERGY_INSIDE(Kind.LOCALISATION, "Share of the map on the object", "inside",
            "Σ of the map inside the object ÷ Σ of the map, from 0 to 1",
            "Wang et al. 2020 (Score-CAM). Chance is the object's share of the picture; blurry maps cannot reach 1 on small objects.",
            true, onObject(Localisation::energyInside)),
    /** {@link Localisation#pointingGame}. */
    POINTING_GAME(Kind.LOCALISATION, "Pointing game", "hit", "1 where the map's highest pixel is on the object, else 0",
            "Zhang et al. 2018, here without a tolerance. Chance is the object's share of the picture; large objects in the middle are "
                    + "hit by any map.",
            true, onObject(Localisation::pointingGame)),
    /** {@link Localisation#overlap}. */
    OBJECT_OVERLAP(Kind.LOCALISATION, "Overlap with the object", "IoU obj",
            "IoU = |A ∩ O| / |A ∪ O|, A the map's highest pixels, as many as the object O has",
            "Jaccard 1901; Arras et al. 2022 for the number of pixels. A map on the object's edge or on one part scores low, though it "
                    + "may be right. Boxes hold background, too.",
            true, onObject(Localisation::overlap)),

    /** {@link Faithfulness}, deletion. */
    DELETION("Deletion", "del",
            "area under the class's probability while the highest pixels are greyed first, "
                    + "in 16 steps; 0 to 1, lower is better",
            "Petsiuk et al. 2018 (RISE). Greyed pictures are unlike any that the network learnt from; an unsure network scores low "
                    + "without a good map.",
            false),
    /** {@link Faithfulness}, insertion. */
    INSERTION("Insertion", "ins",
            "area under the class's probability while the highest pixels are shown first, "
                    + "in 16 steps; 0 to 1, higher is better",
            "Petsiuk et al. 2018 (RISE). As deletion; a sure network scores high with many maps.", true),
    /** {@link Faithfulness}, average drop. */
    AVERAGE_DROP("Average drop", "drop",
            "max(0, y − o) / y, y the class's probability on the picture, o on the "
                    + "picture times the map; 0 to 1, lower is better",
            "Chattopadhay et al. 2018 (Grad-CAM++). A map that marks everything has no drop.", false),
    /** {@link Faithfulness}, increase in confidence. */
    INCREASE("Increase in confidence", "inc",
            "1 where the class's probability on the picture times the map is " + "higher than on the picture, else 0",
            "Chattopadhay et al. 2018 (Grad-CAM++). A network that is sure of the whole picture can hardly become surer.",
            true),
    /** {@link Faithfulness}, ROAD. */
    ROAD("ROAD", "ROAD",
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

    /** Compares two maps {@code [height × width]}, neither empty. */
    private interface Comparison {

        double of(float[] a, float[] b, int height, int width);
    }

    /**
     * A map to be measured, with what measures compare it to. What it looks like at the picture's size is computed
     * once, when asked for.
     */
    public static final class Subject {

        private final ClassMap map;
        private final ClassMap unpruned;
        private final Optional<boolean[]> object;
        private final int height;
        private final int width;
        private float[] shown;
        private float[] unprunedShown;

        /**
         * A map of a picture.
         *
         * @param unpruned the unpruned network's map of the same picture and class
         * @param object   {@code [height × width]}, where the object is, if that is known
         * @param height   of the picture
         * @param width    of the picture
         */
        public Subject(ClassMap map, ClassMap unpruned, Optional<boolean[]> object, int height, int width) {
            this.map = map;
            this.unpruned = unpruned;
            this.object = object;
            this.height = height;
            this.width = width;
        }

        /** The map. */
        public ClassMap map() {
            return map;
        }

        /** The unpruned network's. */
        public ClassMap unpruned() {
            return unpruned;
        }

        /** Where the object is: {@code [height × width]}. */
        public Optional<boolean[]> object() {
            return object;
        }

        /** Of the picture. */
        public int height() {
            return height;
        }

        /** Of the picture. */
        public int width() {
            return width;
        }

        /** The map at the picture's size, 0 to 1: {@code [height × width]}. */
        float[] shown() {
            if (shown == null) {
                shown = map.shown(height, width);
            }
            return shown;
        }

        /** The unpruned network's, likewise. */
        float[] unprunedShown() {
            if (unprunedShown == null) {
                unprunedShown = unpruned == map ? shown() : unpruned.shown(height, width);
            }
            return unprunedShown;
        }
    }

    private final Kind kind;
    private final String title;
    private final String symbol;
    private final String formula;
    private final String caution;
    private final boolean higherIsBetter;
    private final ToDoubleFunction<Subject> value;

    /** Compares to the unpruned network's map, both at the picture's size; NaN where one is empty. */
    MapMeasure(String title, String symbol, String formula, String caution, boolean higherIsBetter,
            Comparison comparison) {
        this(Kind.SIMILARITY, title, symbol, formula, caution, higherIsBetter, subject -> {
            float[] a = subject.unprunedShown();
            float[] b = subject.shown();
            return MapSimilarity.isEmpty(a) || MapSimilarity.isEmpty(b) ? Double.NaN
                    : comparison.of(a, b, subject.height(), subject.width());
        });
    }

    /** Runs the network again. */
    MapMeasure(String title, String symbol, String formula, String caution, boolean higherIsBetter) {
        this(Kind.FAITHFULNESS, title, symbol, formula, caution, higherIsBetter, subject -> {
            throw new IllegalStateException(title + " needs the network");
        });
    }

    MapMeasure(Kind kind, String title, String symbol, String formula, String caution, boolean higherIsBetter,
            ToDoubleFunction<Subject> value) {
        this.kind = kind;
        this.title = title;
        this.symbol = symbol;
        this.formula = formula;
        this.caution = caution;
        this.higherIsBetter = higherIsBetter;
        this.value = value;
    }

    private static ToDoubleFunction<Subject> onObject(ToDoubleBiFunction<float[], boolean[]> measure) {
        return subject -> subject.object().map(object -> measure.applyAsDouble(subject.shown(), object))
                .orElse(Double.NaN);
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
     * The measure of a map; not for {@link Kind#FAITHFULNESS}.
     *
     * @return NaN for an empty map, or where the mask that is needed is not known
     * @throws IllegalStateException for a measure that needs the network: see {@link Faithfulness}
     */
    public double of(Subject subject) {
        return value.applyAsDouble(subject);
    }
}
