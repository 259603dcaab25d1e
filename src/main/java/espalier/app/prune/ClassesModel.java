package espalier.app.prune;

import espalier.data.ClassWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;

/** Which of the open data's classes matter to the person, and what weights that makes. */
final class ClassesModel {

    /** How it is said which classes matter. */
    enum Asked {
        /** Nothing is said. */
        ALL("all alike", "Every class matters as much as every other"),
        /** A tick each. */
        ONLY("only these", "Nothing but the classes that you tick matters"),
        /** A slider each. */
        WEIGHTS("a weight each", "Each class matters as much as you say, from 0 to 1");

        private final String title;
        private final String explanation;

        Asked(String title, String explanation) {
            this.title = title;
            this.explanation = explanation;
        }

        String title() {
            return title;
        }

        String explanation() {
            return explanation;
        }
    }

    private final ObjectProperty<Asked> asked = new SimpleObjectProperty<>(this, "asked", Asked.ALL);
    private final ReadOnlyObjectWrapper<List<String>> classNames = new ReadOnlyObjectWrapper<>(this, "classNames",
            List.of());
    /** By class, 0 or 1 in {@link Asked#ONLY}. */
    private final Map<String, DoubleProperty> ticks = new LinkedHashMap<>();
    private final Map<String, DoubleProperty> weights = new LinkedHashMap<>();
    private final ObjectProperty<ClassWeights> result;

    /**
     * Nothing is said yet.
     *
     * @param result of what is said; null where it leaves no class
     */
    ClassesModel(ObjectProperty<ClassWeights> result) {
        this.result = result;
        asked.addListener(property -> update());
    }

    /** How it is said. */
    ObjectProperty<Asked> askedProperty() {
        return asked;
    }

    /** The classes, in the order of their numbers. */
    ReadOnlyObjectProperty<List<String>> classNamesProperty() {
        return classNames.getReadOnlyProperty();
    }

    /** What is said of classes of the same name stays; where that is nothing, or all of them, all are alike again. */
    void setClassNames(List<String> names) {
        if (names.equals(classNames.get())) {
            return;
        }
        keep(ticks, names, 0);
        keep(weights, names, 1);
        double ticked = ticks.values().stream().mapToDouble(DoubleProperty::get).sum();
        if (asked.get() == Asked.ONLY && (ticked == 0 || ticked == names.size())
                || asked.get() == Asked.WEIGHTS && weights.values().stream().allMatch(weight -> weight.get() == 0)) {
            asked.set(Asked.ALL);
        }
        classNames.set(List.copyOf(names));
        update();
    }

    private void keep(Map<String, DoubleProperty> values, List<String> names, double first) {
        values.keySet().retainAll(names);
        names.forEach(name -> values.computeIfAbsent(name, added -> {
            DoubleProperty value = new SimpleDoubleProperty(this, added, first);
            value.addListener(property -> update());
            return value;
        }));
    }

    /** 1 where a class is ticked as one of the only ones that matter, else 0. */
    DoubleProperty tick(String name) {
        return ticks.get(name);
    }

    /** A class's own weight, 0 to 1. */
    DoubleProperty weight(String name) {
        return weights.get(name);
    }

    private void update() {
        ClassWeights said = switch (asked.get()) {
            case ALL -> ClassWeights.ALL_ALIKE;
            case ONLY -> ofTicks();
            case WEIGHTS -> ofWeights();
        };
        if (said == null || !said.equals(result.get())) {
            result.set(said);
        }
    }

    private ClassWeights ofTicks() {
        List<String> ticked = ticks.entrySet().stream().filter(tick -> tick.getValue().get() > 0).map(Map.Entry::getKey)
                .toList();
        return ticked.isEmpty() ? null
                : ticked.size() == ticks.size() ? ClassWeights.ALL_ALIKE : ClassWeights.only(ticked);
    }

    /** The weight that most classes have is told as that of the others. */
    private ClassWeights ofWeights() {
        Map<String, Double> own = new LinkedHashMap<>();
        weights.forEach((name, weight) -> own.put(name, weight.get()));
        double most = own.values().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(0.0);
        return own.values().stream().allMatch(weight -> weight == 0) ? null : new ClassWeights(own, most);
    }
}
