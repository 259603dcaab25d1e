package espalier.network.imports;

import espalier.network.imports.Draft.Value;
import espalier.network.imports.onnx.Places;
import espalier.network.imports.onnx.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How an ONNX graph sees a value of the new graph. ONNX's reshapings, transpositions and the like move nothing in the
 * new graph: they only change where the old one finds what. So a map that was turned to NHWC and back is the map.
 *
 * @param value  in the new graph; its channels, numbered as the old graph has them, then its rows, then its columns are
 *                   the places that are meant below
 * @param shape  in the old graph, without the batch
 * @param places for each element of the old graph's, in rows, the place of the value; null where they are in order
 */
record View(Value value, int[] shape, int[] places) {

    /** A value that the old graph sees as {@code [channels, height, width]}, or as {@code [channels]}. */
    static View of(Value value) {
        return new View(value, value.map() && !value.flat() ? new int[] {channels(value), height(value), width(value)}
                : new int[] {channels(value)}, null);
    }

    private static int channels(Value value) {
        return value.order() == null ? value.channels() : Arrays.stream(value.order()).max().orElse(0) + 1;
    }

    private static int height(Value value) {
        return value.height() + (value.padding() == null ? 0 : value.padding()[0] + value.padding()[1]);
    }

    private static int width(Value value) {
        return value.width() + (value.padding() == null ? 0 : value.padding()[2] + value.padding()[3]);
    }

    /** Of the value in pixels, with what is around it. */
    int height() {
        return height(value);
    }

    /** Of the value in pixels, with what is around it. */
    int width() {
        return width(value);
    }

    private int pixels() {
        return height(value) * width(value);
    }

    private int place(int element) {
        return places == null ? element : places[element];
    }

    /** Another value that the old graph sees in the same way. */
    View at(Value other) {
        return new View(other, shape, places);
    }

    View reshaped(int... other) {
        return new View(value, other, places);
    }

    /** @param order which dimension, without the batch, becomes each of the new ones */
    View transposed(int[] order) {
        return moved(IntStream.of(order).map(d -> shape[d]).toArray(), Places.transpose(shape, order));
    }

    /** Only some indices of a dimension. */
    View selected(int dimension, int[] chosen) {
        int[] other = shape.clone();
        other[dimension] = chosen.length;
        return moved(other, Places.select(shape, dimension, chosen));
    }

    private View moved(int[] other, int[] from) {
        int[] to = IntStream.of(from).map(this::place).toArray();
        boolean inOrder = to.length == channels(value) * pixels()
                && IntStream.range(0, to.length).allMatch(i -> to[i] == i);
        return new View(value, other, inOrder ? null : to);
    }

    /**
     * Several beside each other in a dimension.
     *
     * @param joint the value in which the channels of each stand behind those of the one before
     */
    static View beside(Value joint, List<View> parts, int dimension) {
        int[] shape = parts.get(0).shape.clone();
        shape[dimension] = parts.stream().mapToInt(part -> part.shape[dimension]).sum();
        int before = Places.count(Arrays.copyOf(shape, dimension));
        int[] to = new int[Places.count(shape)];
        int next = 0;
        for (int b = 0; b < before; b++) {
            int first = 0;
            for (View part : parts) {
                int piece = Places.count(part.shape) / before;
                for (int i = b * piece; i < (b + 1) * piece; i++) {
                    to[next++] = part.place(i) + first;
                }
                first += part.channels() * part.pixels();
            }
        }
        return new View(joint, shape, IntStream.range(0, to.length).allMatch(i -> to[i] == i) ? null : to);
    }

    /** Whether both are maps of one size, or both vectors, so that their channels can stand beside each other. */
    boolean isBeside(View other) {
        return value.map() == other.value.map() && height(value) == height(other.value)
                && width(value) == width(other.value);
    }

    /** Whether the old graph sees only some of the value. */
    boolean isPart() {
        return Places.count(shape) < channels(value) * pixels();
    }

    /**
     * Which channels, rows and columns the old graph sees of a map, or of a vector; empty where it sees neither, or not
     * every so-manieth row and column from the first on.
     */
    Optional<Picked> picked() {
        int[] size = shape.length == 3 ? shape : new int[] {shape[0], 1, 1};
        if (Places.count(size) != Places.count(shape)) {
            return Optional.empty();
        }
        int pixels = pixels();
        int width = width(value);
        int[] chosen = IntStream.range(0, size[0]).map(c -> place(c * size[1] * size[2]) / pixels).toArray();
        int down = size[1] == 1 ? height(value) : place(size[2]) % pixels / width;
        int across = size[2] == 1 ? width : place(1) % pixels % width;
        for (int i = 0; i < Places.count(size); i++) {
            int row = i / size[2] % size[1];
            int column = i % size[2];
            if (place(i) != (chosen[i / size[2] / size[1]] * height(value) + row * down) * width + column * across) {
                return Optional.empty();
            }
        }
        boolean all = down > 0 && across > 0 && (height(value) - 1) / down + 1 == size[1]
                && (width - 1) / across + 1 == size[2];
        return all ? Optional.of(new Picked(chosen, down, across)) : Optional.empty();
    }

    /**
     * Some of a map.
     *
     * @param channels of the value, as the old graph numbers them
     * @param down     every so-manieth row
     * @param across   every so-manieth column
     */
    record Picked(int[] channels, int down, int across) {}

    /** How many channels of the old graph the value has. */
    int channels() {
        return channels(value);
    }

    /** Whether one element of a channel is all of it. */
    boolean isPixel() {
        return pixels() == 1;
    }

    /** Two views of one arrangement. */
    boolean isLike(View other) {
        return Arrays.equals(shape, other.shape) && Arrays.equals(places, other.places)
                && Arrays.equals(value.order(), other.value.order());
    }

    /** Whether it is one number for each channel of a map. */
    boolean isGateOf(View map) {
        if (!isPixel() || channels() != map.channels() || !Arrays.equals(value.order(), map.value.order())) {
            return false;
        }
        float[] channel = new float[Places.count(shape)];
        for (int i = 0; i < channel.length; i++) {
            channel[i] = place(i);
        }
        Tensor numbers = Tensor.of(IntStream.concat(IntStream.of(1), IntStream.of(shape)).toArray(), channel);
        return map.perChannel(numbers).filter(found -> IntStream.range(0, found.length).allMatch(c -> found[c] == c))
                .isPresent();
    }

    /** The dimensions of channels, height and width, in the order of colour photographs or of ONNX; or none. */
    Optional<int[]> axes() {
        if (isPixel()) {
            int channel = IntStream.range(0, shape.length).filter(d -> shape[d] != 1).findFirst().orElse(0);
            return channelOrder(channel).map(order -> new int[] {channel, -1, -1});
        }
        return channelOrder(0).isPresent() ? Optional.of(new int[] {0, 1, 2})
                : channelOrder(2).isPresent() ? Optional.of(new int[] {2, 0, 1}) : Optional.empty();
    }

    /** For each channel that the old graph sees in this dimension, which of the value's it is; empty where none is. */
    private Optional<int[]> channelOrder(int dimension) {
        int channels = channels(value);
        if (isPixel()) {
            return Places.count(shape) == channels && shape.length > 0 && shape[dimension] == channels
                    ? Optional.of(IntStream.range(0, channels).map(this::place).toArray()) : Optional.empty();
        }
        int[] expected = dimension == 0 ? new int[] {channels, height(value), width(value)}
                : new int[] {height(value), width(value), channels};
        if (!Arrays.equals(shape, expected)) {
            return Optional.empty();
        }
        int pixels = pixels();
        int[] order = new int[channels];
        for (int c = 0; c < channels; c++) {
            order[c] = place(dimension == 0 ? c * pixels : c) / pixels;
        }
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < pixels; p++) {
                if (place(dimension == 0 ? c * pixels + p : p * channels + c) != order[c] * pixels + p) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(order);
    }

    /** The value as a map that the old graph sees with its channels first; empty where it sees something else. */
    Optional<Value> map() {
        if (!value.map() || value.flat()) {
            return isPixel() && shape.length == 3 && axes().isPresent() ? vector() : Optional.empty();
        }
        return channelOrder(0).filter(order -> shape.length == 3).map(this::ordered);
    }

    /** The value with its channels numbered as the old graph now sees them. */
    private Value ordered(int[] order) {
        if (IntStream.range(0, order.length).allMatch(c -> order[c] == c)) {
            return value;
        }
        int[] now = new int[order.length];
        for (int c = 0; c < order.length; c++) {
            now[order[c]] = c;
        }
        return value.ordered(value.order() == null ? now : IntStream.of(value.order()).map(c -> now[c]).toArray());
    }

    /** The value as a vector of features, as a dense layer sees it; empty where features are missing. */
    Optional<Value> vector() {
        int count = channels(value) * pixels();
        if (Places.count(shape) != count || IntStream.of(shape).filter(size -> size != 1).count() > 1) {
            return Optional.empty();
        }
        if (isPixel()) {
            return Optional.of(ordered(IntStream.range(0, count).map(this::place).toArray()));
        }
        int[] feature = new int[count];
        for (int i = 0; i < count; i++) {
            feature[place(i)] = i;
        }
        int pixels = pixels();
        int[] order = new int[pixels * value.channels()];
        for (int p = 0; p < pixels; p++) {
            for (int c = 0; c < value.channels(); c++) {
                int channel = value.order() == null ? c : value.order()[c];
                order[p * value.channels() + c] = feature[channel * pixels + p];
            }
        }
        return Optional.of(value.asFeatures(order));
    }

    /**
     * A constant's numbers for each channel.
     *
     * @return empty where it has different ones for the pixels of a channel, or another shape than fits
     */
    Optional<float[]> perChannel(Tensor constant) {
        float[] result = new float[channels(value)];
        if (constant.length() == 1 && constant.shape().length <= shape.length + 1) {
            Arrays.fill(result, (float) constant.at(0));
            return Optional.of(result);
        }
        int[] target = IntStream.concat(IntStream.of(1), IntStream.of(shape)).toArray();
        int[] from;
        try {
            from = Places.broadcast(constant.shape(), target);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean[] known = new boolean[result.length];
        int pixels = pixels();
        for (int i = 0; i < from.length; i++) {
            int channel = place(i) / pixels;
            float number = (float) constant.at(from[i]);
            if (known[channel] && result[channel] != number) {
                return Optional.empty();
            }
            known[channel] = true;
            result[channel] = number;
        }
        return Optional.of(result);
    }
}
