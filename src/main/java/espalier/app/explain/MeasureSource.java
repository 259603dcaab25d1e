package espalier.app.explain;

import espalier.app.explain.Explainer.Trial;
import espalier.explain.Explanation;
import espalier.explain.measures.MapMeasure;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Measures of maps, kept as long as their map is. Those that need nothing but maps are computed in the background, as
 * some take seconds on fine maps; those for which networks are run again are one task for all cells. Belongs to one
 * thread, the FX thread.
 */
final class MeasureSource {

    private final Explainer explainer;
    private final Executor background;
    private final Map<Explanation, Map<Explanation, Map<MapMeasure, Double>>> compared = new WeakHashMap<>();
    private final Map<Explanation, Map<MapMeasure, Double>> tried = new WeakHashMap<>();
    private final Requests<Question> questions;
    private final Requests<Explanation> trials;

    /** A measure of a map, beside another. */
    private record Question(Explanation map, Explanation reference, MapMeasure measure) {}

    /**
     * Nothing is known yet.
     *
     * @param fx      runs what changes this
     * @param report  told of failures
     * @param changed told when measures came
     */
    MeasureSource(Explainer explainer, Executor background, Executor fx, Consumer<Throwable> report, Runnable changed) {
        this.explainer = explainer;
        this.background = background;
        this.questions = new Requests<>(fx, report, changed);
        this.trials = new Requests<>(fx, report, changed);
    }

    /** What is known of a map beside a reference. */
    Map<MapMeasure, Double> get(Explanation map, Explanation reference) {
        Map<MapMeasure, Double> known = new EnumMap<>(MapMeasure.class);
        known.putAll(tried.getOrDefault(map, Map.of()));
        known.putAll(compared.getOrDefault(map, Map.of()).getOrDefault(reference, Map.of()));
        return known;
    }

    /** Forgets what failed or was cancelled, so that it is asked for again. */
    void retry() {
        questions.retry();
        trials.retry();
    }

    /** Asks for what is neither known nor on its way; takes back what is not wanted any more. */
    void want(List<MapCell> cells, Collection<MapMeasure> measures) {
        Map<Question, MapCell> wanted = new LinkedHashMap<>();
        for (MapCell cell : cells) {
            for (MapMeasure measure : measures) {
                if (cell.isAwaited(measure) && measure.kind() != MapMeasure.Kind.FAITHFULNESS) {
                    Explanation map = cell.explanation().orElseThrow();
                    wanted.put(new Question(map, cell.reference().orElse(map), measure), cell);
                }
            }
        }
        questions.takeBackAllBut(wanted.keySet());
        wanted.forEach((question, cell) -> {
            if (questions.isNew(question)) {
                questions.ask(List.of(question),
                        CompletableFuture.supplyAsync(() -> cell.measure(question.measure), background),
                        value -> compared.computeIfAbsent(question.map, map -> new WeakHashMap<>())
                                .computeIfAbsent(question.reference, reference -> new EnumMap<>(MapMeasure.class))
                                .put(question.measure, value));
            }
        });
    }

    /**
     * Asks for measures for which networks are run again.
     *
     * @param measures of the kind {@link MapMeasure.Kind#FAITHFULNESS}; none takes back what is on its way
     */
    void wantTrials(List<MapCell> cells, Set<MapMeasure> measures) {
        List<Trial> wanted = cells.stream().filter(cell -> !measures.isEmpty()).flatMap(cell -> cell.explanation()
                .stream().map(explanation -> new Trial(cell.network(), cell.picture().picture(), explanation)))
                .toList();
        trials.takeBackAllBut(wanted.stream().map(Trial::explanation).toList());
        List<Trial> missing = wanted.stream().filter(trial -> trials.isNew(trial.explanation())
                && !tried.getOrDefault(trial.explanation(), Map.of()).keySet().containsAll(measures)).toList();
        if (!missing.isEmpty()) {
            CompletableFuture<Void> future = explainer.testOneByOne(EnumSet.copyOf(measures), missing,
                    (number, result) -> {
                        Explanation explanation = missing.get(number).explanation();
                        tried.computeIfAbsent(explanation, key -> new EnumMap<>(MapMeasure.class)).putAll(result);
                        trials.arrived(explanation);
                        trials.tell();
                    });
            trials.ask(missing.stream().map(Trial::explanation).toList(), future, nothing -> {});
        }
    }
}
