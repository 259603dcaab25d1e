package espalier.network.imports;

import espalier.engine.layers.PaddedPooling;
import espalier.network.imports.Draft.Value;
import espalier.network.imports.onnx.Arithmetic;
import espalier.network.imports.onnx.OnnxNode;
import espalier.network.imports.onnx.Places;
import espalier.network.imports.onnx.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Makes layers of those nodes of an ONNX graph that work on neighbouring pixels without weights. */
final class OnnxPools {

    private final Draft draft;
    private final LayerRebuilder layers;
    private final OnnxLayers nodes;

    OnnxPools(Draft draft, LayerRebuilder layers, OnnxLayers nodes) {
        this.draft = draft;
        this.layers = layers;
        this.nodes = nodes;
    }

    Flow pool(OnnxNode node, Flow flow) {
        View view = nodes.unpadded(node, flow.view());
        int[] size = {view.shape()[1], view.shape()[2]};
        Window window = Window.of(node, node.integers("kernel_shape", 1, 1), size);
        boolean max = node.op().equals("MaxPool");
        boolean counted = node.integer("count_include_pad", 0) == 1;
        Value in = nodes.map(node, view);
        int[] shape = window.output(view.shape()[0], size);
        boolean padsCount = !max && counted && Arrays.stream(window.pads()).anyMatch(pad -> pad > 0);
        boolean symmetric = window.isSymmetric(size, padsCount);
        if (!symmetric && (padsCount || !window.isSame(size))) {
            Value read = layers.materialised(in);
            int[] pads = window.pads();
            String own = draft.free(OnnxNames.of(node));
            draft.layer(own,
                    new PaddedPooling(max, window.kernel(), window.stride(), window.dilation(),
                            new int[] {pads[0], pads[2], pads[1], pads[3]}, window.roundedUp(), padsCount),
                    read, Map.of());
            Value out = Value.map(own, shape[1], shape[2], read.channels(), read.order());
            return Flow.of(new View(in.nonNegative() ? out.positive() : out, shape, null));
        }
        SubsamplingLayer layer = new SubsamplingLayer.Builder(
                max ? SubsamplingLayer.PoolingType.MAX : SubsamplingLayer.PoolingType.AVG, window.kernel(),
                window.stride(), symmetric ? new int[] {window.pads()[0], window.pads()[2]} : new int[2])
                .dilation(window.dilation())
                .convolutionMode(symmetric ? ConvolutionMode.Truncate : ConvolutionMode.Same).build();
        layer.setAvgPoolIncludePadInDivisor(padsCount);
        return Flow.of(new View(layers.rebuild(OnnxNames.of(node), layer, Map.of(), in), shape, null));
    }

    /**
     * A pool over all places.
     *
     * @param axes     of the old graph's places, without the batch, ascending
     * @param kept     whether they stay, of size 1
     * @param squeezed whether convolutions read it, as in squeeze-and-excitation: then it stays a map, of one pixel,
     *                     whose filters can be scored and pruned
     */
    Flow globalPool(OnnxNode node, Flow flow, int[] axes, boolean kept, boolean squeezed) {
        View view = nodes.unpadded(node, flow.view());
        int[] known = view.axes().orElseThrow(() -> OnnxLayers.unfollowed(node));
        int[] shape = IntStream.range(0, view.shape().length)
                .filter(d -> kept || Arrays.stream(axes).noneMatch(axis -> axis == d))
                .map(d -> Arrays.stream(axes).anyMatch(axis -> axis == d) ? 1 : view.shape()[d]).toArray();
        if (view.isPixel() && Arrays.stream(axes).noneMatch(axis -> axis == known[0])) {
            return Flow.of(view.reshaped(shape));
        }
        int[] places = IntStream.of(known).skip(1).sorted().toArray();
        if (!Arrays.equals(axes, places)) {
            throw node
                    .refused("is a mean or maximum over something else than all pixels of each channel, which Espalier "
                            + "cannot take over. Make a network without it.");
        }
        Value in = nodes.map(node, known[0] == 0 ? view : view.transposed(known));
        PoolingType type = node.op().endsWith("MaxPool") || node.op().endsWith("Max") ? PoolingType.MAX
                : PoolingType.AVG;
        if (squeezed) {
            Value map = layers.materialised(in);
            SubsamplingLayer whole = new SubsamplingLayer.Builder(
                    type == PoolingType.MAX ? SubsamplingLayer.PoolingType.MAX : SubsamplingLayer.PoolingType.AVG,
                    new int[] {map.height(), map.width()}, new int[] {1, 1}, new int[2])
                    .convolutionMode(ConvolutionMode.Truncate).build();
            return Flow.of(new View(layers.rebuild(OnnxNames.of(node), whole, Map.of(), map), shape, null));
        }
        Value out = layers.rebuild(OnnxNames.of(node), new GlobalPoolingLayer.Builder(type).build(), Map.of(), in);
        return Flow.of(new View(out, shape, null));
    }

    Flow padded(OnnxNode node, Flow flow, List<Tensor> constants) {
        View view = flow.view();
        int rank = view.shape().length + 1;
        int[] given = constants.size() > 1 && constants.get(1) != null ? constants.get(1).integers()
                : node.integers("pads", node.integers("paddings", new int[2 * rank]));
        int[] axes = Arithmetic.axes(node, constants, 3).orElse(Places.all(rank));
        boolean zeros = node.word("mode", "constant").equals("constant")
                && (constants.size() < 3 || constants.get(2) == null || constants.get(2).at(0) == 0)
                && node.real("value", 0) == 0;
        if (IntStream.of(given).allMatch(pad -> pad == 0)) {
            return flow;
        }
        boolean channelsFirst = view.axes().map(found -> found[0] == 0).orElse(view.isPart());
        if (zeros && axes.length == 4 && channelsFirst && given[1] + given[5] > 0) {
            return shortcut(node, view, given);
        }
        int[] known = view.axes().filter(found -> found[1] > 0 || found[2] > 0)
                .orElseThrow(() -> OnnxLayers.unfollowed(node));
        int[] pads = new int[4];
        for (int i = 0; i < axes.length; i++) {
            int axis = Arithmetic.axis(axes[i], rank) - 1;
            int before = given[i];
            int after = given[i + axes.length];
            boolean row = axis == known[1];
            if (before < 0 || after < 0 || !zeros || before + after > 0 && !row && axis != known[2]) {
                throw node.refused(
                        "pads with something else than zeros around the maps, which Espalier cannot take over. "
                                + "Make a network that does.");
            }
            if (row || axis == known[2]) {
                pads[row ? 0 : 2] += before;
                pads[row ? 1 : 3] += after;
            }
        }
        Window window = new Window(null, null, null, pads, false, 1);
        View first = View.of(window.padded(nodes.map(node, known[0] == 0 ? view : view.transposed(known))));
        return Flow.of(known[0] == 0 ? first : first.transposed(new int[] {1, 2, 0}));
    }

    /** Channels of zeros beside a map's own: a residual shortcut without parameters (He et al. 2016, option A). */
    private Flow shortcut(OnnxNode node, View view, int[] pads) {
        View.Picked picked = view.picked()
                .filter(found -> IntStream.of(0, 2, 3, 4, 6, 7).allMatch(i -> pads[i] == 0) && pads[1] >= 0
                        && pads[5] >= 0 && view.value().map())
                .orElseThrow(
                        () -> node.refused("pads channels and pixels at once, which Espalier cannot take over. Make a "
                                + "network that does one at a time."));
        return Flow.of(nodes.picked(OnnxNames.of(node), view, picked, pads[1], pads[5]));
    }

    Flow localResponse(OnnxNode node, Flow flow) {
        View view = flow.view();
        int size = node.integer("size", 1);
        LocalResponseNormalization layer = new LocalResponseNormalization.Builder(node.real("bias", 1), size,
                node.real("alpha", 1e-4f) / size, node.real("beta", .75f)).build();
        return Flow.of(View.of(layers.rebuild(OnnxNames.of(node), layer, Map.of(), nodes.map(node, view))));
    }
}
