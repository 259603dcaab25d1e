package espalier.cli;

import espalier.workspace.RunFolder;
import espalier.workspace.RunPreview;
import espalier.workspace.RunPreview.NetworkPreview;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes what the window can show of a run before its networks are loaded. */
@Command(name = "preview",
        description = "Writes preview.json into a run's folder: layers, cost and scores of its networks, so that "
                + "the window shows the run at once. The file is passed over when a network is not the one that it was made from.",
        footer = {"  espalier preview samples/shapes"})
final class PreviewCommand extends WorkCommand {

    /** The result as JSON. */
    record Report(String file, int networks, int filters) {}

    @Parameters(paramLabel = "FOLDER", description = "The run: a folder that prune wrote.")
    private Path folder;

    @Override
    void work() {
        startEngine();
        RunFolder run = RunFolder.read(folder);
        RunPreview preview = RunPreview.write(run, progress());
        Path file = folder.resolve(RunPreview.FILE);
        int filters = preview.networks().stream().map(NetworkPreview::scores)
                .flatMap(scores -> scores.layers().stream()).mapToInt(layer -> layer.filters()).sum();
        terminal().line(file + ": " + preview.networks().size() + " networks, " + filters + " filters");
        report(new Report(file.toString(), preview.networks().size(), filters));
    }
}
