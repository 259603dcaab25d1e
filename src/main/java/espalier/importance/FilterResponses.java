package espalier.importance;

import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How strongly the filters of a convolution respond to training pictures of all classes, and so which pictures excite
 * each most. A response is read after the batch norm and the activation that follow the convolution, which is what the
 * next layers see. Pictures are looked at in parts, {@link #lookFurther}, so that other work comes between.
 */
public final class FilterResponses {

    /** As many training pictures are looked at, or all where there are fewer. */
    public static final int PICTURES = 300;
    /** As many go through the network at once. */
    private static final int BATCH = 25;

    private final Pictures all;
    private final String layer;
    private final int[] pictures;
    private final float[][] peaks;
    private int seen;

    /** The responses of a convolution's filters; none is known yet. */
    public FilterResponses(Network network, Dataset data, String layer) {
        this.all = data.part(Part.TRAINING);
        this.layer = layer;
        this.pictures = chosen(all, data.classNames().size());
        this.peaks = new float[network.layer(layer).channels()][pictures.length];
    }

    /** Those that are known. */
    FilterResponses(int[] pictures, float[][] peaks) {
        this.all = null;
        this.layer = "";
        this.pictures = pictures;
        this.peaks = peaks;
        this.seen = pictures.length;
    }

    /** The first of each class, as they come, so that all classes are there whatever the order of the files. */
    private static int[] chosen(Pictures pictures, int classes) {
        int perClass = Math.max(1, PICTURES / classes);
        int[] counts = new int[classes];
        return IntStream.range(0, pictures.size()).filter(i -> counts[pictures.label(i)]++ < perClass).limit(PICTURES)
                .toArray();
    }

    /** Whether all pictures were looked at. */
    public boolean isComplete() {
        return seen == pictures.length;
    }

    /**
     * Looks at the next pictures, about 25; those that cannot be read are passed over.
     *
     * @param network the same as before
     */
    public void lookFurther(Network network) {
        int to = Math.min(pictures.length, seen + network.description().inputSize().batch(BATCH));
        List<Picture> read = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int place = seen; place < to; place++) {
            Optional<Picture> picture = all.picture(pictures[place]);
            if (picture.isPresent()) {
                read.add(picture.get());
                places.add(place);
            }
        }
        if (!read.isEmpty()) {
            addPeaks(activations(network, layer, read), places);
        }
        seen = to;
    }

    /** @param values {@code [pictures · height · width · filters]} */
    private void addPeaks(float[] values, List<Integer> places) {
        int filters = peaks.length;
        int positions = values.length / places.size() / filters;
        int i = 0;
        for (int place : places) {
            for (int p = 0; p < positions; p++) {
                for (int k = 0; k < filters; k++, i++) {
                    peaks[k][place] = Math.max(peaks[k][place], values[i]);
                }
            }
        }
    }

    /** The pictures that excite a filter most, the strongest first; those that do not excite it at all are left out. */
    public int[] strongest(int filter, int most) {
        return IntStream.range(0, pictures.length).boxed()
                .sorted((a, b) -> Float.compare(peaks[filter][b], peaks[filter][a])).mapToInt(Integer::intValue)
                .filter(i -> peaks[filter][i] > 0).limit(most).map(i -> pictures[i]).toArray();
    }

    /**
     * A filter's response to a picture: the largest value over all positions.
     *
     * @throws IllegalArgumentException where the picture was not looked at
     */
    public float peak(int filter, int picture) {
        for (int i = 0; i < pictures.length; i++) {
            if (pictures[i] == picture) {
                return peaks[filter][i];
            }
        }
        throw new IllegalArgumentException("Picture " + picture + " was not looked at");
    }

    /** A filter's response over a picture. */
    public static ResponseMap map(Network network, String layer, int filter, Picture picture) {
        LayerInfo info = network.layer(layer);
        float[] values = activations(network, layer, List.of(picture));
        float[] own = new float[info.height() * info.width()];
        for (int p = 0; p < own.length; p++) {
            own[p] = values[p * info.channels() + filter];
        }
        return new ResponseMap(info.height(), info.width(), own);
    }

    private static float[] activations(Network network, String layer, List<Picture> pictures) {
        return network.activations(network.description().batch(pictures), responseOf(network.layers(), layer));
    }

    /** The name of the last layer that only passes a convolution's channels on, pixel by pixel. */
    private static String responseOf(List<LayerInfo> layers, String convolution) {
        String value = convolution;
        for (int i = 0; i < layers.size(); i++) {
            String current = value;
            List<LayerInfo> readers = layers.stream().filter(layer -> layer.inputs().contains(current)).toList();
            if (readers.size() != 1
                    || readers.get(0).kind() != LayerKind.BATCH_NORM && readers.get(0).kind() != LayerKind.ACTIVATION) {
                return value;
            }
            value = readers.get(0).name();
            if (readers.get(0).kind() == LayerKind.ACTIVATION) {
                return value;
            }
        }
        return value;
    }

    /**
     * A filter's response over one picture.
     *
     * @param height of the layer's output
     * @param width  of the layer's output
     * @param values {@code [height · width]}
     */
    public record ResponseMap(int height, int width, float[] values) {

        /** The largest value, at least 0. */
        public float max() {
            float max = 0;
            for (float value : values) {
                max = Math.max(max, value);
            }
            return max;
        }

        /** The values, negative ones as 0, divided by the largest: 0 to 1. */
        public float[] scaled() {
            float max = max();
            float[] result = new float[values.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = max > 0 ? Math.max(0, values[i]) / max : 0;
            }
            return result;
        }
    }
}
