package espalier.cli;

import espalier.basics.Choice;
import espalier.basics.Choice.Flag;
import espalier.basics.Choice.Numbers;
import espalier.basics.Choice.OneOf;
import espalier.basics.Choice.Several;
import espalier.basics.Choice.Text;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@link PruningSettings}, made of {@link PruningChoices}. */
final class PruningOptions implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec command) {
        PruningChoices.ALL.forEach(choice -> command.addOption(option(choice)));
        return command;
    }

    private static <T> OptionSpec option(Choice<PruningSettings, T> choice) {
        OptionSpec.Builder option = OptionSpec.builder("--" + choice.key());
        T usual = choice.get().apply(PruningSettings.STANDARD);
        if (choice.values() instanceof Numbers<T> numbers) {
            option.type(numbers.type())
                    .paramLabel(numbers.isWhole() || choice.equals(PruningChoices.THRESHOLD) ? "N" : "X");
        } else if (choice.values() instanceof OneOf<T> oneOf) {
            // Asked for where help is printed alone: it may have to look for plug-ins.
            option.type(String.class).paramLabel("NAME").completionCandidates(() -> oneOf.names().iterator());
        } else if (choice.values() instanceof Several<T> several) {
            option.type(several.parts().size() == 2 ? Map.class : List.class)
                    .auxiliaryTypes(several.parts().toArray(Class<?>[]::new)).splitRegex(",")
                    .paramLabel(several.example());
        } else if (choice.values() instanceof Text<T> text) {
            option.type(String.class).paramLabel(text.example());
        } else {
            option.type(boolean.class);
            if (Boolean.TRUE.equals(usual)) {
                option.negatable(true).defaultValue("true").fallbackValue("true");
            }
        }
        return option.description(help(choice, text(choice.values(), usual)).replace("%", "%%")).build();
    }

    /** The explanation, with the names and what is usual at the end of its first sentence. */
    private static String help(Choice<PruningSettings, ?> choice, String usual) {
        String text = choice.explanation();
        int end = text.indexOf(". ");
        end = end < 0 ? text.length() - 1 : end;
        String names = choice.values() instanceof OneOf<?> ? ": ${COMPLETION-CANDIDATES}" : "";
        return text.substring(0, end) + names + (usual.isEmpty() ? "" : " (" + usual + ")") + text.substring(end);
    }

    private static <T> String text(Choice.Values<T> values, T usual) {
        if (values instanceof OneOf<T> oneOf) {
            return oneOf.name().apply(usual);
        }
        if (values instanceof Text<T> text) {
            return text.write().apply(usual);
        }
        if (usual instanceof List<?> list) {
            return list.stream().map(each -> each instanceof Double number ? Figures.plain(number) : each.toString())
                    .collect(Collectors.joining(","));
        }
        return values instanceof Flag || usual instanceof Collection || usual instanceof Map ? "" : usual.toString();
    }

    /**
     * The settings that the options make. What is not given is what is usual in the mode.
     *
     * @param start what options change
     */
    static PruningSettings settings(WorkCommand command, PruningSettings start) {
        PruningSettings settings = start;
        try {
            for (Choice<PruningSettings, ?> choice : PruningChoices.ALL) {
                if (command.given("--" + choice.key())) {
                    settings = with(settings, choice, command);
                }
            }
        } catch (Problem e) {
            throw command.wrongUse(e.getMessage());
        }
        if (settings.tuning().isLimited() && !command.given("--one-shot") && !command.given("--share")) {
            settings = settings.with(PruningChoices.ONE_SHOT, true);
        }
        refuseUnused(command, settings);
        return settings;
    }

    private static void refuseUnused(WorkCommand command, PruningSettings settings) {
        boolean filters = settings.goal().mode().removesFilters();
        if (!settings.goal().mode().hasRates() && command.given("--rates")) {
            throw command.wrongUse("With --mode threshold no rate is asked for, one comes out; leave out --rates");
        }
        if (!filters && (command.given("--floor") || command.given("--least"))) {
            throw command.wrongUse("With --mode unstructured all filters stay; leave out --floor and --least");
        }
        if (settings.tuning().noFineTuning() && command.given("--budget")) {
            throw command.wrongUse("With --no-fine-tuning there is no budget; leave out one of the two");
        }
        List<String> epochs = Stream.of("--epochs", "--pictures", "--recovery-epochs", "--recovery-pictures")
                .filter(command::given).toList();
        if (settings.tuning().isLimited() && !epochs.isEmpty()) {
            throw command.wrongUse(
                    "With --budget or --no-fine-tuning epochs do not count; leave out " + String.join(", ", epochs));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> PruningSettings with(PruningSettings settings, Choice<PruningSettings, T> choice,
            WorkCommand command) {
        String option = "--" + choice.key();
        Object given = command.value(option);
        T value = (T) given;
        if (choice.values() instanceof OneOf<T> oneOf) {
            command.require(oneOf.names().contains(given), option, given, "one of " + String.join(", ", oneOf.names()));
            value = oneOf.all().get().stream().filter(each -> oneOf.name().apply(each).equals(given)).findFirst()
                    .orElseThrow();
        } else if (choice.values() instanceof Numbers<T> numbers) {
            double number = ((Number) given).doubleValue();
            command.require(numbers.allows(number), option, given, numbers.limit(number, 1));
        } else if (choice.values() instanceof Text<T> text) {
            value = text.read().apply((String) given);
        } else if (choice.equals(PruningChoices.PROTECT)) {
            value = (T) Set.copyOf((Collection<?>) given);
        }
        return settings.with(choice, value);
    }
}
