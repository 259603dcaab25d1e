package espalier.survey;

import espalier.explain.CamMethod;
import espalier.explain.MapLayers;
import espalier.explain.measures.MapMeasure;
import java.util.Optional;
import java.util.Set;

/**
 * How networks' explanations are compared.
 *
 * @param method   of the maps
 * @param layer    that maps are taken from; empty for each network's {@link MapLayers#usual usual} one
 * @param classes  which class is explained
 * @param measures of the maps
 */
public record StudySettings(CamMethod method, Optional<String> layer, Explained classes, Set<MapMeasure> measures) {

    /** Which class of a picture is explained. */
    public enum Explained {
        /** The one that the first network predicts, by all networks: their maps answer the same question. */
        BY_FIRST,
        /** The true one. */
        TRUE,
        /** The one that each network predicts itself. */
        PREDICTED
    }
}
