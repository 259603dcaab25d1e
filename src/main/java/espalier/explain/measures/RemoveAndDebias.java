package espalier.explain.measures;

import java.util.ArrayList;
import java.util.List;

/**
 * ROAD, remove and debias (Rong et al. 2022, "A consistent and efficient evaluation strategy for attribution methods"):
 * pixels are replaced by {@link NeighbourImputation noisy linear imputation}, so that the shape of what was removed
 * tells the network little. Half of how much higher the class's probability is without the lowest pixels than without
 * the highest, mean over the shares.
 */
final class RemoveAndDebias implements PictureTrial {

    private static final double[] SHARES = {0.2, 0.5, 0.8};

    @Override
    public List<float[]> variants(TriedPicture picture) {
        List<float[]> result = new ArrayList<>();
        for (double share : SHARES) {
            for (boolean highest : new boolean[] {true, false}) {
                result.add(NeighbourImputation.fill(picture.pixels, picture.chosen(share, highest), picture.height,
                        picture.width, NeighbourImputation.NOISE));
            }
        }
        return result;
    }

    @Override
    public double value(double whole, double[] probabilities) {
        double sum = 0;
        for (int i = 0; i < SHARES.length; i++) {
            sum += (probabilities[2 * i + 1] - probabilities[2 * i]) / 2;
        }
        return sum / SHARES.length;
    }
}
