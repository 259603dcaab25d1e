package espalier.explain;

import java.util.Optional;

/** What can be said of a map in one number: how alike it is to the unpruned network's, or how well it lies on the object. */
public enum MapMeasure {

    /** {@link Similarity#PEARSON} to the unpruned network's map. */
    PEARSON(Similarity.PEARSON, "r"),
    /** {@link Similarity#SPEARMAN} to the unpruned network's map. */
    SPEARMAN(Similarity.SPEARMAN, "ρ"),
    /** {@link Similarity#TOP_OVERLAP} with the unpruned network's map. */
    TOP_OVERLAP(Similarity.TOP_OVERLAP, "IoU"),
    /** {@link Similarity#SSIM} to the unpruned network's map. */
    SSIM(Similarity.SSIM, "SSIM"),
    /** {@link Similarity#L1} from the unpruned network's map. */
    L1(Similarity.L1, "L1"),
    /** {@link Localisation#energyInside}. */
    ENERGY_INSIDE(null, "inside"),
    /** {@link Localisation#pointingGame}. */
    POINTING_GAME(null, "hit");

    private final Similarity similarity;
    private final String symbol;

    MapMeasure(Similarity similarity, String symbol) {
        this.similarity = similarity;
        this.symbol = symbol;
    }

    /** Its name for a person. */
    public String title() {
        return switch (this) {
            case ENERGY_INSIDE -> "Share of the map on the object";
            case POINTING_GAME -> "Pointing game";
            default -> similarity.title();
        };
    }

    /** What stands before its number: "r", "IoU". */
    public String symbol() {
        return symbol;
    }

    /** The formula in one line, with its range. */
    public String formula() {
        return switch (this) {
            case ENERGY_INSIDE -> "Σ of the map inside the object ÷ Σ of the map, from 0 to 1";
            case POINTING_GAME -> "1 where the map's highest pixel is on the object, else 0";
            default -> similarity.formula();
        };
    }

    /** The source, and what to be careful about. */
    public String caution() {
        return switch (this) {
            case ENERGY_INSIDE -> "Wang et al. 2020 (Score-CAM). Chance is the object's share of the picture; blurry maps cannot "
                    + "reach 1 on small objects.";
            case POINTING_GAME -> "Zhang et al. 2018, here without a tolerance. Chance is the object's share of the picture.";
            default -> similarity.caution();
        };
    }

    /** Whether it compares a map to the unpruned network's; false where it needs the object's mask instead. */
    public boolean comparesToUnpruned() {
        return similarity != null;
    }

    /**
     * The measure of a map.
     *
     * @param map      {@code [height × width]}, 0 or more, at the size of the picture
     * @param unpruned the unpruned network's map of the same picture and class
     * @param mask     where the object is, if that is known
     * @return NaN for an empty map, or where the mask that is needed is not known
     */
    public double of(float[] map, float[] unpruned, Optional<boolean[]> mask, int height, int width) {
        return switch (this) {
            case ENERGY_INSIDE -> mask.map(object -> Localisation.energyInside(map, object)).orElse(Double.NaN);
            case POINTING_GAME -> mask.map(object -> Localisation.pointingGame(map, object)).orElse(Double.NaN);
            default -> similarity.between(unpruned, map, height, width);
        };
    }
}
