package espalier.network.imports;

import espalier.network.imports.onnx.Tensor;
import java.util.Optional;

/**
 * What a node of an ONNX graph gives. It is written into the new graph when something reads it: until then, what
 * follows may become one with it.
 */
abstract class Flow {

    private View written;

    /** Its shape in the old graph, without the batch. */
    abstract int[] shape();

    /** Writes it. */
    abstract View write();

    /** It in the new graph. */
    final View view() {
        if (written == null) {
            written = write();
        }
        return written;
    }

    /**
     * A constant's numbers for each of its channels; empty where they differ within a channel, or do not fit.
     */
    Optional<float[]> perChannel(Tensor constant) {
        return view().perChannel(constant);
    }

    /** Whether something has read it. */
    final boolean isWritten() {
        return written != null;
    }

    /** What is in the new graph already. */
    static Flow of(View view) {
        Flow flow = new Flow() {
            @Override
            int[] shape() {
                return view.shape();
            }

            @Override
            View write() {
                return view;
            }
        };
        flow.view();
        return flow;
    }
}
