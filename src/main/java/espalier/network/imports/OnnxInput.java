package espalier.network.imports;

import espalier.basics.Problem;
import espalier.data.PictureSize;
import espalier.network.imports.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;

/**
 * The picture, as an ONNX graph takes it.
 *
 * @param batch        how many at a time; 1 where that is free
 * @param colours      1 for grey pictures, 3 for coloured ones
 * @param channelsLast whether it comes as {@code [height, width, channels]}
 * @param bytes        whether as whole numbers from 0 to 255
 */
record OnnxInput(String name, int batch, PictureSize size, int colours, boolean channelsLast, boolean bytes) {

    /**
     * The picture of a file.
     *
     * @throws Problem where it takes something else, or does not say the size
     */
    static OnnxInput of(OnnxModel model, Optional<PictureSize> sizeIfOpen) {
        List<OnnxModel.Input> inputs = model.inputs();
        if (inputs.size() != 1) {
            throw new Problem("The network has " + inputs.size() + " inputs ("
                    + String.join(", ", inputs.stream().map(OnnxModel.Input::name).toList())
                    + "); Espalier takes networks with one, a picture.");
        }
        OnnxModel.Input input = inputs.get(0);
        int[] shape = input.shape();
        if (shape.length != 4) {
            throw new Problem("The network's input \"" + input.name() + "\" has " + shape.length
                    + " dimensions; Espalier takes networks for pictures, with four: batch, channels, height and width.");
        }
        boolean last = !isColours(shape[1]) && isColours(shape[3]);
        int colours = last ? shape[3] : shape[1];
        if (!isColours(colours)) {
            throw new Problem("The network takes pictures with " + (colours < 0 ? "any number of" : colours)
                    + " channels; Espalier takes coloured and grey ones.");
        }
        int height = shape[last ? 1 : 2];
        int width = shape[last ? 2 : 3];
        PictureSize size = height > 0 && width > 0 ? new PictureSize(height, width)
                : sizeIfOpen.orElseThrow(() -> new Problem("The network takes pictures of any size. Say which it shall "
                        + "take (--size on the command line)."));
        return new OnnxInput(input.name(), Math.max(1, shape[0]), size, colours, last, input.bytes());
    }

    private static boolean isColours(int channels) {
        return channels == 1 || channels == 3;
    }
}
