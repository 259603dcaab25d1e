package espalier.importance;

import espalier.basics.Progress;
import espalier.compensation.RemovalCosts;
import espalier.data.Dataset;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@link OptimalBrainSurgeon}, with filters kept longer that some class hangs on more than the others do: the cost
 * times √(max_c w_c|ΔL_c| ÷ mean_c w_c|ΔL_c|), where ΔL_c is the change of class c's loss without the filter
 * ({@link LayerScores#lossChange}) and w_c its weight. What the cost alone takes first, because it is little in the
 * mean over pictures, may be all that one class has. It was measured to hold against the cost alone, in the mean and in
 * the worst class, not to gain by more than chance: see assets/results/compensation.
 */
public final class ClassAwareSurgeon implements Criterion {

    @Override
    public String name() {
        return "class-aware-obs";
    }

    @Override
    public String title() {
        return "Class-aware Optimal Brain Surgeon";
    }

    @Override
    public String summary() {
        return "Filters go first whose work the others can take over, and that no class hangs on alone.";
    }

    @Override
    public String explanation() {
        return "Removes the filters without which the next layers lose least, once they are fitted anew (Optimal Brain Surgeon), "
                + "but keeps those longer that single classes hang on: the cost times √(largest ÷ mean over the classes of the "
                + "change of loss without the filter). Espalier's own, meant for the worst class; measured to be as good as the plain one, not better by "
                + "more than chance.";
    }

    @Override
    public LayerNormalisation normalisation() {
        return LayerNormalisation.MEAN;
    }

    @Override
    public boolean weighsClasses() {
        return true;
    }

    @Override
    public Ranking rank(Network network, Dataset data, Request request, Progress progress) {
        Map<String, double[]> costs = RemovalCosts.of(network, data, request.classes(), request.seed(),
                progress.part(0, 0.8));
        NetworkScores scores = ClassAwareScores.of(network, data, request.picturesPerClass(), request.classes(),
                progress.part(0.8, 1));
        double[] weights = request.classes().of(data.classNames());
        Map<String, double[]> importance = new LinkedHashMap<>();
        for (LayerScores layer : scores.layers()) {
            double[] values = costs.get(layer.layer()).clone();
            for (int k = 0; k < values.length; k++) {
                values[k] *= Math.sqrt(peak(layer.lossChange(), k, weights));
            }
            importance.put(layer.layer(), values);
        }
        return new Ranking(importance, Optional.of(scores));
    }

    /** The largest over the classes ÷ their mean: 1 where all hang on the filter alike, or none does. */
    private static double peak(float[][] lossChange, int filter, double[] weights) {
        double largest = 0;
        double sum = 0;
        for (int c = 0; c < lossChange.length; c++) {
            double change = weights[c] * Math.abs(lossChange[c][filter]);
            largest = Math.max(largest, change);
            sum += change;
        }
        return sum == 0 ? 1 : largest * lossChange.length / sum;
    }
}
