package espalier.app.runs;

import espalier.app.Notices;
import espalier.app.Notices.Notice;
import espalier.app.Opener;
import espalier.app.Session;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.pruning.PruningSettings;
import espalier.workspace.RunFolder;
import espalier.workspace.RunLabel;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.apache.commons.io.FileUtils;

/** The runs of the workspace, and what a person does with them. Belongs to the FX thread; files are read elsewhere. */
final class RunsViewModel {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm")
            .withZone(ZoneId.systemDefault());

    private final Session session;
    private final Workspace workspace;
    private final Opener opener;
    private final Notices notices;
    private final Executor background;
    private final ReadOnlyObjectWrapper<List<Row>> rows = new ReadOnlyObjectWrapper<>(this, "rows", List.of());
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    /** What a person did to a run, one after the other: what is said of it is written before it is thrown away. */
    private CompletableFuture<?> changes = CompletableFuture.completedFuture(null);

    /** @param background where files are read and written */
    RunsViewModel(Session session, Workspace workspace, Opener opener, Notices notices, Executor background) {
        this.session = session;
        this.workspace = workspace;
        this.opener = opener;
        this.notices = notices;
        this.background = background;
    }

    /**
     * A run in the list.
     *
     * @param bytes  that its folder takes
     * @param parent the run whose network it began with; empty where that came from elsewhere
     */
    record Row(RunFolder run, long bytes, Optional<Path> parent) {

        RunLabel label() {
            return run.label();
        }

        /** What the person calls it; else its folder's name, which tells when and by what. */
        String name() {
            return run.name();
        }

        /** The file that it began with; of a run's network with the run. */
        String network() {
            Path file = Path.of(run.recipe().network());
            return parent.map(path -> path.getFileName() + "/").orElse("") + file.getFileName();
        }

        String data() {
            return run.recipe().data();
        }

        String criterion() {
            PruningSettings settings = run.recipe().settings();
            return settings.goal().mode().removesFilters() ? settings.ranking().criterion()
                    : settings.goal().mode().title();
        }

        /** The rates that were reached: "×2, ×4". */
        String rates() {
            return pruned().map(milestone -> milestone.rateOf().text(milestone.rate()))
                    .collect(Collectors.joining(", "));
        }

        /** Of the unpruned network and of each rate: "99.8 → 99.7, 99.1 %". */
        String accuracies() {
            String after = pruned().map(milestone -> percent(milestone.accuracy())).collect(Collectors.joining(", "));
            return run.milestones().isEmpty() ? ""
                    : percent(run.milestones().get(0).accuracy()) + (after.isEmpty() ? "" : " → " + after) + " %";
        }

        /** Of the smallest network, for sorting. */
        double accuracy() {
            return run.milestones().isEmpty() ? Double.NaN
                    : run.milestones().get(run.milestones().size() - 1).accuracy();
        }

        /** When it began, by this machine's clock. */
        String when() {
            try {
                return WHEN.format(Instant.parse(run.recipe().date()));
            } catch (DateTimeParseException e) {
                return run.recipe().date();
            }
        }

        String status() {
            return run.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private Stream<MilestoneRecord> pruned() {
            return run.milestones().stream().filter(milestone -> milestone.rate() > 1);
        }

        private static String percent(double share) {
            return Figures.fixed(100 * share, 1);
        }

        /** Whether each of some words is somewhere in what is known of it. */
        boolean has(String words) {
            String all = String.join(" ", name(), run.id(), network(), data(), criterion(), rates(), when(), status(),
                    label().note(), String.join(" ", label().tags())).toLowerCase(Locale.ROOT);
            return Arrays.stream(words.toLowerCase(Locale.ROOT).strip().split("\\s+")).allMatch(all::contains);
        }
    }

    /** All runs, the newest first. */
    ReadOnlyObjectProperty<List<Row>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /** Words that each shown run has, in whatever is known of it. */
    StringProperty filterProperty() {
        return filter;
    }

    /** Reads the workspace again; the rows change when that is done. */
    void reload() {
        CompletableFuture.supplyAsync(this::read, background).whenCompleteAsync((found, failure) -> {
            notices.report(failure);
            if (found != null && !found.equals(rows.get())) {
                rows.set(found);
            }
        }, Platform::runLater);
    }

    private List<Row> read() {
        List<Row> found = new ArrayList<>();
        List<RunFolder> runs = workspace.runs();
        for (RunFolder run : runs) {
            Path began = Path.of(run.recipe().network()).toAbsolutePath().normalize().getParent();
            Optional<Path> parent = runs.stream().map(RunFolder::path)
                    .filter(path -> path.equals(began) && !path.equals(run.path())).findFirst();
            found.add(0, new Row(run, FileUtils.sizeOfDirectory(run.path().toFile()), parent));
        }
        return found;
    }

    /** Writes what a person says of a run. */
    void say(Row row, RunLabel label) {
        if (!label.equals(row.label())
                && rows.get().stream().anyMatch(one -> one.run().path().equals(row.run().path()))) {
            change(() -> label.save(row.run().path()));
        }
    }

    /** Opens a run with all its networks. */
    void open(Row row) {
        opener.run(row.run().path());
    }

    /** Opens one of its networks as one that is to be pruned. */
    void pruneOn(Row row, MilestoneRecord milestone) {
        opener.network(row.run().file(milestone));
    }

    /** Throws a run away, and offers to bring it back. */
    void discard(Row row) {
        if (session.trajectory().stream().anyMatch(open -> open.file().startsWith(row.run().path()))) {
            notices.report(new Problem(
                    "The run “" + row.name() + "” is what the window shows. Open something else, then delete it."));
            return;
        }
        change(() -> {
            Path place = workspace.discard(row.run());
            notices.offer("Deleted the run “" + row.name() + "”. It is gone for good when the window closes.",
                    new Notice.Action("Undo", () -> change(() -> workspace.restore(place))));
        });
    }

    private void change(Runnable write) {
        changes = changes.handle((done, failure) -> null).thenRunAsync(write, background);
        changes.whenCompleteAsync((done, failure) -> {
            notices.report(failure);
            reload();
        }, Platform::runLater);
    }
}
