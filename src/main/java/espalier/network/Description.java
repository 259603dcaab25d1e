package espalier.network;

import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.ClassNumbers;
import espalier.data.Normalisation;
import espalier.data.Picture;
import espalier.data.PictureSize;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network's file says besides its layers.
 *
 * @param name          for a person: "VGG-S", "VGG-S ×4"
 * @param classNames    in the order of the logits
 * @param inputSize     of the pictures it takes
 * @param normalisation what is done to pixels first
 * @param provenance    where it comes from: what was done, with which settings, data, seed and version; in order
 */
public record Description(String name, List<String> classNames, PictureSize inputSize, Normalisation normalisation,
        Map<String, String> provenance) {

    /** Copies what could change; names of classes come before their ids of WordNet. */
    public Description {
        classNames = classNames.stream().map(ClassNumbers::nameFirst).toList();
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** The same under another name and with more of a past. */
    public Description with(String newName, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(provenance);
        all.putAll(more);
        return new Description(newName, classNames, inputSize, normalisation, all);
    }

    /**
     * Pictures as the network takes them, of classes that are not known or not asked for: all labels are 0.
     *
     * @throws Problem where a picture has another size than the network's input
     */
    public Batch batch(List<Picture> pictures) {
        return batch(pictures, new int[pictures.size()]);
    }

    /**
     * Pictures as the network takes them.
     *
     * @param labels the class of each
     * @throws Problem where a picture has another size than the network's input
     */
    public Batch batch(List<Picture> pictures, int[] labels) {
        float[] pixels = new float[pictures.size() * inputSize.values()];
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            if (picture.height() != inputSize.height() || picture.width() != inputSize.width()) {
                throw new Problem("A picture of " + picture.height() + "×" + picture.width() + " does not fit " + name
                        + ", which takes " + inputSize + ". Open the pictures again at that size, or compare networks"
                        + " that take pictures of one size.");
            }
            normalisation.apply(picture, pixels, i * inputSize.values());
        }
        return new Batch(pictures.size(), pixels, labels);
    }
}
