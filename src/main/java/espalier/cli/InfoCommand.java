package espalier.cli;

import espalier.basics.Figures;
import espalier.network.Cost;
import espalier.network.Description;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import espalier.network.Throughput;
import espalier.pruning.FilterGroups;
import espalier.pruning.FilterGroups.KeptFilters;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a network file holds. */
@Command(name = "info",
        description = "Tells what a network's file holds: classes, layers, cost, and where it comes from.",
        footer = {"  espalier info shapes.zip", "  espalier info shapes.zip --json -",
                "  espalier info pruned/x8.zip --speed"})
final class InfoCommand extends WorkCommand {

    /**
     * The result as JSON.
     *
     * @param groups      what goes together, such as "conv3 ⇒ norm3 ⇒ conv4 in": the layers whose parameters a filter
     *                        takes with it, those that only read it with "in", and how many groups are alike in it
     * @param fingerprint of all parameters: the same in two files whose parameters are the same to the last bit
     */
    record Report(String file, String name, List<String> classNames, int height, int width, float[] mean,
            float[] deviation, long parameters, long macs, long convolutionWeights, long nonzeroConvolutionWeights,
            Double imagesPerSecond, List<Layer> layers, List<KeptFilters> notPrunable, Map<String, Integer> groups,
            Map<String, String> provenance, String fingerprint) {}

    /**
     * A layer; its output is {@code [height, width, channels]}.
     *
     * @param nonzeroWeights of a convolution: those of its weights that are not zero; else null
     */
    record Layer(String name, String kind, List<String> inputs, int height, int width, int channels, int kernel,
            long parameters, long macs, Long nonzeroWeights) {}

    @Parameters(paramLabel = "FILE", description = "The network: a .zip that Espalier wrote.")
    private Path file;

    @Option(names = "--speed",
            description = "Also measures how many pictures the network takes in a second, in batches of 64. "
                    + "Nothing else should be running.")
    private boolean speed;

    @Override
    void work() {
        try (Network network = Network.read(file)) {
            Description description = network.description();
            Cost cost = network.cost();
            Double imagesPerSecond = speed ? Throughput.imagesPerSecond(network) : null;
            Map<String, Long> nonzero = network.nonzeroWeights();
            FilterGroups groups = FilterGroups.trace(network);
            List<KeptFilters> kept = groups.kept();
            print(description, network.layers(), cost, nonzero, network.fingerprint());
            print(groups.chains());
            print(kept);
            printProvenance(description);
            if (speed) {
                terminal().line("");
                terminal().line("Throughput     " + Figures.count(Math.round(imagesPerSecond))
                        + " pictures a second on this machine");
            }
            report(new Report(file.toString(), description.name(), description.classNames(),
                    description.inputSize().height(), description.inputSize().width(),
                    description.normalisation().mean(), description.normalisation().deviation(), cost.parameters(),
                    cost.macs(), cost.convolution(), cost.nonzeroConvolution(), imagesPerSecond,
                    network.layers().stream().map(layer -> layer(layer, nonzero)).toList(), kept, groups.chains(),
                    description.provenance(), network.fingerprint()));
        }
    }

    private void print(Description description, List<LayerInfo> layers, Cost cost, Map<String, Long> nonzero,
            String fingerprint) {
        terminal().line(description.name() + " (" + file + ")");
        terminal().line("");
        terminal().line("Classes        " + String.join(", ", description.classNames()));
        terminal().line("Pictures       " + description.inputSize() + " pixels, red, green, blue");
        terminal().line("Normalisation  (value / 255 − mean) / deviation; " + description.normalisation());
        terminal().line(
                "Fingerprint    " + fingerprint + " (of all parameters: the same where these are, to the last bit)");
        terminal().line("");
        Table table = new Table("layer", "kind", ">output", ">parameters", ">MACs",
                cost.isMasked() ? ">nonzero weights" : "");
        for (LayerInfo layer : layers) {
            table.row(layer.name(), kind(layer), layer.height() + "×" + layer.width() + "×" + layer.channels(),
                    layer.parameters() == 0 ? "" : Figures.count(layer.parameters()),
                    layer.macs() == 0 ? "" : Figures.count(layer.macs()),
                    !cost.isMasked() || !nonzero.containsKey(layer.name()) ? ""
                            : Figures.count(nonzero.get(layer.name())) + " of " + Figures.count(layer.weights()));
        }
        table.row("all", "", "", Figures.count(cost.parameters()), Figures.count(cost.macs()), cost.isMasked()
                ? Figures.count(cost.nonzeroConvolution()) + " of " + Figures.count(cost.convolution()) : "")
                .print(terminal());
        if (cost.isMasked()) {
            terminal().line("");
            terminal().line(
                    "Zeros          " + Figures.percent(1 - cost.nonzeroConvolution() / (double) cost.convolution())
                            + " of the convolutions' weights are zero: "
                            + Figures.rate(cost.convolution() / (double) cost.nonzeroConvolution())
                            + " of nonzero convolution weights");
        }
    }

    private void print(Map<String, Integer> chains) {
        terminal().line("");
        terminal().line("What goes together");
        Table groups = new Table(">", "", "");
        chains.forEach((chain, count) -> groups.row(Integer.toString(count), count == 1 ? "group" : "groups", chain));
        groups.print(terminal());
    }

    private void print(List<KeptFilters> kept) {
        if (!kept.isEmpty()) {
            terminal().line("");
            terminal().line("What cannot be pruned");
            Table reasons = new Table("", ">", "");
            kept.forEach(filters -> reasons.row(filters.layer(),
                    filters.filters() + (filters.filters() == 1 ? " filter" : " filters"), filters.reason()));
            reasons.print(terminal());
        }
    }

    private void printProvenance(Description description) {
        if (!description.provenance().isEmpty()) {
            terminal().line("");
            terminal().line("Where it comes from");
            Table provenance = new Table("", "");
            description.provenance().forEach(provenance::row);
            provenance.print(terminal());
        }
    }

    private static String kind(LayerInfo layer) {
        String kind = layer.kind() == LayerKind.OTHER ? layer.type()
                : layer.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String groups = layer.groups() > 1 ? " in " + layer.groups() + " groups" : "";
        return layer.kernel() == 0 ? kind : kind + " " + layer.kernel() + "×" + layer.kernel() + groups;
    }

    private static Layer layer(LayerInfo layer, Map<String, Long> nonzero) {
        return new Layer(layer.name(), layer.kind().name().toLowerCase(Locale.ROOT), layer.inputs(), layer.height(),
                layer.width(), layer.channels(), layer.kernel(), layer.parameters(), layer.macs(),
                nonzero.get(layer.name()));
    }
}
