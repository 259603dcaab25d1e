package espalier.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network of which one channel of one value is set to 0, another one for each row of the batch: the steps from the
 * last value on that all of them share, forward only.
 */
final class Ablation {

    private final List<Step> before;
    private final List<Step> steps;
    private final AblatedStep ablated;
    private final String below;

    /**
     * @param all   in the order in which they run
     * @param input the name of the picture
     * @param value whose channels are to be set to 0
     */
    Ablation(List<Step> all, String input, String value) {
        int cut = cut(all, value);
        before = all.subList(0, cut + 1);
        below = cut < 0 ? input : all.get(cut).name;
        ablated = new AblatedStep(all.stream().filter(step -> step.name.equals(value)).findFirst().orElseThrow());
        steps = all.subList(cut + 1, all.size()).stream().map(step -> step.name.equals(value) ? ablated : step)
                .toList();
    }

    /**
     * The last step before that of a value whose output is all that the steps after it read of those before; −1 for the
     * picture.
     */
    private static int cut(List<Step> steps, String value) {
        List<String> names = steps.stream().map(step -> step.name).toList();
        for (int i = names.indexOf(value) - 1; i >= 0; i--) {
            Set<String> known = Set.copyOf(names.subList(i, names.size()));
            if (steps.subList(i + 1, steps.size()).stream().allMatch(step -> known.containsAll(step.inputs))) {
                return i;
            }
        }
        return -1;
    }

    /** The steps to run, which read the value {@link #below} alone. */
    List<Step> steps() {
        return steps;
    }

    /** The name of the last value that is the same for all rows. */
    String below() {
        return below;
    }

    /** Whether that is the picture itself. */
    boolean startsAtPicture() {
        return before.isEmpty();
    }

    /** The shape of the value {@link #below}, for pictures of a shape. */
    long[] shapeBelow(String input, long[] pictures) {
        Map<String, long[]> shapes = new HashMap<>();
        shapes.put(input, pictures);
        for (Step step : before) {
            shapes.put(step.name, step.outputShape(step.inputs.stream().map(shapes::get).toArray(long[][]::new)));
        }
        return shapes.get(below);
    }

    /** For each row of the batch the channel to set to 0; −1 for none. */
    void setChannels(int[] rows) {
        ablated.channels = rows.clone();
    }

    private static final class AblatedStep extends Step {

        private final Step step;
        private int[] channels = {};

        AblatedStep(Step step) {
            super(step.name, step.inputs);
            this.step = step;
        }

        @Override
        long[] outputShape(long[][] inputShapes) {
            return step.outputShape(inputShapes);
        }

        @Override
        Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
            Operation whole = step.bind(inputs, output, mode, scratch);
            return Operation.of(() -> {
                whole.forward();
                float[][] kept = new float[channels.length][(int) output.size(3)];
                for (int row = 0; row < kept.length; row++) {
                    Arrays.fill(kept[row], 1);
                    if (channels[row] >= 0) {
                        kept[row][channels[row]] = 0;
                    }
                }
                output.muli(Nd4j.createFromArray(kept).reshape(kept.length, 1, 1, output.size(3)));
            }, (gradient, byX) -> {
                throw new UnsupportedOperationException("Ablated values have no gradient");
            });
        }

        @Override
        boolean worksInPlace() {
            return step.worksInPlace();
        }

        @Override
        boolean isReshape() {
            return step.isReshape();
        }
    }
}
