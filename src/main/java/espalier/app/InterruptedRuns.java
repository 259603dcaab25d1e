package espalier.app;

import espalier.pruning.PruningSettings;
import espalier.workspace.Recipe;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.CheckpointRecord;
import espalier.workspace.RunRecord.RunStatus;
import espalier.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The workspace's runs that were interrupted, by a crash or by closing the window, and can be resumed. Belongs to the
 * FX thread.
 */
public final class InterruptedRuns {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);

    private final Workspace workspace;
    private final Notices notices;
    private final ObservableList<RunFolder> all = FXCollections.observableArrayList();
    private final ObjectProperty<RunFolder> wanted = new SimpleObjectProperty<>(this, "wanted");

    /** Knows of none until {@link #look}. */
    public InterruptedRuns(Workspace workspace, Notices notices) {
        this.workspace = workspace;
        this.notices = notices;
    }

    /** The oldest first; empty until {@link #look}. */
    public ObservableList<RunFolder> all() {
        return all;
    }

    /** Looks for them in the workspace, away from the FX thread; completes on it. */
    public CompletableFuture<Void> look() {
        return CompletableFuture.supplyAsync(workspace::interrupted).whenCompleteAsync((found, failure) -> {
            notices.report(failure);
            if (found != null) {
                all.setAll(found);
            }
        }, Platform::runLater).handle((found, failure) -> null);
    }

    /** The run that the person wants to resume, for the Prune page to take up; null where there is none. */
    public ObjectProperty<RunFolder> wantedProperty() {
        return wanted;
    }

    /** Offers a run no more: it is resumed. */
    public void taken(RunFolder run) {
        all.removeIf(other -> other.path().equals(run.path()));
    }

    /** Leaves a run as it is, now and at the next start; what it reached is kept. */
    public void leave(RunFolder run) {
        taken(run);
        CompletableFuture.runAsync(() -> {
            try (RunFolder held = RunFolder.resume(run.path())) {
                held.finish(RunStatus.CANCELLED,
                        "The run was interrupted and left as it was; what was reached before is kept.");
            }
        }).whenComplete((done, failure) -> notices.report(failure));
    }

    /**
     * What a run is and how far it came: "The run “2026-05-03 class-aware” of vgg.zip, to ×2, ×4 by class-aware, begun
     * on 3 May 2026, 14:05, was interrupted after iteration 7, at ×3.10".
     */
    public static String describe(RunFolder run) {
        Recipe recipe = run.recipe();
        PruningSettings settings = recipe.settings();
        return "The run “" + run.name() + "” of " + network(Path.of(recipe.network()))
                + (settings.goal().mode().hasRates() ? ", to " : ", ") + settings.goal() + " by "
                + settings.ranking().criterion() + ", begun on " + date(recipe.date()) + ", was interrupted "
                + run.checkpoint().map(InterruptedRuns::place).orElse("in its first iteration");
    }

    /** Its file; of a network of a run with the run's folder, as all runs call theirs alike. */
    private static String network(Path file) {
        boolean ofRun = file.getParent() != null && Files.exists(file.resolveSibling(RunFolder.RUN));
        return (ofRun ? file.getParent().getFileName() + "/" : "") + file.getFileName();
    }

    private static String place(CheckpointRecord checkpoint) {
        return String.format(Locale.ROOT, "after iteration %d, at ×%.2f", checkpoint.iteration(),
                checkpoint.achievedRate());
    }

    private static String date(String iso) {
        try {
            return DATE.format(Instant.parse(iso).atZone(ZoneId.systemDefault()));
        } catch (DateTimeParseException e) {
            return iso;
        }
    }
}
