package espalier.app;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.workspace.RunFolder;
import espalier.workspace.RunPreview;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The run that comes with the program: a network trained on Shapes, pruned to the four rates. */
final class SampleRun {

    private static final Logger LOG = LoggerFactory.getLogger(SampleRun.class);
    private static final String RESOURCES = "/espalier/samples/shapes/";
    private static final String FOLDER = "sample-shapes";

    private SampleRun() {}

    /**
     * The sample as a run of the workspace, copied there the first time, and again where another version of the program
     * brought another. The networks come first and what names them last: after a crash in between the next start mends
     * it.
     *
     * @throws Problem when the program lacks its sample, or the workspace cannot be written to
     */
    static RunFolder copiedInto(Workspace workspace) {
        Path folder = folder(workspace);
        try {
            if (!isThere(folder)) {
                addPreview(folder);
                copy(folder);
            }
        } catch (IOException e) {
            throw new Problem("The sample cannot be copied into " + folder + ": " + AtomicFiles.reason(e)
                    + ". Open a network of your own, or choose another folder with --workspace.", e);
        }
        return RunFolder.read(folder);
    }

    /** Where it is in a workspace, once it was copied. */
    static Path folder(Workspace workspace) {
        return workspace.folder().resolve("runs").resolve(FOLDER);
    }

    /** Nothing writes to the sample's run, so that it is this version's can be told from its record. */
    private static boolean isThere(Path folder) throws IOException {
        Path record = folder.resolve(RunFolder.RUN);
        try (InputStream own = SampleRun.class.getResourceAsStream(RESOURCES + RunFolder.RUN)) {
            return Files.exists(record)
                    && (own == null || Arrays.equals(own.readAllBytes(), Files.readAllBytes(record)));
        }
    }

    /** Without it the sample opens later and shows the same. */
    private static void addPreview(Path folder) {
        try (InputStream resource = SampleRun.class.getResourceAsStream(RESOURCES + RunPreview.FILE)) {
            if (resource != null) {
                AtomicFiles.write(folder.resolve(RunPreview.FILE), resource::transferTo);
            }
        } catch (IOException | Problem e) {
            LOG.info("The sample's preview cannot be copied", e);
        }
    }

    private static void copy(Path folder) throws IOException {
        Path peek = Files.createTempDirectory("espalier-sample");
        try {
            copy(RunFolder.RUN, peek);
            for (MilestoneRecord milestone : RunFolder.read(peek).milestones()) {
                copy(milestone.file(), folder);
            }
            copy(RunFolder.RUN, folder);
        } finally {
            Files.deleteIfExists(peek.resolve(RunFolder.RUN));
            Files.deleteIfExists(peek);
        }
    }

    private static void copy(String name, Path folder) throws IOException {
        try (InputStream resource = SampleRun.class.getResourceAsStream(RESOURCES + name)) {
            if (resource == null) {
                throw new Problem(
                        "This build of Espalier comes without its sample. Open a network of your own, or build "
                                + "Espalier with its samples folder.");
            }
            AtomicFiles.write(folder.resolve(name), resource::transferTo);
        }
    }
}
