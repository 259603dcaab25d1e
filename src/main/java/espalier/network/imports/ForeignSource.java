package espalier.network.imports;

import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.network.imports.Preparation.ChannelOrder;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What the file of another program holds.
 *
 * @param program       what wrote it, for a person: "Keras 2.4.0"
 * @param size          of the pictures that it takes
 * @param colours       1 for grey pictures, 3 for coloured ones
 * @param normalisation what the file says is done to pixels first, in the order in which it reads colours; empty where
 *                          it says nothing
 * @param inside        what the network itself does first to the values that it is given, of which 255 stand for 1
 *                          here; taken out of it, so that it goes behind whatever is done to pixels; empty where it
 *                          does nothing
 * @param classNames    in the order of the outputs; empty where the file does not name them
 * @param notes         what a person should know of the reading, in sentences
 * @param rebuilding    makes the network in the form that the rest of the program works with
 */
record ForeignSource(String program, PictureSize size, int colours, Optional<Normalisation> normalisation,
        Optional<Normalisation> inside, List<String> classNames, List<String> notes, Rebuilding rebuilding) {

    /** What DL4J reads. */
    static ForeignSource of(SourceGraph source) {
        return new ForeignSource(source.program(), source.size(), source.colours(), source.normalisation(),
                Optional.empty(), List.of(), source.notes(),
                (channels, notes) -> Rebuilder.rebuild(source, channels, notes));
    }

    /** Makes the new graph. */
    interface Rebuilding {

        /**
         * A graph that reads red, green, blue.
         *
         * @param channels how the old one reads colours
         * @param notes    gets what a person should know
         * @throws espalier.basics.Problem where something has no counterpart
         */
        ComputationGraph graph(ChannelOrder channels, List<String> notes);
    }
}
