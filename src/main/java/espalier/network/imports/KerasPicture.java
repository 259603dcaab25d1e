package espalier.network.imports;

import espalier.data.Normalisation;
import espalier.network.imports.KerasModel.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a model does to its pictures first: layers that scale and shift colours become the normalisation, those that act
 * in training only are left out.
 */
final class KerasPicture {

    private static final Set<String> AUGMENTATION = Set.of("RandomFlip", "RandomRotation", "RandomZoom",
            "RandomTranslation", "RandomContrast", "RandomBrightness", "RandomHeight", "RandomWidth", "RandomShear",
            "RandomColorJitter", "RandomHue", "RandomSaturation", "RandomSharpness", "RandomGrayscale", "RandomErasing",
            "RandomInvert", "RandomPosterization", "RandomColorDegeneration", "GaussianNoise", "AugMix", "RandAugment",
            "AutoContrast");
    /** Where Keras's Normalization stops dividing. */
    private static final double SMALLEST_DEVIATION = 1e-7;

    private final List<String> notes;
    private final double[] scale = {1, 1, 1};
    private final double[] shift = new double[3];
    private boolean states;

    private KerasPicture(List<String> notes) {
        this.notes = notes;
    }

    /**
     * Takes the layers in front out of a model.
     *
     * @param weights of each layer, by its name
     * @param notes   gets what became of them
     * @return the normalisation, in the order in which the model reads colours; empty where it states none
     */
    static Optional<Normalisation> takeOut(KerasModel model, Map<String, Map<String, INDArray>> weights,
            List<String> notes) {
        KerasPicture picture = new KerasPicture(notes);
        for (List<Layer> first = model.readers(KerasModel.PICTURE); first.size() == 1
                && picture.takes(first.get(0), weights.getOrDefault(first.get(0).name(), Map.of()));) {
            model.remove(first.get(0));
            first = model.readers(KerasModel.PICTURE);
        }
        return picture.normalisation();
    }

    private boolean takes(Layer layer, Map<String, INDArray> weights) {
        switch (layer.type()) {
            case "Rescaling", KerasModel.AFFINE -> then(numbers(layer, "scale", 1), numbers(layer, "offset", 0));
            case "Normalization" -> normalise(layer, weights);
            default -> {
                if (!AUGMENTATION.contains(layer.type())) {
                    return false;
                }
                notes.add("Its layer \"" + layer.name() + "\" (" + layer.type()
                        + ") is left out: it acts in training only.");
                return true;
            }
        }
        states = true;
        notes.add("Its layer \"" + layer.name() + "\" (" + layer.type() + ") has become the normalisation.");
        return true;
    }

    private static double[] numbers(Layer layer, String key, double otherwise) {
        return layer.config().path(key).isMissingNode() ? new double[] {otherwise}
                : KerasModel.numbers(layer.config().path(key));
    }

    private void normalise(Layer layer, Map<String, INDArray> weights) {
        double[] mean = weights.containsKey("mean") ? weights.get("mean").dup('c').data().asDouble()
                : KerasModel.numbers(layer.config().path("mean"));
        double[] variance = weights.containsKey("variance") ? weights.get("variance").dup('c').data().asDouble()
                : KerasModel.numbers(layer.config().path("variance"));
        if (layer.config().path("invert").asBoolean() || mean.length > 3 || mean.length != variance.length) {
            throw layer.refused("normalises otherwise than colour by colour, which Espalier cannot take over. "
                    + "Leave it out, save again, and give its mean and deviation (--mean, --std) in its place.");
        }
        double[] factor = Arrays.stream(variance).map(value -> 1 / Math.max(Math.sqrt(value), SMALLEST_DEVIATION))
                .toArray();
        double[] offset = new double[mean.length];
        for (int c = 0; c < offset.length; c++) {
            offset[c] = -mean[c] * factor[c];
        }
        then(factor, offset);
    }

    private void then(double[] factor, double[] offset) {
        for (int c = 0; c < 3; c++) {
            scale[c] *= factor[factor.length == 3 ? c : 0];
            shift[c] = shift[c] * factor[factor.length == 3 ? c : 0] + offset[offset.length == 3 ? c : 0];
        }
    }

    /** {@code value · scale + shift = (value / 255 − mean) / deviation}. */
    private Optional<Normalisation> normalisation() {
        float[] mean = new float[3];
        float[] deviation = new float[3];
        for (int c = 0; c < 3; c++) {
            deviation[c] = (float) (1 / (255 * scale[c]));
            mean[c] = (float) (-shift[c] / (255 * scale[c]));
        }
        return states ? Optional.of(new Normalisation(mean, deviation)) : Optional.empty();
    }
}
