package espalier.cli;

import espalier.basics.AtomicFiles;
import espalier.basics.Csv;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.report.AccuracyPicture;
import espalier.report.ComparedRuns;
import espalier.report.RunGroup;
import espalier.report.Spread;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts pruning runs side by side. */
@Command(name = "summarise", description = {"Puts pruning runs side by side, with mean and spread over seeds.", "",
        "Runs that differ in seeds only, of training too, make one row; rows are named by what sets them apart. Spread is the standard "
                + "deviation of the sample; “lost” compares each run with its own unpruned network. “cut” and “compensated” are the accuracies of the last "
                + "iteration's network on the same pictures before it was fine-tuned."},
        footer = {"  espalier summarise by-class by-l1 by-lot",
                "  espalier summarise runs/* --title \"Ten criteria\" --out summary"})
final class SummariseCommand extends WorkCommand {

    /**
     * The result as JSON.
     *
     * @param rateOf what the rates compare
     */
    record Report(String rateOf, List<Group> groups) {}

    /** Runs that differ in seeds only. */
    record Group(String name, List<String> runs, List<AtRate> rates) {}

    /**
     * What they came to at a rate.
     *
     * @param rate       1 for the unpruned networks
     * @param accuracies of the runs that reached it
     * @param deviation  null for fewer than two
     * @param lost       of accuracy, the mean over runs; 0 to 1
     * @param steps      the mean accuracy on the same pictures with filters just cut out, and compensated, in the last
     *                       iteration before the rate; those that no run tells of are missing
     */
    record AtRate(double rate, double[] accuracies, double accuracy, Double deviation, double lost,
            Double lostDeviation, Map<PruningStep, Double> steps, double parameters, double macs) {}

    @Parameters(paramLabel = "FOLDER", arity = "1..*", description = "Runs: folders that prune wrote.")
    private List<Path> folders;

    @Option(names = "--title", paramLabel = "TEXT", description = "What stands above the picture (${DEFAULT-VALUE}).")
    private String title = "Test accuracy after pruning";

    @Option(names = "--out", paramLabel = "FOLDER",
            description = "Also writes summary.csv and summary.svg, a picture, there.")
    private Path out;

    @Override
    void work() {
        if (out != null) {
            checkFolder(out);
        }
        List<RunFolder> runs = folders.stream().map(RunFolder::read).toList();
        RateOf rateOf = ComparedRuns.rateOf(runs);
        List<RunGroup> groups = RunGroup.of(runs);
        List<Double> rates = groups.stream().flatMap(group -> group.rates().stream())
                .collect(Collectors.toCollection(TreeSet::new)).stream().toList();
        if (rates.size() < 2) {
            throw new Problem("None of these runs has reached a rate yet. Wait for one, or choose others.");
        }
        print(groups, rates, rateOf);
        if (out != null) {
            AtomicFiles.writeText(out.resolve("summary.csv"), csv(groups, rates));
            AtomicFiles.writeText(out.resolve("summary.svg"),
                    AccuracyPicture.of(title, groups, rates.subList(1, rates.size()), rateOf));
            terminal().line("");
            terminal().line("Written to " + out);
        }
        report(new Report(rateOf.key(), groups.stream().map(SummariseCommand::group).toList()));
    }

    private void print(List<RunGroup> groups, List<Double> rates, RateOf rateOf) {
        List<String> headings = new ArrayList<>(List.of("", ">runs", ">unpruned"));
        List<PruningStep> steps = RunGroup.steps(groups);
        for (double rate : rates.subList(1, rates.size())) {
            headings.addAll(List.of(">" + rateOf.text(rate), ">lost"));
            steps.forEach(step -> headings.add(">" + step.key()));
            headings.addAll(List.of(">parameters", ">MACs"));
        }
        Table table = new Table(headings.toArray(String[]::new));
        for (RunGroup group : groups) {
            List<String> cells = new ArrayList<>(List.of(group.label(), Integer.toString(group.runs().size()),
                    percent(group.at(1, MilestoneRecord::accuracy))));
            for (double rate : rates.subList(1, rates.size())) {
                cells.addAll(List.of(percent(group.at(rate, MilestoneRecord::accuracy)), percent(group.lost(rate))));
                steps.forEach(step -> cells.add(percent(group.at(rate, step))));
                cells.addAll(List.of(Figures.count(group.at(rate, MilestoneRecord::parameters).mean()),
                        Figures.large(group.at(rate, MilestoneRecord::macs).mean())));
            }
            table.row(cells.toArray(String[]::new));
        }
        table.print(terminal());
    }

    /** "81.3 ± 0.4 %". */
    private static String percent(Spread spread) {
        return spread.count() < 2 ? Figures.percent(spread.mean())
                : Figures.fixed(100 * spread.mean(), 1) + " ± " + Figures.percent(spread.deviation());
    }

    private static String csv(List<RunGroup> groups, List<Double> rates) {
        StringBuilder csv = new StringBuilder(Csv.line(List.of("runs", "rate", "count", "accuracy",
                "accuracy_deviation", "accuracy_low", "accuracy_high", "lost", "lost_deviation", "parameters", "macs",
                "pictures_per_second", "accuracy_cut", "accuracy_compensated")));
        for (RunGroup group : groups) {
            for (double rate : rates) {
                Spread accuracy = group.at(rate, MilestoneRecord::accuracy);
                Spread lost = group.lost(rate);
                csv.append(Csv.line(List.of(group.label(), Csv.number(rate), Integer.toString(accuracy.count()),
                        Csv.number(accuracy.mean()), Csv.number(accuracy.deviation()), Csv.number(accuracy.low()),
                        Csv.number(accuracy.high()), Csv.number(lost.mean()), Csv.number(lost.deviation()),
                        mean(group, rate, MilestoneRecord::parameters), mean(group, rate, MilestoneRecord::macs),
                        mean(group, rate, MilestoneRecord::imagesPerSecond),
                        Csv.number(group.at(rate, PruningStep.CUT).mean()),
                        Csv.number(group.at(rate, PruningStep.COMPENSATED).mean()))));
            }
        }
        return csv.toString();
    }

    private static String mean(RunGroup group, double rate, ToDoubleFunction<MilestoneRecord> value) {
        return Csv.number(group.at(rate, value).mean());
    }

    private static Group group(RunGroup group) {
        return new Group(group.label(), group.runs().stream().map(run -> run.path().toString()).toList(),
                group.rates().stream().map(rate -> {
                    Spread accuracy = group.at(rate, MilestoneRecord::accuracy);
                    Spread lost = group.lost(rate);
                    return new AtRate(rate, accuracy.values(), accuracy.mean(), known(accuracy.deviation()),
                            lost.mean(), known(lost.deviation()), steps(group, rate),
                            group.at(rate, MilestoneRecord::parameters).mean(),
                            group.at(rate, MilestoneRecord::macs).mean());
                }).toList());
    }

    private static Map<PruningStep, Double> steps(RunGroup group, double rate) {
        Map<PruningStep, Double> steps = new EnumMap<>(PruningStep.class);
        RunGroup.steps(List.of(group)).stream().filter(step -> group.at(rate, step).count() > 0)
                .forEach(step -> steps.put(step, group.at(rate, step).mean()));
        return steps;
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
