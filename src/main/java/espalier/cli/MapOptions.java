package espalier.cli;

import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads methods and measures by their names, and lists them for helps. */
final class MapOptions {

    private static final String ALL = "all";

    private MapOptions() {}

    /**
     * The measures that names stand for; a kind's name stands for all of it, and {@code all} for all.
     *
     * @param command whose option {@code --measures} has them
     */
    static Set<MapMeasure> measures(WorkCommand command, List<String> names) {
        Set<MapMeasure> result = EnumSet.noneOf(MapMeasure.class);
        for (String name : names) {
            List<MapMeasure> meant = Stream
                    .of(MapMeasure.values()).filter(measure -> name.equalsIgnoreCase(ALL)
                            || measure.key().equalsIgnoreCase(name) || measure.kind().name().equalsIgnoreCase(name))
                    .toList();
            if (meant.isEmpty()) {
                throw command.wrongUse(
                        "Invalid value for option --measures: There is no measure \"" + name + "\". Choose from "
                                + Stream.of(MapMeasure.values()).map(MapMeasure::key).collect(Collectors.joining(", "))
                                + "; similarity, localisation, faithfulness; all");
            }
            result.addAll(meant);
        }
        return result;
    }

    /**
     * Checks that pictures of the test part are there.
     *
     * @throws Problem that tells which are
     */
    static void checkPictures(Dataset dataset, List<Integer> indices) {
        int size = dataset.part(Part.TEST).size();
        for (int index : indices) {
            if (index < 0 || index >= size) {
                throw new Problem("There is no picture " + index + " in the test part of " + dataset.specification()
                        + ". Choose from 0 to " + (size - 1) + ".");
            }
        }
    }

    /** Reads a method. */
    static final class Methods implements ITypeConverter<CamMethod> {
        @Override
        public CamMethod convert(String value) {
            return Arrays.stream(CamMethod.values()).filter(method -> method.key().equalsIgnoreCase(value)).findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is none of " + String.join(", ", new MethodNames())));
        }
    }

    /** The methods' names, for helps. */
    static final class MethodNames extends ArrayList<String> {
        MethodNames() {
            super(Arrays.stream(CamMethod.values()).map(CamMethod::key).toList());
        }
    }

    /** The measures' names, for helps. */
    static final class MeasureNames extends ArrayList<String> {
        MeasureNames() {
            super(Arrays.stream(MapMeasure.values()).map(MapMeasure::key).toList());
        }
    }
}
