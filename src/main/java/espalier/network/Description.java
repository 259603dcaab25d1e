package espalier.network;

import espalier.data.Normalisation;
import espalier.data.PictureSize;
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

    /** Copies what could change. */
    public Description {
        classNames = List.copyOf(classNames);
        provenance = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** The same under another name and with more of a past. */
    public Description with(String newName, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(provenance);
        all.putAll(more);
        return new Description(newName, classNames, inputSize, normalisation, all);
    }
}
