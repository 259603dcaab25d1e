package espalier.workspace;

import espalier.importance.NetworkScores;
import espalier.network.Cost;
import espalier.network.Description;
import espalier.network.LayerInfo;
import java.util.List;

/**
 * What can be shown of a network before it is read.
 *
 * @param file        the name of its file in the run's folder
 * @param checksum    the CRC-32 of that file when this was written: with another one nothing here holds
 * @param description what its file says besides the layers
 * @param layers      in the order in which they run, the input first
 * @param cost        parameters and multiply-accumulates
 * @param scores      of its filters, on the run's data
 */
public record NetworkPreview(String file, long checksum, Description description, List<LayerInfo> layers, Cost cost,
        NetworkScores scores) {

    /** Whether nothing is missing, as in a file of another version. */
    boolean isWhole() {
        return file != null && description != null && layers != null && cost != null && scores != null;
    }
}
