package espalier.app.explain;

import espalier.app.Explainer;
import espalier.app.Explainer.Trial;
import espalier.explain.Explanation;
import espalier.explain.measures.MapMeasure;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Measures of maps for which networks are run again: kept as long as their map is, asked for once, as one task for all
 * cells. Belongs to one thread, the FX thread.
 */
final class TrialSource {

    private final Explainer explainer;
    private final Executor fx;
    private final Consumer<Throwable> report;
    private final Runnable changed;
    private final Map<Explanation, Map<MapMeasure, Double>> known = new WeakHashMap<>();
    private final Map<Explanation, CompletableFuture<?>> asked = new HashMap<>();
    private final Set<Explanation> failed = new HashSet<>();

    TrialSource(Explainer explainer, Executor fx, Consumer<Throwable> report, Runnable changed) {
        this.explainer = explainer;
        this.fx = fx;
        this.report = report;
        this.changed = changed;
    }

    /** What is known of a map. */
    Map<MapMeasure, Double> get(Explanation explanation) {
        return known.getOrDefault(explanation, Map.of());
    }

    /** Forgets what failed or was cancelled, so that it is asked for again. */
    void retry() {
        failed.clear();
    }

    /** Asks for what is neither known nor on its way; takes back what is not wanted any more. */
    void want(Set<MapMeasure> measures, List<Trial> trials) {
        Set<CompletableFuture<?>> needless = new HashSet<>(asked.values());
        if (!measures.isEmpty()) {
            trials.forEach(trial -> needless.remove(asked.get(trial.explanation())));
        }
        asked.values().removeAll(needless);
        needless.forEach(future -> future.cancel(false));
        List<Trial> missing = trials.stream().filter(trial -> !asked.containsKey(trial.explanation())
                && !failed.contains(trial.explanation()) && !get(trial.explanation()).keySet().containsAll(measures))
                .toList();
        if (!missing.isEmpty()) {
            ask(EnumSet.copyOf(measures), missing);
        }
    }

    private void ask(Set<MapMeasure> measures, List<Trial> trials) {
        CompletableFuture<Void> future = explainer.testOneByOne(measures, trials, (number, result) -> {
            Explanation explanation = trials.get(number).explanation();
            known.computeIfAbsent(explanation, key -> new EnumMap<>(MapMeasure.class)).putAll(result);
            asked.remove(explanation);
            changed.run();
        });
        trials.forEach(trial -> asked.put(trial.explanation(), future));
        future.whenCompleteAsync((nothing, failure) -> {
            for (Trial trial : trials) {
                if (asked.remove(trial.explanation(), future) && failure != null) {
                    failed.add(trial.explanation());
                }
            }
            if (failure != null) {
                report.accept(failure);
            }
            changed.run();
        }, fx);
    }
}
