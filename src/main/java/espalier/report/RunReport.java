package espalier.report;

import static espalier.report.ResultTable.Column.number;
import static espalier.report.ResultTable.Column.words;

import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Sha256;
import espalier.explain.measures.MapMeasure;
import espalier.network.Description;
import espalier.network.Network;
import espalier.pruning.PruningStep;
import espalier.report.LineChart.Line;
import espalier.report.LineChart.Point;
import espalier.report.LineChart.Size;
import espalier.report.Report.Block;
import espalier.report.Report.Section;
import espalier.report.ResultTable.Column;
import espalier.study.analysis.Share;
import espalier.survey.MeanInterval;
import espalier.survey.MeasuredNetwork;
import espalier.survey.PairedComparison;
import espalier.survey.RateSurvey;
import espalier.survey.SweetSpot;
import espalier.workspace.JsonFiles;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What is told of one run. */
final class RunReport {

    /** The measures that are drawn; the table has all. */
    private static final List<MapMeasure> DRAWN = List.of(MapMeasure.PEARSON, MapMeasure.ENERGY_INSIDE,
            MapMeasure.DELETION, MapMeasure.INSERTION);

    private final RunFolder run;
    private final List<MilestoneRecord> milestones;
    private final Description start;
    private final Optional<RunMaps> maps;

    /**
     * @param run  that reached a rate
     * @param maps of its networks, where they were looked at
     */
    RunReport(RunFolder run, Optional<RunMaps> maps) {
        this.run = run;
        milestones = run.milestones();
        if (milestones.isEmpty()) {
            throw new Problem("The run in " + run.path() + " has no networks yet. Choose one that reached a rate.");
        }
        start = Network.describe(run.start());
        this.maps = maps;
    }

    /** The network that was pruned, and how. */
    String title() {
        return start.name() + ", pruned by the criterion " + run.recipe().settings().ranking().criterion();
    }

    /** What the run comes to, in sentences. */
    List<String> summary() {
        MilestoneRecord unpruned = milestones.get(0);
        List<String> sentences = new ArrayList<>();
        sentences.add(start.name() + " recognises " + accuracy(unpruned) + " of the test pictures of "
                + run.recipe().data() + " before pruning, with " + Figures.large(unpruned.parameters())
                + " parameters and " + Figures.large(unpruned.macs()) + " multiply-accumulates (MACs) a picture.");
        for (MilestoneRecord milestone : pruned()) {
            sentences.add("At " + milestone.title() + " it recognises " + accuracy(milestone) + " ("
                    + Figures.points(milestone.accuracy() - unpruned.accuracy()) + " points) with "
                    + share(milestone, MilestoneRecord::parameters) + " of its parameters and "
                    + share(milestone, MilestoneRecord::macs) + " of its MACs." + worst(milestone));
        }
        if (milestones.size() == 1) {
            sentences.add("No rate was reached yet.");
        }
        sentences.addAll(verdict());
        return sentences;
    }

    /** What the measures of maps come to, in a sentence; none where they were not taken. */
    List<String> verdict() {
        return maps.map(found -> found.survey().spot().sentence()).stream().toList();
    }

    private List<MilestoneRecord> pruned() {
        return milestones.subList(1, milestones.size());
    }

    private String accuracy(MilestoneRecord milestone) {
        return maps.map(found -> Share.of((int) Math.round(milestone.accuracy() * found.test()), found.test()).text())
                .orElseGet(() -> Figures.percent(milestone.accuracy()));
    }

    private String share(MilestoneRecord milestone, ToDoubleFunction<MilestoneRecord> value) {
        return Figures.percent(value.applyAsDouble(milestone) / value.applyAsDouble(milestones.get(0)));
    }

    private String worst(MilestoneRecord milestone) {
        double[] before = milestones.get(0).perClass();
        double[] now = milestone.perClass();
        if (now.length < 2 || now.length != before.length || now.length > start.classNames().size()) {
            return "";
        }
        int worst = IntStream.range(0, now.length).boxed().min(Comparator.comparingDouble(c -> now[c] - before[c]))
                .orElseThrow();
        return now[worst] < before[worst] ? " The class that loses most is " + start.classNames().get(worst) + " ("
                + Figures.points(now[worst] - before[worst]) + " points)." : "";
    }

    /**
     * The parts of the report.
     *
     * @param suffix behind their titles, where there are several runs; each begins with its summary then
     */
    List<Section> sections(String suffix) {
        List<Section> sections = new ArrayList<>();
        List<Block> networks = networks();
        if (!suffix.isEmpty()) {
            networks.add(0, new Block.Points(summary()));
        }
        sections.add(new Section("Networks" + suffix, networks));
        List<Block> explanations = new ArrayList<>();
        maps.ifPresentOrElse(found -> explanations(found, explanations),
                () -> explanations.add(new Block.Words("Maps and their measures are left out of this report.")));
        sections.add(new Section("Where the networks look" + suffix, explanations));
        return sections;
    }

    /** Where all networks come from, and how to repeat the run. */
    Section origins(String suffix) {
        return new Section("Where the networks come from" + suffix, provenance());
    }

    private List<Block> networks() {
        List<Block> blocks = new ArrayList<>();
        List<Column> columns = new ArrayList<>(List.of(words("Network", "By the compression rate that was asked for"),
                number("Rate", run.recipe().settings().rateOf().beforeAfter() + ", as reached"),
                number("Accuracy",
                        "Share of test pictures that are recognised"
                                + (maps.isPresent() ? ", with Wilson's 95 % score interval (Wilson 1927)" : "")),
                number("Change", "Of the accuracy, in percentage points, to the unpruned network"),
                number("Parameters", "That were trained"),
                number("MACs", "Multiply-accumulates for one picture, in convolutions and dense layers"),
                number("Pictures/s", "As measured when the run reached the rate, in batches of 64")));
        if (isTuningKnown()) {
            columns.add(number("Trained with",
                    "Pictures of fine-tuning since the unpruned network, each as often as it came"));
        }
        blocks.add(new Block.Table(new ResultTable("Networks of the run",
                "Accuracy on all test pictures of " + run.recipe().data() + ", and what a network costs.", columns,
                milestones.stream().map(this::row).toList(), List.of())));
        if (milestones.size() > 1) {
            blocks.add(accuracyFigure());
            blocks.add(costFigure());
            blocks.add(new Block.Figure("widths", List.of(WidthPicture.of("Filters by layer", milestones)),
                    "Filters that each convolution keeps, the unpruned network's in the palest shade, the highest rate's in the darkest."));
        }
        if (milestones.stream().allMatch(milestone -> milestone.perClass().length == start.classNames().size())) {
            blocks.add(classes());
        }
        return blocks;
    }

    private List<String> row(MilestoneRecord milestone) {
        List<String> row = new ArrayList<>(
                List.of(milestone.title(), Figures.rate(milestone.achievedRate()), accuracy(milestone),
                        milestone.rate() == 1 ? Figures.UNKNOWN
                                : Figures.points(milestone.accuracy() - milestones.get(0).accuracy()),
                        Figures.large(milestone.parameters()), Figures.large(milestone.macs()),
                        Figures.count(milestone.imagesPerSecond())));
        if (isTuningKnown()) {
            row.add(milestone.fineTuningPictures() == null ? Figures.UNKNOWN
                    : Figures.count(milestone.fineTuningPictures()));
        }
        return row;
    }

    private boolean isTuningKnown() {
        return milestones.stream().anyMatch(milestone -> milestone.fineTuningPictures() != null);
    }

    private Block.Figure accuracyFigure() {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("as kept", 0, false, milestones.stream().map(milestone -> {
            Optional<Share> interval = maps
                    .map(found -> Share.of((int) Math.round(milestone.accuracy() * found.test()), found.test()));
            return new Point(milestone.achievedRate(), milestone.accuracy(),
                    interval.map(Share::low).orElse(Double.NaN), interval.map(Share::high).orElse(Double.NaN));
        }).toList()));
        for (PruningStep step : List.of(PruningStep.COMPENSATED, PruningStep.CUT)) {
            List<Point> points = pruned().stream().filter(milestone -> milestone.steps().containsKey(step))
                    // What came last is the network as it was kept.
                    .filter(milestone -> milestone.steps().keySet().stream().anyMatch(last -> last.compareTo(step) > 0))
                    .map(milestone -> new Point(milestone.achievedRate(), milestone.steps().get(step))).toList();
            if (!points.isEmpty()) {
                lines.add(new Line(step == PruningStep.CUT ? "filters just cut out" : "compensated, before fine-tuning",
                        lines.size(), true, points));
            }
        }
        return new Block.Figure("accuracy-by-rate",
                List.of(LineChart.of(Size.WIDE, "Test accuracy in %", RunReport::percent, Double.NaN, 1, lines)),
                "Test accuracy by the rate that was reached" + (maps.isPresent() ? ", with 95 % intervals" : "") + "."
                        + (lines.size() > 1
                                ? " Dashed: the same network before the steps that followed, of the last iteration on its way to the rate."
                                : ""));
    }

    private static String percent(double share) {
        return Figures.fixed(100 * share, 1).replaceAll("\\.0$", "");
    }

    private Block.Figure costFigure() {
        MilestoneRecord unpruned = milestones.get(0);
        return new Block.Figure("cost-by-rate",
                List.of(LineChart.of(Size.WIDE, "What is left, in %", RunReport::percent, 0, 1, List.of(
                        new Line("MACs", 0, false,
                                milestones.stream()
                                        .map(milestone -> new Point(milestone.achievedRate(),
                                                milestone.macs() / (double) unpruned.macs()))
                                        .toList()),
                        new Line("parameters", 1, false,
                                milestones.stream()
                                        .map(milestone -> new Point(milestone.achievedRate(),
                                                milestone.parameters() / (double) unpruned.parameters()))
                                        .toList())))),
                "Multiply-accumulates and parameters that are left of the unpruned network's.");
    }

    private Block classes() {
        List<Column> columns = new ArrayList<>(List.of(words("Class", "")));
        milestones.forEach(milestone -> columns.add(number(milestone.title(), "")));
        columns.add(number("Worst change", "The largest loss of the class, in percentage points, at any rate"));
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < start.classNames().size(); c++) {
            int trueClass = c;
            List<String> row = new ArrayList<>(List.of(start.classNames().get(c)));
            milestones.forEach(milestone -> row.add(Figures.percent(milestone.perClass()[trueClass])));
            row.add(Figures.points(pruned().stream()
                    .mapToDouble(milestone -> milestone.perClass()[trueClass] - milestones.get(0).perClass()[trueClass])
                    .min().orElse(Double.NaN)));
            rows.add(row);
        }
        return new Block.Table(
                new ResultTable("Accuracy by class", "Which classes pay for the pruning.", columns, rows, List.of()));
    }

    private void explanations(RunMaps found, List<Block> blocks) {
        SweetSpot spot = found.survey().spot();
        blocks.add(new Block.Words("Maps are made by " + found.wanted().method().title() + " ("
                + found.wanted().method().source() + "): " + found.wanted().method().summary()
                + " They are taken from the layer “" + spot.networks().get(0).layer() + "”."));
        blocks.add(found.maps());
        List<String> charts = DRAWN.stream().filter(spot.networks().get(0).values()::containsKey)
                .map(measure -> chart(spot, measure)).toList();
        if (milestones.size() > 1) {
            blocks.add(new Block.Figure("measures-by-rate", charts, "Measures of the maps by rate, the mean over "
                    + found.survey().pictures().size()
                    + " test pictures with its 95 % bootstrap interval. All networks explain the class that the unpruned one predicts."));
        }
        blocks.add(new Block.Table(measures(found, spot)));
    }

    private String chart(SweetSpot spot, MapMeasure measure) {
        List<Point> points = new ArrayList<>();
        for (MeasuredNetwork network : spot.networks()) {
            if (network.rate() > 1 || measure.kind() != MapMeasure.Kind.SIMILARITY) {
                MeanInterval mean = network.mean(measure, RateSurvey.SEED);
                points.add(new Point(network.rate(), mean.mean(), mean.low(), mean.high()));
            }
        }
        return LineChart.of(Size.HALF, measure.title() + (measure.higherIsBetter() ? "" : " (lower is better)"),
                value -> Figures.fixed(value, 2), Double.NaN, Double.POSITIVE_INFINITY,
                List.of(new Line(measure.title(), DRAWN.indexOf(measure), false, points)));
    }

    private static ResultTable measures(RunMaps found, SweetSpot spot) {
        List<Column> columns = new ArrayList<>(List.of(words("Measure", ""), words("Better", "")));
        spot.networks().forEach(network -> columns.add(number(network.name(), "")));
        List<List<String>> rows = new ArrayList<>();
        for (MapMeasure measure : spot.networks().get(0).values().keySet()) {
            List<String> row = new ArrayList<>(List.of(measure.title(), measure.higherIsBetter() ? "higher" : "lower"));
            for (int n = 0; n < spot.networks().size(); n++) {
                row.add(figure(spot, n, measure));
            }
            rows.add(row);
        }
        List<String> empty = new ArrayList<>(List.of("Empty maps", "lower"));
        spot.networks().forEach(network -> empty.add(Integer.toString(network.emptyMaps())));
        rows.add(empty);
        return new ResultTable("Measures of the maps", "Mean over " + found.survey().pictures().size()
                + " test pictures with its 95 % bootstrap interval (Efron 1979). * differs from the unpruned network beyond "
                + "chance, p < 0.05 by random signs of the pictures' differences, at rates up to ×4 with Holm's correction over "
                + "all of them.", columns, rows, List.of(spot.sentence()));
    }

    private static String figure(SweetSpot spot, int network, MapMeasure measure) {
        MeanInterval mean = spot.networks().get(network).mean(measure, RateSurvey.SEED);
        if (mean.count() == 0 || network == 0 && measure.kind() == MapMeasure.Kind.SIMILARITY) {
            return Figures.UNKNOWN;
        }
        PairedComparison difference = spot.differences().get(network).get(measure);
        double p = difference == null ? 1
                : Double.isNaN(difference.corrected()) ? difference.p() : difference.corrected();
        return Figures.fixed(mean.mean(), 3) + " (" + Figures.fixed(mean.low(), 2) + "–" + Figures.fixed(mean.high(), 2)
                + ")" + (p < PairedComparison.LEVEL ? "*" : "");
    }

    private List<Block> provenance() {
        List<Block> blocks = new ArrayList<>();
        Map<String, String> whole = new LinkedHashMap<>();
        whole.put("Run", run.id());
        whole.put("How it ended", run.content().message().isBlank()
                ? run.status().toString().toLowerCase(java.util.Locale.ROOT) : run.content().message());
        whole.put("Settings", run.recipe().settings().toString());
        whole.put("Pictures", run.recipe().data());
        whole.put("Classes", String.join(", ", start.classNames()));
        whole.put("Begun", run.recipe().date());
        whole.put("Espalier", run.recipe().version());
        blocks.add(new Block.Facts(whole));
        for (MilestoneRecord milestone : milestones) {
            blocks.add(
                    new Block.Heading("The network " + (milestone.rate() == 1 ? "before pruning" : milestone.title())));
            blocks.add(new Block.Facts(facts(milestone)));
        }
        blocks.add(new Block.Heading("The recipe"));
        blocks.add(new Block.Words(
                "Saved as recipe.json, this repeats the run: espalier prune --recipe recipe.json --out FOLDER."));
        blocks.add(new Block.Verbatim(JsonFiles.text(run.recipe())));
        return blocks;
    }

    private Map<String, String> facts(MilestoneRecord milestone) {
        Path file = run.file(milestone);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("File", milestone.file());
        if (!Files.exists(file)) {
            facts.put("Missing", "the file is not in the run's folder any more");
            return facts;
        }
        facts.put("SHA-256", sha256(file));
        maps.ifPresent(found -> facts.put("Parameters' id", found.fingerprints().get(milestone.file())));
        Description description = Network.describe(file);
        facts.put("Name", description.name());
        facts.put("Takes", "pictures of " + description.inputSize());
        // The run's own settings stand above, and where its first network comes from with that one.
        description.provenance().entrySet().stream()
                .filter(entry -> milestone.rate() == 1
                        || !entry.getKey().startsWith("parent's ") && !entry.getKey().equals("settings")
                                && !entry.getValue().equals(start.provenance().get(entry.getKey())))
                .forEach(entry -> facts.putIfAbsent(
                        entry.getKey().substring(0, 1).toUpperCase(java.util.Locale.ROOT) + entry.getKey().substring(1),
                        entry.getValue()));
        return facts;
    }

    private static String sha256(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new Problem(
                    file + " cannot be read: " + AtomicFiles.reason(e) + ". Check the file and its permissions.", e);
        }
    }
}
