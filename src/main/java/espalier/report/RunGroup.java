package espalier.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.network.Network;
import espalier.pruning.PruningStep;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs that were made alike but for seeds: those of the runs, and of the training of the networks that they began with.
 *
 * @param label what sets the group apart from the others: "class-aware", "l1 0, orthogonality 0.01"
 * @param runs  one or more
 */
public record RunGroup(String label, List<RunFolder> runs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Puts runs that differ in seeds only together.
     *
     * @return in the order in which the first run of each comes
     * @throws espalier.basics.Problem where the network that a run began with is missing
     */
    public static List<RunGroup> of(List<RunFolder> runs) {
        Map<Map<String, String>, List<RunFolder>> groups = new LinkedHashMap<>();
        for (RunFolder run : runs) {
            groups.computeIfAbsent(aspects(run), aspects -> new ArrayList<>()).add(run);
        }
        List<Map<String, String>> all = List.copyOf(groups.keySet());
        Set<String> telling = telling(all);
        return all.stream().map(aspects -> new RunGroup(label(aspects, telling), List.copyOf(groups.get(aspects))))
                .toList();
    }

    /** All that may set a run apart, but for seeds. */
    private static Map<String, String> aspects(RunFolder run) {
        Map<String, String> aspects = new LinkedHashMap<>();
        flatten("", JSON.valueToTree(run.recipe().settings()), aspects);
        aspects.put("data", run.recipe().data());
        aspects.put("widths", run.milestones().isEmpty() ? "" : run.milestones().get(0).widths().values().toString());
        aspects.put("trained",
                Network.describe(run.start()).provenance().getOrDefault("settings", "").replaceAll("seed \\d+", ""));
        return aspects;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> aspects) {
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue(), aspects));
        } else if (!path.endsWith("seed")) {
            aspects.put(path, node.isNumber() ? number(node.decimalValue())
                    : node.isValueNode() ? text(node.asText()) : node.toString());
        }
    }

    /** The names of choices, as the command line writes them. */
    private static String text(String value) {
        return value.matches("[A-Z_]+") ? value.toLowerCase(Locale.ROOT).replace('_', '-') : value;
    }

    private static String number(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    /** Aspects that together tell all groups apart: each, in their order, that parts some which those before do not. */
    private static Set<String> telling(List<Map<String, String>> all) {
        Set<String> telling = new LinkedHashSet<>();
        long parts = Math.min(1, all.size());
        for (String aspect : all.isEmpty() ? Set.<String>of() : all.get(0).keySet()) {
            telling.add(aspect);
            long more = all.stream()
                    .map(aspects -> telling.stream().map(each -> aspects.getOrDefault(each, "")).toList()).distinct()
                    .count();
            if (more == parts) {
                telling.remove(aspect);
            }
            parts = more;
        }
        return telling;
    }

    private static String label(Map<String, String> aspects, Set<String> telling) {
        return telling.isEmpty() ? aspects.get("criterion") : telling.stream().map(aspect -> {
            String value = aspects.getOrDefault(aspect, "");
            return aspect.equals("criterion") ? value : words(aspect) + " " + value;
        }).collect(Collectors.joining(", "));
    }

    /** "fineTuning.learningRate" as "learning rate". */
    private static String words(String aspect) {
        return aspect.replace("fineTuning.", "").replace('.', ' ').replaceAll("([A-Z])", " $1")
                .toLowerCase(Locale.ROOT);
    }

    /** The rates that any of the runs reached, rising; 1 for the unpruned network. */
    public List<Double> rates() {
        return runs.stream().flatMap(run -> run.milestones().stream()).map(MilestoneRecord::rate)
                .collect(Collectors.toCollection(TreeSet::new)).stream().toList();
    }

    /** A value of the networks at a rate, of the runs that reached it, where it is known. */
    public Spread at(double rate, ToDoubleFunction<MilestoneRecord> value) {
        return Spread.of(
                runs.stream().flatMap(run -> run.milestones().stream()).filter(milestone -> milestone.rate() == rate)
                        .mapToDouble(value).filter(known -> !Double.isNaN(known)).toArray());
    }

    /** The test accuracy after a step of the last iteration before a rate, of the runs that tell it. */
    public Spread at(double rate, PruningStep step) {
        return at(rate, milestone -> milestone.steps().getOrDefault(step, Double.NaN));
    }

    /** The steps before fine-tuning that any of some runs tells of. */
    public static List<PruningStep> steps(List<RunGroup> groups) {
        return Stream.of(PruningStep.CUT, PruningStep.COMPENSATED)
                .filter(step -> groups.stream().flatMap(group -> group.runs.stream())
                        .flatMap(run -> run.milestones().stream())
                        .anyMatch(milestone -> milestone.steps().containsKey(step)))
                .toList();
    }

    /** How much test accuracy was lost at a rate, each run beside its own unpruned network. */
    public Spread lost(double rate) {
        return Spread.of(runs.stream()
                .flatMap(run -> run.milestones().stream().filter(milestone -> milestone.rate() == rate)
                        .map(milestone -> run.milestones().get(0).accuracy() - milestone.accuracy()))
                .mapToDouble(lost -> lost).toArray());
    }
}
