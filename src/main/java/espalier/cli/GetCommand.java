package espalier.cli;

import espalier.data.Datasets;
import espalier.data.download.PublicData;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches a public data set. */
@Command(name = "get", description = {"Fetches a public data set from its home: cifar-10, cifar-100 or imagenette.", "",
        "It is checked and unpacked into a folder of its own. What is there already is not fetched again, and what was "
                + "interrupted is resumed. It is the only command that needs the internet; https.proxyHost and https.proxyPort, "
                + "given as java -D…, name a proxy. What may be done with the pictures, their homes say."},
        footer = {"  espalier get cifar-10", "  espalier get imagenette --out ~/pictures",
                "  espalier train --data cifar10:cifar-10-batches-bin --architecture vgg-s --out vgg-s.zip"})
final class GetCommand extends WorkCommand {

    /**
     * The result as JSON.
     *
     * @param data    what opens it, for {@code --data}
     * @param fetched whether it was not there before
     */
    record Report(String title, String data, List<String> classNames, String home, String address, String sha256,
            boolean fetched) {}

    @Parameters(paramLabel = "NAME", description = "cifar-10, cifar-100 or imagenette.")
    private String name;

    @Option(names = "--out", paramLabel = "FOLDER",
            description = "Gets the data's folder (where the command is called).")
    private Path out = Path.of("");

    @Override
    void work() {
        PublicData data = PublicData.of(name).orElseThrow(() -> wrongUse(
                "There is no data set called " + name + " to fetch. There are " + PublicData.names() + "."));
        boolean there = data.in(out).isPresent();
        if (!there) {
            terminal().line(data.title() + ": " + data.content());
            terminal().line("from " + data.archive().address() + ", " + data.size());
        }
        String specification = data.get(out, progress());
        terminal().line((there ? "It is there already: " : "It is there: ") + "--data " + specification);
        if (data == PublicData.CIFAR_100) {
            terminal().line("by its twenty coarse classes: --data "
                    + specification.replaceFirst("cifar100", "cifar100-coarse"));
        }
        report(new Report(data.title(), specification, Datasets.open(specification).classNames(), data.home(),
                data.archive().address().toString(), data.archive().sha256(), !there));
    }
}
