package espalier.app.explain;

import espalier.explain.Explanation;
import espalier.explain.measures.MapMeasure;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Measures that need nothing but maps, computed in the background, as some take seconds on fine maps, and kept as long
 * as their map is. Belongs to one thread, the FX thread.
 */
final class MeasureSource {

    private final Executor background;
    private final Executor fx;
    private final Consumer<Throwable> report;
    private final Runnable changed;
    private final Map<Explanation, Map<Explanation, Map<MapMeasure, Double>>> known = new WeakHashMap<>();
    private final Set<Question> asked = new HashSet<>();
    private boolean told;
    /** What is wanted now; read in the background, so that nothing is computed that nobody waits for. */
    private volatile Set<Question> wanted = Set.of();

    /** A measure of a map, beside another. */
    private record Question(Explanation map, Explanation reference, MapMeasure measure) {}

    /**
     * Nothing is known yet.
     *
     * @param fx      runs what changes this
     * @param changed told when measures came
     */
    MeasureSource(Executor background, Executor fx, Consumer<Throwable> report, Runnable changed) {
        this.background = background;
        this.fx = fx;
        this.report = report;
        this.changed = changed;
    }

    /** What is known of a map beside a reference. */
    Map<MapMeasure, Double> get(Explanation map, Explanation reference) {
        return known.getOrDefault(map, Map.of()).getOrDefault(reference, Map.of());
    }

    /** Asks for what is neither known nor on its way. */
    void want(List<MapCell> cells, Collection<MapMeasure> measures) {
        Set<Question> now = new HashSet<>();
        Map<Question, MapCell> missing = new LinkedHashMap<>();
        for (MapCell cell : cells) {
            for (MapMeasure measure : measures) {
                if (cell.isAwaited(measure) && measure.kind() != MapMeasure.Kind.FAITHFULNESS) {
                    Explanation map = cell.explanation().orElseThrow();
                    Question question = new Question(map, cell.reference().orElse(map), measure);
                    now.add(question);
                    missing.put(question, cell);
                }
            }
        }
        wanted = now;
        asked.retainAll(now);
        missing.keySet().removeAll(asked);
        asked.addAll(missing.keySet());
        missing.forEach(this::ask);
    }

    /** Once for all that came since the last time. */
    private void tell() {
        if (!told) {
            told = true;
            fx.execute(() -> {
                told = false;
                changed.run();
            });
        }
    }

    private void ask(Question question, MapCell cell) {
        CompletableFuture
                .supplyAsync(() -> wanted.contains(question) ? cell.measure(question.measure) : null, background)
                .whenCompleteAsync((value, failure) -> {
                    if (failure != null) {
                        report.accept(failure);
                    } else if (value != null) {
                        asked.remove(question);
                        known.computeIfAbsent(question.map, map -> new WeakHashMap<>())
                                .computeIfAbsent(question.reference, reference -> new EnumMap<>(MapMeasure.class))
                                .put(question.measure, value);
                        tell();
                    }
                }, fx);
    }
}
