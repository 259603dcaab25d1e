package espalier.explain.measures;

import java.util.ArrayList;
import java.util.List;

/**
 * Deletion and insertion (Petsiuk, Das and Saenko 2018, "RISE", section 4.3): the area under the class's probability
 * while more and more of the highest pixels are removed, or shown. Both ends are points of the curve; trapezoid rule.
 */
final class RemovalCurve implements PictureTrial {

    private static final int STEPS = 16;

    private final boolean insertion;

    RemovalCurve(boolean insertion) {
        this.insertion = insertion;
    }

    @Override
    public List<float[]> variants(TriedPicture picture) {
        List<float[]> result = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            boolean[] chosen = picture.chosen(step / (double) STEPS, true);
            result.add(insertion ? picture.only(chosen) : picture.without(chosen));
        }
        return result;
    }

    @Override
    public double value(double whole, double[] probabilities) {
        double sum = (probabilities[0] + probabilities[STEPS]) / 2;
        for (int step = 1; step < STEPS; step++) {
            sum += probabilities[step];
        }
        return sum / STEPS;
    }
}
