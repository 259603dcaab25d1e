package espalier.app.study;

import espalier.app.Notices;
import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.report.ResultTable;
import espalier.report.StudyResults;
import espalier.study.Answer;
import espalier.study.AnswerTable;
import espalier.study.MapMeasures;
import espalier.study.Study;
import espalier.study.StudyContent;
import espalier.study.analysis.StudyAnalysis;
import espalier.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All studies: the published one, those in the workspace, and tables of answers that were read; which of them is looked
 * at, and what its answers come to. Belongs to the FX thread.
 */
public final class StudiesViewModel {

    /** The workspace's folder for them. */
    static final String STUDIES = "studies";

    /** Results of a study that is served are analysed anew after at least this many milliseconds. */
    private static final long LIVE_MILLIS = 2000;

    private static final Logger LOG = LoggerFactory.getLogger(StudiesViewModel.class);

    /** Something that can be looked at. */
    sealed interface Entry {

        /** The counts of the paper. */
        record Published() implements Entry {}

        /** A study that is not made yet. */
        record Draft() implements Entry {}

        /** A study of the workspace. */
        record Own(Path folder, StudyContent content) implements Entry {

            /** What the teacher called it. */
            String title() {
                return content.design().title().isBlank() ? folder.getFileName().toString() : content.design().title();
            }
        }

        /** Answers from tables. */
        record Imported(String title, List<Path> files, List<Answer> answers, int repeated) implements Entry {}
    }

    /**
     * What the looked-at study's answers come to.
     *
     * @param answers they are of; none for the published study, which is counts
     * @param tables  none where there are no answers
     */
    record Outcome(List<Answer> answers, List<ResultTable> tables) {}

    private final Path folder;
    private final Notices notices;
    private final Executor background;
    private final ObservableList<Entry> entries = FXCollections.observableArrayList(new Entry.Published());
    private final ObjectProperty<Entry> selected = new SimpleObjectProperty<>(this, "selected", entries.get(0));
    private final ReadOnlyObjectWrapper<Outcome> outcome = new ReadOnlyObjectWrapper<>(this, "outcome");
    private final Map<Path, Serving> servings = new HashMap<>();
    /** Whether an analysis of new answers is due. */
    private boolean waiting;

    /** @param background analyses and reads files */
    public StudiesViewModel(Workspace workspace, Notices notices, Executor background) {
        folder = workspace.folder().resolve(STUDIES);
        this.notices = notices;
        this.background = background;
        selected.addListener((property, old, now) -> analyse());
    }

    /** The published study first, then the workspace's, the newest first, then imported answers. */
    ObservableList<Entry> entries() {
        return entries;
    }

    /** What is looked at. */
    ObjectProperty<Entry> selectedProperty() {
        return selected;
    }

    /** What its answers come to; null while that is not known. */
    ReadOnlyObjectProperty<Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    /** Looks again for studies in the workspace. */
    CompletableFuture<Void> refresh() {
        return CompletableFuture.supplyAsync(this::read, background).handleAsync((found, failure) -> {
            if (failure != null) {
                notices.report(failure);
            } else {
                show(found);
            }
            return null;
        }, Platform::runLater);
    }

    private void show(List<Entry.Own> found) {
        List<Entry> all = new ArrayList<>(List.of(entries.get(0)));
        all.addAll(found);
        entries.stream().filter(Entry.Imported.class::isInstance).forEach(all::add);
        if (!entries.equals(all)) {
            entries.setAll(all);
        }
        if (!(selected.get() instanceof Entry.Draft) && !entries.contains(selected.get())) {
            selected.set(entries.get(0));
        }
    }

    private List<Entry.Own> read() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            List<Entry.Own> found = new ArrayList<>();
            for (Path path : folders.sorted((one, other) -> other.compareTo(one)).toList()) {
                if (Files.isRegularFile(path.resolve(Study.CONTENT))) {
                    try {
                        found.add(new Entry.Own(path, Study.read(path)));
                    } catch (Problem e) {
                        LOG.warn("Left out: {}", e.getMessage(), e);
                    }
                }
            }
            return found;
        } catch (IOException e) {
            throw new Problem(
                    folder + " cannot be read: " + AtomicFiles.reason(e) + ". Check the folder and its permissions.",
                    e);
        }
    }

    /** Where a new study goes. */
    Path newFolder(String name) {
        for (int number = 1;; number++) {
            Path path = folder.resolve(number == 1 ? name : name + "-" + number);
            if (!Files.exists(path)) {
                return path;
            }
        }
    }

    /** Looks at a study that was just made. */
    void made(Path study) {
        refresh().thenRun(
                () -> entries.stream().filter(entry -> entry instanceof Entry.Own own && own.folder().equals(study))
                        .findFirst().ifPresent(selected::set));
    }

    /** The serving of a study, the same every time. */
    Serving serving(Entry.Own study) {
        return servings.computeIfAbsent(study.folder(), path -> {
            Serving serving = new Serving(path, notices, background);
            serving.statusProperty().addListener((property, old, now) -> {
                if (old != null && old.state().answers() != now.state().answers()) {
                    analyseLater(path);
                }
            });
            return serving;
        });
    }

    /** The titles of studies that people can take part in now. */
    public List<String> served() {
        return entries.stream().filter(Entry.Own.class::isInstance).map(Entry.Own.class::cast)
                .filter(own -> servings.containsKey(own.folder()) && servings.get(own.folder()).isOpen())
                .map(Entry.Own::title).toList();
    }

    /** Stops all that is served, and returns when nobody can take part any more. */
    void close() {
        servings.values().stream().map(Serving::stop).toList().forEach(CompletableFuture::join);
    }

    /** Answers came in: what is looked at follows, without a hurry, as participants are not to wait for it. */
    private void analyseLater(Path study) {
        if (!waiting) {
            waiting = true;
            CompletableFuture.delayedExecutor(LIVE_MILLIS, TimeUnit.MILLISECONDS, Platform::runLater).execute(() -> {
                waiting = false;
                if (selected.get() instanceof Entry.Own own && own.folder().equals(study)) {
                    publish(own);
                }
            });
        }
    }

    /** Looks at answers of tables: an answer that several of them have counts once. */
    public CompletableFuture<Void> importTables(List<Path> files) {
        return CompletableFuture
                .supplyAsync(() -> AnswerTable.merge(files.stream().map(AnswerTable::read).toList()), background)
                .handleAsync((merged, failure) -> {
                    if (failure != null) {
                        notices.report(failure);
                    } else {
                        String more = files.size() == 1 ? "" : " and " + (files.size() - 1) + " more";
                        Entry imported = new Entry.Imported(files.get(0).getFileName() + more, files, merged.answers(),
                                merged.repeated());
                        entries.add(imported);
                        selected.set(imported);
                    }
                    return null;
                }, Platform::runLater);
    }

    /** Takes another machine's answers into a study of the workspace. */
    CompletableFuture<Void> merge(Entry.Own study, List<Path> files) {
        Serving serving = serving(study);
        return CompletableFuture.supplyAsync(() -> {
            List<Answer> answers = AnswerTable.merge(files.stream().map(AnswerTable::read).toList()).answers();
            return List.of(answers.size(), serving.merge(answers));
        }, background).handleAsync((counts, failure) -> {
            if (failure != null) {
                notices.report(failure);
            } else {
                notices.tell("Took in " + counts.get(1) + " of " + counts.get(0)
                        + " answers; the others are here already, or answer other questions.");
                analyse();
            }
            return null;
        }, Platform::runLater);
    }

    /** Reads the answers of what is looked at again, and analyses them away from the FX thread. */
    void analyse() {
        Entry entry = selected.get();
        outcome.set(null);
        if (!(entry instanceof Entry.Draft)) {
            publish(entry);
        }
    }

    /** What was known of it stands until then. */
    private void publish(Entry entry) {
        CompletableFuture.supplyAsync(() -> outcome(entry), background).whenCompleteAsync((result, failure) -> {
            if (failure != null) {
                notices.report(failure);
            }
            if (selected.get().equals(entry)) {
                outcome.set(failure == null ? result : new Outcome(List.of(), List.of()));
            }
        }, Platform::runLater);
    }

    private static Outcome outcome(Entry entry) {
        if (entry instanceof Entry.Published) {
            return new Outcome(List.of(), StudyResults.published());
        }
        List<Answer> answers = entry instanceof Entry.Own own ? Study.answers(own.folder())
                : ((Entry.Imported) entry).answers();
        Optional<MapMeasures> measures = entry instanceof Entry.Own own ? MapMeasures.read(own.folder())
                : Optional.empty();
        List<String> names = entry instanceof Entry.Own own ? own.content().classNames() : List.of();
        return new Outcome(answers,
                answers.isEmpty() ? List.of() : StudyResults.of(StudyAnalysis.of(answers, measures), names));
    }

    /** Writes answers and tables of what is looked at as CSV files into a folder. */
    CompletableFuture<Void> export(Path into) {
        Outcome shown = outcome.get();
        return CompletableFuture.supplyAsync(() -> {
            List<Path> files = new ArrayList<>(AnswerTable.export(shown.answers(), into));
            Map<String, String> tables = new LinkedHashMap<>();
            shown.tables().forEach(table -> tables.put(
                    table.title().toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", "-").replaceAll("-$", ""),
                    table.csv()));
            tables.forEach((name, csv) -> {
                Path file = into.resolve(name + ".csv");
                AtomicFiles.writeText(file, csv);
                files.add(file);
            });
            return files.size();
        }, background).handleAsync((count, failure) -> {
            if (failure != null) {
                notices.report(failure);
            } else {
                notices.tell("Saved " + count + " tables in " + into + ".");
            }
            return null;
        }, Platform::runLater);
    }
}
