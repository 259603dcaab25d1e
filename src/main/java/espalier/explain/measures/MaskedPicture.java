package espalier.explain.measures;

import java.util.List;

/**
 * Average drop and increase in confidence (Chattopadhay et al. 2018, "Grad-CAM++", section 4.1): the class's
 * probability on the picture beside that on the picture times the map.
 */
final class MaskedPicture implements PictureTrial {

    private final boolean drop;

    MaskedPicture(boolean drop) {
        this.drop = drop;
    }

    @Override
    public List<float[]> variants(TriedPicture picture) {
        return List.of(picture.timesMap());
    }

    @Override
    public double value(double whole, double[] probabilities) {
        return drop ? Math.max(0, whole - probabilities[0]) / whole : probabilities[0] > whole ? 1 : 0;
    }
}
