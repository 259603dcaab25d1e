package espalier.app.controls;

import espalier.app.controls.ChartData.Axis;
import espalier.app.controls.ChartData.Scale;
import espalier.basics.Ticks;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An axis with its ends: from values to pixels.
 *
 * @param min the value at the beginning
 * @param max the value at the end, above min
 */
record AxisRange(Axis axis, double min, double max) {

    private static final double MARGIN = 0.06;
    private static final int TICKS = 5;

    /** The range that shows all values, with some room beyond them. */
    static AxisRange of(Axis axis, double[] values) {
        double[] all = DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(axis.from(), axis.to()))
                .filter(value -> !Double.isNaN(value) && !Double.isInfinite(value)).toArray();
        double low = DoubleStream.of(all).min().orElse(axis.scale() == Scale.LINEAR ? 0 : 1);
        double high = DoubleStream.of(all).max().orElse(low + 1);
        if (axis.scale() == Scale.LINEAR) {
            double width = high > low ? high - low : Math.max(Math.abs(high), 1) * 0.1;
            double step = Ticks.step(width / TICKS);
            // An end that was asked for is a natural one, such as 0 or 100 %: nothing lies beyond it.
            double min = low == axis.from() ? low : Math.floor((low - MARGIN * width) / step) * step;
            double max = high == axis.to() ? high : Math.ceil((high + MARGIN * width) / step) * step;
            return new AxisRange(axis, min, max);
        }
        double width = Math.max(high / low, 1.5);
        return new AxisRange(axis, low / Math.pow(width, MARGIN), low * width * Math.pow(width, MARGIN));
    }

    /** 0 at the beginning to 1 at the end. */
    double share(double value) {
        return axis.scale() == Scale.LINEAR ? (value - min) / (max - min) : Math.log(value / min) / Math.log(max / min);
    }

    /** Where numbers stand. */
    List<Double> ticks() {
        return switch (axis.scale()) {
            case LINEAR -> Ticks.linear(min, max, TICKS);
            case LOG2 -> Ticks.powersOfTwo(min, max);
            case LOG10 -> Ticks.logarithmic(min, max);
        };
    }
}
