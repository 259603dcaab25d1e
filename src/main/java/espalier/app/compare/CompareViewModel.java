package espalier.app.compare;

import espalier.app.OpenNetwork;
import espalier.app.TrajectorySurvey;
import espalier.app.controls.ChartData;
import espalier.app.controls.ChartData.Axis;
import espalier.app.controls.ChartData.Point;
import espalier.app.controls.ChartData.Scale;
import espalier.app.controls.ChartData.Series;
import espalier.app.controls.HeatmapData;
import espalier.app.rates.RateChart;
import espalier.basics.Csv;
import espalier.basics.Figures;
import espalier.explain.measures.MapMeasure;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;

/** The networks that are compared, and what the charts show of them. Belongs to one thread, the FX thread. */
public final class CompareViewModel {

    /** What a network costs, or gives for it. */
    public enum CostKind {
        /** Multiply-accumulates. */
        MACS("MACs", "Multiply-accumulates per picture",
                "Multiplications with an addition in convolutions and dense layers, for one picture",
                network -> network.macs()),
        /** Trained parameters. */
        PARAMETERS("parameters", "Trained parameters",
                "Weights, biases and batch norms' factors; running statistics are not counted",
                network -> network.parameters()),
        /** Measured speed. */
        SPEED("pictures/s", "Pictures per second, measured here",
                "Measured on this machine in batches of 64; varies with what else runs",
                ComparedNetwork::imagesPerSecond);

        private final String title;
        private final String axis;
        private final String explanation;
        private final ToDoubleFunction<ComparedNetwork> value;

        CostKind(String title, String axis, String explanation, ToDoubleFunction<ComparedNetwork> value) {
            this.title = title;
            this.axis = axis;
            this.explanation = explanation;
            this.value = value;
        }

        /** Short, for a button. */
        public String title() {
            return title;
        }

        /** Words for an axis, with the unit. */
        public String axis() {
            return axis;
        }

        /** What exactly is counted. */
        public String explanation() {
            return explanation;
        }

        /** Of a network; NaN while it is not known. */
        public double of(ComparedNetwork network) {
            return value.applyAsDouble(network);
        }
    }

    /** Of accuracy, from a rate to a higher one. */
    private static final double NOTABLE_RISE = .003;
    private static final DoubleFunction<String> PERCENT = share -> String.format(Locale.ROOT, "%.0f %%", 100 * share);

    private final TrajectorySurvey survey;
    private final ObservableList<ComparedNetwork> networks = FXCollections.observableArrayList();
    private final StringProperty selected = new SimpleStringProperty(this, "selected", "");
    private final ObjectProperty<RateOf> rateOf = new SimpleObjectProperty<>(this, "rateOf", RateOf.PARAMETERS);
    private final ObjectProperty<CostKind> cost = new SimpleObjectProperty<>(this, "cost", CostKind.MACS);
    private final ObservableSet<String> hidden = FXCollections.observableSet();
    private final BooleanProperty otherData = new SimpleBooleanProperty(this, "otherData");
    private List<OpenNetwork> trajectory = List.of();
    private int ofOtherData;
    /** What the rates of the runs shown last compare. */
    private RateOf shownRateOf = RateOf.PARAMETERS;

    /** @param survey of the trajectory's explanations */
    public CompareViewModel(TrajectorySurvey survey) {
        this.survey = survey;
    }

    /**
     * All networks, run by run: what the window shows now first. An unpruned network stands in each run that began with
     * it.
     */
    public ObservableList<ComparedNetwork> networks() {
        return networks;
    }

    /** The id of the network that is marked everywhere; empty for none. */
    public StringProperty selectedProperty() {
        return selected;
    }

    /**
     * What the rates in the charts compare, the same for all networks; at first what the run that is shown compares.
     */
    public ObjectProperty<RateOf> rateOfProperty() {
        return rateOf;
    }

    /** What the chart of costs shows. */
    public ObjectProperty<CostKind> costProperty() {
        return cost;
    }

    /** The titles of runs that the charts leave out; their names stay in the key. */
    public ObservableSet<String> hidden() {
        return hidden;
    }

    /** Whether runs on other pictures than those that are open are compared too. */
    public BooleanProperty otherDataProperty() {
        return otherData;
    }

    /** How many runs there are on other pictures than those that are open. */
    int ofOtherData() {
        return ofOtherData;
    }

    /**
     * Compares a trajectory and the runs of a workspace; what is in both stands once.
     *
     * @param data what is open; null for none, and then all runs are compared
     */
    public void show(List<OpenNetwork> shown, List<RunFolder> all, String data) {
        List<RunFolder> same = all.stream().filter(run -> data == null || run.recipe().data().equals(data)).toList();
        ofOtherData = all.size() - same.size();
        show(shown, otherData.get() ? all : same);
    }

    private void show(List<OpenNetwork> shown, List<RunFolder> runs) {
        trajectory = List.copyOf(shown);
        RateOf ofShown = shown.stream().filter(network -> !network.isUnpruned()).findFirst().map(OpenNetwork::rateOf)
                .orElse(shownRateOf);
        if (ofShown != shownRateOf) {
            shownRateOf = ofShown;
            rateOf.set(ofShown);
        }
        List<ComparedNetwork> all = new ArrayList<>(shown.stream().map(ComparedNetwork::of).toList());
        Set<Path> files = all.stream().map(network -> network.file().toAbsolutePath().normalize())
                .collect(Collectors.toSet());
        for (RunFolder run : runs) {
            List<MilestoneRecord> milestones = run.milestones();
            boolean isShown = milestones.stream().filter(milestone -> milestone.rate() > 1)
                    .anyMatch(milestone -> files.contains(run.file(milestone).toAbsolutePath().normalize()));
            if (!isShown) {
                milestones.stream().map(milestone -> ComparedNetwork.of(run, milestone))
                        .map(network -> all.stream().filter(network::isSameUnpruned).findFirst()
                                .map(same -> network.withId(same.id())).orElse(network))
                        .forEach(all::add);
            }
        }
        if (!networks.equals(all)) {
            networks.setAll(all);
        }
    }

    /** Each network once, for a table. */
    public List<ComparedNetwork> distinct() {
        Map<String, ComparedNetwork> byId = new LinkedHashMap<>();
        networks.forEach(network -> byId.putIfAbsent(network.id(), network));
        return List.copyOf(byId.values());
    }

    /** The runs with a pruned network, in order; the first is what the window shows. */
    public List<String> runs() {
        return networks.stream().map(ComparedNetwork::run).distinct().toList();
    }

    /** The name of a run in a key. */
    public String runTitle(String run) {
        return !run.equals(ComparedNetwork.SHOWN) ? run
                : networks.stream().filter(network -> network.run().equals(run)).map(ComparedNetwork::criterion)
                        .filter(criterion -> !criterion.isEmpty()).findFirst().map(criterion -> criterion + ", " + run)
                        .orElse(run);
    }

    /** The key to the runs: their marks in all charts. */
    public List<Series> runKey() {
        List<String> runs = runs();
        return IntStream.range(0, runs.size()).mapToObj(i -> new Series(runTitle(runs.get(i)), i, true, List.of()))
                .toList();
    }

    /** A network's rate in what the charts compare, from its run's unpruned network; NaN where that is not known. */
    double rate(ComparedNetwork network) {
        RateOf of = rateOf.get();
        return networks.stream().filter(other -> other.isUnpruned() && other.run().equals(network.run())).findFirst()
                .map(unpruned -> of.of(unpruned.cost()) / (double) of.of(network.cost()))
                .orElse(network.rateOf() == of ? network.achievedRate() : Double.NaN);
    }

    /**
     * Accuracy against rate, a line for each run; behind them, of the run whose network is marked or else of the one
     * that is shown, what networks gave before they were fine-tuned.
     */
    public Optional<ChartData> accuracyChart() {
        return chart(RateChart.axis(rateOf.get()),
                new Axis("Accuracy on test pictures", Scale.LINEAR, PERCENT, Double.NaN, 1), this::rate,
                ComparedNetwork::accuracy, true).map(whole -> {
                    List<Series> series = new ArrayList<>(steps());
                    series.addAll(whole.series());
                    return new ChartData(whole.x(), whole.y(), series);
                });
    }

    /** Why a curve may rise with more pruning, where one that is shown does; else empty. */
    public String rising() {
        for (String run : runs()) {
            double before = Double.NaN;
            for (ComparedNetwork network : networks.stream()
                    .filter(one -> one.run().equals(run) && one.rate() > 1 && !hidden.contains(run))
                    .sorted(Comparator.comparingDouble(ComparedNetwork::rate)).toList()) {
                if (network.accuracy() - before > NOTABLE_RISE) {
                    return "A curve may rise with more pruning: on the way to a higher rate a run fine-tunes for longer "
                            + "in all. Chance may also be in it.";
                }
                before = network.accuracy();
            }
        }
        return "";
    }

    /** The run whose network is marked, or else the one that is shown. */
    private List<ComparedNetwork> markedRun() {
        String run = networks.stream().filter(network -> network.id().equals(selected.get()) && !network.isUnpruned())
                .map(ComparedNetwork::run).findFirst().orElse(runs().isEmpty() ? "" : runs().get(0));
        return networks.stream().filter(network -> network.run().equals(run)).toList();
    }

    /** A series for each step that was not the last of all networks; a line begins at the unpruned network. */
    private List<Series> steps() {
        List<ComparedNetwork> run = markedRun();
        List<Series> series = new ArrayList<>();
        for (PruningStep step : PruningStep.values()) {
            List<Point> points = run.stream()
                    .map(network -> new Point(network.id(), rate(network),
                            network.isUnpruned() ? network.accuracy() : network.accuracyBeforeLast(step), Double.NaN,
                            Double.NaN, text(network)))
                    .toList();
            // The unpruned network alone says nothing about a step.
            if (run.stream().anyMatch(network -> !Double.isNaN(network.accuracyBeforeLast(step)))
                    && !hidden.contains(runTitle(run.get(0).run()))) {
                series.add(
                        new Series(step.key(), runs().indexOf(run.get(0).run()), true, RateChart.look(step), points));
            }
        }
        return series;
    }

    /**
     * The key to the series of one run in the accuracy chart, with the run's own line where all of its pruned networks
     * were kept after the same step; empty where steps are not known.
     */
    public List<Series> stepKey() {
        List<Series> key = new ArrayList<>(steps());
        List<PruningStep> last = markedRun().stream().filter(network -> !network.isUnpruned())
                .map(network -> network.lastStep().orElse(null)).distinct().toList();
        if (!key.isEmpty() && last.size() == 1) {
            key.add(new Series(last.get(0).key(), key.get(0).number(), true, List.of()));
        }
        return key;
    }

    /** The chosen cost against rate, a line for each run. */
    public Optional<ChartData> costChart() {
        CostKind kind = cost.get();
        return chart(
                RateChart.axis(rateOf.get()), new Axis(kind.axis(), kind == CostKind.SPEED ? Scale.LINEAR : Scale.LOG10,
                        CompareViewModel::round, kind == CostKind.SPEED ? 0 : Double.NaN, Double.NaN),
                this::rate, kind::of, true);
    }

    /** Accuracy against parameters, a point for each network. */
    public Optional<ChartData> scatter() {
        return chart(new Axis("Trained parameters", Scale.LOG10, CompareViewModel::round, Double.NaN, Double.NaN),
                new Axis("Accuracy on test pictures", Scale.LINEAR, PERCENT, Double.NaN, 1),
                ComparedNetwork::parameters, ComparedNetwork::accuracy, false);
    }

    /** Accuracy by class and rate of the trajectory; networks that were not evaluated are left out. */
    public HeatmapData classes() {
        List<OpenNetwork> evaluated = evaluated();
        if (evaluated.isEmpty()) {
            return HeatmapData.EMPTY;
        }
        List<String> names = evaluated.get(0).description().classNames();
        float[][] values = new float[names.size()][evaluated.size()];
        for (int column = 0; column < evaluated.size(); column++) {
            double[] perClass = evaluated.get(column).test().orElseThrow().perClass();
            for (int row = 0; row < names.size(); row++) {
                values[row][column] = row < perClass.length ? (float) perClass[row] : Float.NaN;
            }
        }
        return new HeatmapData(names,
                evaluated.stream().map(network -> network.isUnpruned() ? "×1" : network.rateTitle()).toList(), values,
                0, 1);
    }

    /** The networks that stand in the columns of {@link #classes}. */
    public List<OpenNetwork> evaluated() {
        return trajectory.stream().filter(network -> network.test().isPresent()).toList();
    }

    /** The table as CSV (RFC 4180), with the means of all measures of maps where they are known. */
    public String csv() {
        List<String> heading = new ArrayList<>(List.of("run", "criterion", "rate", "achieved_rate", "parameters",
                "macs", "accuracy", "images_per_second", "rate_of", "convolution_weights",
                "nonzero_convolution_weights", "file", "accuracy_cut", "accuracy_compensated"));
        for (MapMeasure kind : MapMeasure.values()) {
            heading.add(kind.name().toLowerCase(Locale.ROOT));
        }
        StringBuilder csv = new StringBuilder(Csv.line(heading));
        for (ComparedNetwork network : distinct()) {
            List<String> fields = new ArrayList<>(List.of(runTitle(network.run()),
                    network.isUnpruned() ? "unpruned" : network.criterion(), Csv.number(network.rate()),
                    Csv.number(network.achievedRate()), Long.toString(network.parameters()),
                    Long.toString(network.macs()), Csv.number(network.accuracy()),
                    Csv.number(network.imagesPerSecond()), network.rateOf().key(),
                    Long.toString(network.cost().convolution()), Long.toString(network.cost().nonzeroConvolution()),
                    network.file().toString(), Csv.number(network.accuracy(PruningStep.CUT)),
                    Csv.number(network.accuracy(PruningStep.COMPENSATED))));
            for (MapMeasure kind : MapMeasure.values()) {
                fields.add(survey.mean(network.id(), kind).map(mean -> Csv.number(mean.mean())).orElse(""));
            }
            csv.append(Csv.line(fields));
        }
        return csv.toString();
    }

    private Optional<ChartData> chart(Axis x, Axis y, ToDoubleFunction<ComparedNetwork> across,
            ToDoubleFunction<ComparedNetwork> up, boolean joined) {
        List<Series> series = new ArrayList<>();
        List<String> runs = runs();
        for (int i = 0; i < runs.size(); i++) {
            String run = runs.get(i);
            Function<ComparedNetwork, Point> point = network -> new Point(network.id(), across.applyAsDouble(network),
                    up.applyAsDouble(network), Double.NaN, Double.NaN, text(network));
            series.add(new Series(runTitle(run), i, joined,
                    networks.stream().filter(network -> network.run().equals(run) && !hidden.contains(runTitle(run)))
                            .map(point).toList()));
        }
        Collections.reverse(series);
        boolean some = series.stream().flatMap(one -> one.points().stream()).anyMatch(Point::isKnown);
        return some ? Optional.of(new ChartData(x, y, series)) : Optional.empty();
    }

    private String text(ComparedNetwork network) {
        String steps = network.steps().entrySet().stream()
                .map(step -> step.getKey().key() + " " + Figures.percent(step.getValue()))
                .collect(Collectors.joining(", "));
        return network.title() + (network.run().equals(ComparedNetwork.SHOWN) ? "" : " (" + network.run() + ")") + "\n"
                + (steps.isEmpty() ? "" : steps + "\n") + Figures.percent(network.accuracy()) + " right, "
                + Figures.large(network.parameters()) + " parameters, " + Figures.large(network.macs()) + " MACs\n"
                + network.achievedTitle() + ", " + Figures.count(network.imagesPerSecond()) + " pictures/s";
    }

    /** 20 k, 500 k, 1 M: for ticks, which are round. */
    private static String round(double count) {
        return Figures.large(count).replaceAll("\\.0+(?=\\D|$)", "");
    }
}
