package espalier.network.imports;

import espalier.data.PictureSize;
import espalier.network.imports.Preparation.ChannelOrder;
import espalier.network.imports.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ONNX models, as PyTorch's and TensorFlow's exporters write them. */
final class OnnxReader {

    private OnnxReader() {}

    static ForeignSource read(Path file, Optional<PictureSize> sizeIfOpen) {
        OnnxModel model = OnnxModel.read(file);
        OnnxInput input = OnnxInput.of(model, sizeIfOpen);
        OnnxRebuilder first = new OnnxRebuilder(model, input, order(input, ChannelOrder.RGB), new ArrayList<>());
        first.write();
        List<String> notes = new ArrayList<>();
        first.normalisation().ifPresent(
                found -> notes.add("What it does to pixels first has become the normalisation of its pictures."));
        return new ForeignSource("ONNX (" + model.producer() + ")", input.size(), input.colours(),
                first.normalisation().or(() -> OnnxMetadata.normalisation(model.metadata())), first.inside(),
                OnnxMetadata.classNames(model.metadata()), notes,
                (channels, more) -> new OnnxRebuilder(model, input, order(input, channels), more).graph());
    }

    private static int[] order(OnnxInput input, ChannelOrder channels) {
        return input.colours() == 1 ? new int[3] : channels == ChannelOrder.BGR ? new int[] {2, 1, 0} : null;
    }
}
