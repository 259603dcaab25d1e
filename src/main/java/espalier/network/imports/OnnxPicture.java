package espalier.network.imports;

import espalier.data.Normalisation;
import espalier.network.imports.onnx.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What an ONNX graph does to its picture before the first layer: subtractions, divisions and the like, one number for
 * each colour, become the normalisation that the new network's description holds.
 */
final class OnnxPicture {

    /** A deviation beyond this is one of values 0 to 255; below the other, one of values 0 to 1. */
    private static final double PIXELS = 8;
    private static final double UNIT = 0.75;

    private final OnnxInput input;
    private final Scaling scaling;
    private Prepared first;
    private Normalisation normalisation;

    /** @param scaling writes what is no normalisation */
    OnnxPicture(OnnxInput input, Scaling scaling) {
        this.input = input;
        this.scaling = scaling;
    }

    /** The picture itself. */
    Flow flow(View view) {
        float[] ones = new float[view.channels()];
        Arrays.fill(ones, 1);
        return new Prepared(view, ones, new float[ones.length]);
    }

    /** What is done to pixels first; empty where nothing is, or it is not known until the last layer is written. */
    Optional<Normalisation> normalisation() {
        return Optional.ofNullable(normalisation);
    }

    /** Writes a layer that scales and shifts each channel. */
    interface Scaling {

        View write(View view, float[] scale, float[] shift);
    }

    /** The same, of the values that the graph is given, of which 255 stand for 1. */
    Optional<Normalisation> inside() {
        return normalisation().map(known -> first.inside());
    }

    /** The picture times {@code scale} plus {@code shift}, by colour; or the same seen otherwise. */
    final class Prepared extends Flow {

        private final View view;
        private final float[] scale;
        private final float[] shift;

        Prepared(View view, float[] scale, float[] shift) {
            this.view = view;
            this.scale = scale;
            this.shift = shift;
        }

        @Override
        int[] shape() {
            return view.shape();
        }

        /** The same, seen otherwise. */
        Prepared seen(UnaryOperator<View> otherwise) {
            return new Prepared(otherwise.apply(view), scale, shift);
        }

        @Override
        Optional<float[]> perChannel(Tensor constant) {
            return view.perChannel(constant);
        }

        /** Whether pixels come to it by a subtraction and a division for each colour. */
        boolean isNormalisation() {
            return normalised() != null;
        }

        /** The same times something, plus something. */
        Prepared then(float[] times, float[] plus) {
            float[] scales = scale.clone();
            float[] shifts = shift.clone();
            for (int c = 0; c < scales.length; c++) {
                scales[c] *= times[c];
                shifts[c] = shifts[c] * times[c] + plus[c];
            }
            return new Prepared(view, scales, shifts);
        }

        private boolean isRaw() {
            return IntStream.range(0, scale.length).allMatch(c -> scale[c] == 1 && shift[c] == 0);
        }

        @Override
        View write() {
            if (first == null) {
                first = this;
                normalisation = isRaw() ? null : normalised();
                return normalisation == null && !isRaw() ? scaling.write(view, scale, shift) : view;
            }
            if (Arrays.equals(scale, first.scale) && Arrays.equals(shift, first.shift)) {
                return normalisation == null ? view.at(first.view().value()) : view;
            }
            // Another layer reads the picture prepared otherwise: what the first has is undone.
            float[] times = scale.clone();
            float[] plus = shift.clone();
            for (int c = 0; c < times.length && normalisation != null; c++) {
                times[c] = scale[c] / first.scale[c];
                plus[c] = shift[c] - times[c] * first.shift[c];
            }
            return scaling.write(view, times, plus);
        }

        private double[] deviation() {
            return IntStream.range(0, scale.length).mapToDouble(c -> 1.0 / scale[c]).toArray();
        }

        private double[] mean() {
            return IntStream.range(0, scale.length).mapToDouble(c -> -shift[c] / (double) scale[c]).toArray();
        }

        private Normalisation inside() {
            return byColour(mean(), deviation(), 255);
        }

        /** It as a normalisation of pixels; null where it is none. */
        private Normalisation normalised() {
            double[] mean = mean();
            double[] deviation = deviation();
            double most = DoubleStream.concat(DoubleStream.of(deviation), DoubleStream.of(mean).map(Math::abs)).max()
                    .orElseThrow();
            if (Arrays.stream(deviation).anyMatch(d -> !(d > 0) || Double.isInfinite(d))) {
                return null;
            }
            boolean pixels = input.bytes() || most >= PIXELS;
            boolean unit = Arrays.stream(deviation).allMatch(d -> d <= UNIT)
                    && Arrays.stream(mean).allMatch(m -> m >= 0 && m <= 1);
            if (!pixels && !unit) {
                return null;
            }
            return byColour(mean, deviation, pixels ? 255 : 1);
        }

        /** In the order in which the new network reads colours. */
        private Normalisation byColour(double[] mean, double[] deviation, int range) {
            int[] order = view.value().order() == null ? new int[] {0, 1, 2} : view.value().order();
            float[] means = new float[order.length];
            float[] deviations = new float[order.length];
            for (int c = 0; c < order.length; c++) {
                means[c] = (float) (mean[order[c]] / range);
                deviations[c] = (float) (deviation[order[c]] / range);
            }
            return new Normalisation(means, deviations);
        }
    }
}
