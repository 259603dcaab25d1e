package espalier.app;

import espalier.basics.Figures;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.network.Cost;
import espalier.network.Description;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Evaluation;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the window knows of a network: plain data, so that any thread may read it. The network itself is given by
 * {@link Networks#get} on the engine thread.
 *
 * @param id              unique among all that are open; the same network keeps it
 * @param rate            that was asked for; 1 for an unpruned network
 * @param achievedRate    before ÷ after of what {@code rateOf} names; 1 for an unpruned network
 * @param layers          in the order in which they run, the input first
 * @param test            on the test pictures; empty while it is not known
 * @param imagesPerSecond measured, in batches of 64; NaN while it is not known
 * @param criterion       by which it was pruned; empty for an unpruned network
 * @param file            the network's zip; the empty path where it is live and has none
 * @param rateOf          what both rates compare
 * @param steps           the accuracy on the test pictures after each step of the last iteration on the way to this
 *                            network; empty where it is not known
 */
public record OpenNetwork(String id, double rate, double achievedRate, Description description, List<LayerInfo> layers,
        Cost cost, Optional<Evaluation> test, double imagesPerSecond, String criterion, Path file, RateOf rateOf,
        Map<PruningStep, Double> steps) {

    private static final Path NO_FILE = Path.of("");

    /** Copies what could change. */
    public OpenNetwork {
        layers = List.copyOf(layers);
        steps = PruningStep.copy(steps);
    }

    /** A network whose rates are of parameters; how it came about is not known. */
    public OpenNetwork(String id, double rate, double achievedRate, Description description, List<LayerInfo> layers,
            Cost cost, Optional<Evaluation> test, double imagesPerSecond, String criterion, Path file) {
        this(id, rate, achievedRate, description, layers, cost, test, imagesPerSecond, criterion, file,
                RateOf.PARAMETERS, Map.of());
    }

    /** What a network is by itself; on the engine thread. */
    public static OpenNetwork unpruned(String id, Network network, Path file) {
        return new OpenNetwork(id, 1, 1, network.description(), network.layers(), network.cost(), Optional.empty(),
                Double.NaN, "", file);
    }

    /**
     * What pruning leaves at the live slider's place; on the engine thread.
     *
     * @param id   another for each place
     * @param rate before ÷ after of what {@code of} names
     */
    public static OpenNetwork live(String id, OpenNetwork unpruned, Network network, double rate, RateOf of) {
        return new OpenNetwork(id, rate, rate, unpruned.description(), network.layers(), network.cost(),
                Optional.empty(), Double.NaN, "", NO_FILE, of, Map.of());
    }

    /** What a run's milestone is, with the file to which it was written; on the engine thread. */
    public static OpenNetwork of(String id, Milestone milestone, String criterion, Path file) {
        return new OpenNetwork(id, milestone.rate(), milestone.achievedRate(), milestone.network().description(),
                milestone.network().layers(), milestone.cost(), Optional.of(milestone.test()),
                milestone.imagesPerSecond(), criterion, file, milestone.rateOf(), milestone.steps());
    }

    /**
     * A run's milestone as it was written down. The test keeps what was: accuracy, by class too; its loss is NaN and
     * its confusion has no rows.
     *
     * @param layers of the milestone's network, as its description and cost
     * @param data   that the run was evaluated on; null where it cannot be opened, and then nothing is said of the test
     */
    static OpenNetwork stored(RunFolder run, MilestoneRecord milestone, Description description, List<LayerInfo> layers,
            Cost cost, Dataset data) {
        Optional<Evaluation> test = data == null || milestone.perClass().length != description.classNames().size()
                ? Optional.empty() : Optional.of(new Evaluation(data.part(Part.TEST).size(), milestone.accuracy(),
                        milestone.perClass(), Double.NaN, new int[0][0]));
        return new OpenNetwork(run.networkId(milestone), milestone.rate(), milestone.achievedRate(), description,
                layers, cost, test, milestone.imagesPerSecond(),
                milestone.rate() == 1 ? "" : run.recipe().settings().ranking().criterion(), run.file(milestone),
                milestone.rateOf(), milestone.steps());
    }

    /** The same with what was measured. */
    public OpenNetwork withTest(Evaluation evaluation, double measuredImagesPerSecond) {
        return new OpenNetwork(id, rate, achievedRate, description, layers, cost, Optional.of(evaluation),
                measuredImagesPerSecond, criterion, file, rateOf, steps);
    }

    /** The same before anything was measured on the pictures that are open now. */
    public OpenNetwork withoutTest() {
        return new OpenNetwork(id, rate, achievedRate, description, layers, cost, Optional.empty(), imagesPerSecond,
                criterion, file, rateOf, Map.of());
    }

    /** Whether nothing was taken out. */
    public boolean isUnpruned() {
        return rate == 1;
    }

    /** Whether it is the network at the live slider's place: in no file, and gone when the slider moves. */
    public boolean isLive() {
        return file.equals(NO_FILE);
    }

    /** What stays the same when the live slider moves: its id, and one for all live networks. */
    public String column() {
        return isLive() ? "live" : id;
    }

    /** "unpruned", "×2", "×7.5", "live ×4.0"; and where the rate is not of parameters, of what: "×2 MACs". */
    public String rateTitle() {
        return isLive() ? ("live ×" + Figures.fixed(rate, rate < 1.995 ? 2 : 1) + " " + rateOf.unit()).strip()
                : isUnpruned() ? "unpruned" : rateOf.text(rate);
    }

    /** The rate as it came out, with its unit: "×2.01", "×2.01 MACs". */
    public String achievedTitle() {
        return (Figures.rate(achievedRate) + " " + rateOf.unit()).strip();
    }

    /** The convolutions whose filters can be scored, in the order in which they run. */
    public List<LayerInfo> convolutions() {
        return layers.stream().filter(LayerInfo::isConvolution).toList();
    }

    /** The layers by name. */
    public Map<String, LayerInfo> layersByName() {
        return layers.stream().collect(Collectors.toMap(LayerInfo::name, Function.identity()));
    }

    /** "VGG-S ×4" */
    @Override
    public String toString() {
        return description.name() + (isUnpruned() || description.name().endsWith(rateTitle()) ? "" : " " + rateTitle());
    }
}
