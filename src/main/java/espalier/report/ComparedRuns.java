package espalier.report;

import static espalier.report.ResultTable.Column.number;
import static espalier.report.ResultTable.Column.words;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.pruning.RateOf;
import espalier.report.LineChart.Line;
import espalier.report.LineChart.Point;
import espalier.report.LineChart.Size;
import espalier.report.Report.Block;
import espalier.report.ResultTable.Column;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs beside each other: those that differ in seeds only together, with mean and spread. */
public final class ComparedRuns {

    /** Lines of one chart that are still told apart. */
    private static final int MOST_LINES = 7;

    private final List<RunGroup> groups;
    private final List<Double> rates;
    private final RateOf rateOf;

    /**
     * @param runs two or more
     * @throws Problem where their rates are of different things, or none has reached one
     */
    public ComparedRuns(List<RunFolder> runs) {
        rateOf = rateOf(runs);
        groups = RunGroup.of(runs);
        rates = groups.stream().flatMap(group -> group.rates().stream()).collect(Collectors.toCollection(TreeSet::new))
                .stream().filter(rate -> rate != 1).toList();
        if (rates.isEmpty()) {
            throw new Problem("None of these runs has reached a rate yet. Wait for one, or choose others.");
        }
    }

    /**
     * What the rates of some runs compare.
     *
     * @throws Problem where that is not the same of all
     */
    public static RateOf rateOf(List<RunFolder> runs) {
        RateOf first = runs.get(0).recipe().settings().rateOf();
        for (RunFolder run : runs) {
            RateOf other = run.recipe().settings().rateOf();
            if (other != first) {
                throw new Problem("The rates of " + runs.get(0).path() + " are of " + first.title() + ", those of "
                        + run.path() + " of " + other.title() + ", so they do not compare. Summarise them apart.");
            }
        }
        return first;
    }

    /** What they come to at each rate, in sentences. */
    List<String> summary() {
        List<String> sentences = new ArrayList<>();
        for (double rate : rates) {
            groups.stream().filter(group -> accuracy(group, rate).count() > 0)
                    .max(Comparator.comparingDouble(group -> accuracy(group, rate).mean()))
                    .ifPresent(best -> sentences.add("At " + rateOf.text(rate) + " most accuracy is left by “"
                            + best.label() + "”: " + percent(accuracy(best, rate)) + " ("
                            + Figures.points(-best.lost(rate).mean()) + " points to its unpruned network)."));
        }
        boolean repeated = groups.stream().anyMatch(group -> group.runs().size() > 1);
        sentences.add(repeated
                ? "± is the standard deviation over runs that differ in seeds only; with few seeds it is itself uncertain."
                : "Each way of pruning ran once, so differences of a point or less may be those of another seed.");
        return sentences;
    }

    /** A table and charts. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Table(table()));
        blocks.add(new Block.Figure("accuracy-of-the-runs",
                List.of(AccuracyPicture.of("Test accuracy by rate", groups, rates, rateOf)),
                "Test accuracy of each run, a dot for each, in the colour of the rate; a bar at the mean of several."));
        if (groups.size() <= MOST_LINES) {
            List<Line> lines = new ArrayList<>();
            for (RunGroup group : groups) {
                lines.add(new Line(group.label(), lines.size(), false,
                        group.rates().stream()
                                .map(rate -> new Point(rate, accuracy(group, rate).mean(),
                                        accuracy(group, rate).count() > 1 ? accuracy(group, rate).low() : Double.NaN,
                                        accuracy(group, rate).high()))
                                .toList()));
            }
            blocks.add(new Block.Figure("accuracy-of-the-runs-by-rate",
                    List.of(LineChart.of(Size.WIDE, "Test accuracy in %", value -> Figures.fixed(100 * value, 0),
                            Double.NaN, 1, lines)),
                    "Test accuracy by the rate that was asked for; bars reach from the lowest to the highest of several runs."));
        }
        return blocks;
    }

    private ResultTable table() {
        List<Column> columns = new ArrayList<>(List.of(words("Runs", "What sets them apart from the others"),
                number("Count", "Runs that differ in seeds only"),
                number("Unpruned", "Test accuracy of the network that each began with")));
        for (double rate : rates) {
            columns.add(number(rateOf.text(rate), "Test accuracy, ± the standard deviation of the sample"));
            columns.add(number("lost", "Of accuracy, each run beside its own unpruned network, in percentage points"));
            columns.add(number("MACs", "Multiply-accumulates that are left of the unpruned network's"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (RunGroup group : groups) {
            List<String> row = new ArrayList<>(
                    List.of(group.label(), Integer.toString(group.runs().size()), percent(accuracy(group, 1))));
            for (double rate : rates) {
                row.add(percent(accuracy(group, rate)));
                row.add(Figures.points(group.lost(rate).mean()).replace("+", ""));
                row.add(Figures.percent(
                        group.at(rate, MilestoneRecord::macs).mean() / group.at(1, MilestoneRecord::macs).mean()));
            }
            rows.add(row);
        }
        return new ResultTable("The runs beside each other", "Rates are of " + rateOf.title() + ".", columns, rows,
                List.of());
    }

    private static Spread accuracy(RunGroup group, double rate) {
        return group.at(rate, MilestoneRecord::accuracy);
    }

    /** "81.3 ± 0.4 %". */
    private static String percent(Spread spread) {
        return spread.count() < 2 ? Figures.percent(spread.mean())
                : Figures.fixed(100 * spread.mean(), 1) + " ± " + Figures.percent(spread.deviation());
    }
}
