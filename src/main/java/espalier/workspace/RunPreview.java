package espalier.workspace;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.importance.ClassAwareScores;
import espalier.importance.NetworkScores;
import espalier.network.Cost;
import espalier.network.Description;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What can be shown of a run before its networks, and the native library that runs them, are loaded: a file beside
 * {@value RunFolder#RUN}, {@value #FILE}. It is never believed when a network's file is another than the one it was
 * made from.
 *
 * @param data     the specification of the data that scores were computed on
 * @param networks one for each milestone, in their order
 */
public record RunPreview(String data, List<NetworkPreview> networks) {

    /** The name of the file. */
    public static final String FILE = "preview.json";

    /**
     * Computes the preview of a run and writes it into its folder. On the thread that owns networks.
     *
     * @throws Problem where a network or the data cannot be read, or the folder cannot be written to
     */
    public static RunPreview write(RunFolder run, Progress progress) {
        List<NetworkPreview> networks = new ArrayList<>();
        Dataset data = null;
        for (MilestoneRecord milestone : run.milestones()) {
            progress.checkpoint();
            try (Network network = Network.read(run.file(milestone))) {
                if (data == null) {
                    data = Datasets.open(run.recipe().data(), network.description().inputSize(),
                            network.description().classNames());
                }
                networks.add(new NetworkPreview(milestone.file(), checksum(run.file(milestone)), network.description(),
                        network.layers(), network.cost(),
                        ClassAwareScores.of(network, data, ClassAwareScores.PICTURES_PER_CLASS, Progress.NONE)));
            }
            progress.update(networks.size() / (double) run.milestones().size(), "Scored " + milestone.file());
        }
        RunPreview preview = new RunPreview(run.recipe().data(), List.copyOf(networks));
        JsonFiles.write(run.path().resolve(FILE), preview);
        return preview;
    }

    /** The preview of a run; empty where it has none, or one that does not belong to its files as they are. */
    public static Optional<RunPreview> read(RunFolder run) {
        Path file = run.path().resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonFiles.read(file, RunPreview.class, "a preview"))
                    .filter(preview -> preview.belongsTo(run));
        } catch (Problem e) {
            // It only saves time: the networks say the same.
            return Optional.empty();
        }
    }

    private boolean belongsTo(RunFolder run) {
        if (networks == null || data == null || !data.equals(run.recipe().data())
                || networks.size() != run.milestones().size()) {
            return false;
        }
        for (int i = 0; i < networks.size(); i++) {
            NetworkPreview network = networks.get(i);
            MilestoneRecord milestone = run.milestones().get(i);
            if (!network.isWhole() || !network.file().equals(milestone.file())
                    || network.checksum() != checksum(run.file(milestone))) {
                return false;
            }
        }
        return true;
    }

    /** @throws Problem where the file cannot be read */
    private static long checksum(Path file) {
        CRC32 checksum = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                checksum.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new Problem(
                    file + " cannot be read: " + AtomicFiles.reason(e) + ". Check the file and its permissions.", e);
        }
        return checksum.getValue();
    }

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
        private boolean isWhole() {
            return file != null && description != null && layers != null && cost != null && scores != null;
        }
    }
}
