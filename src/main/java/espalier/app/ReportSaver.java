package espalier.app;

import espalier.report.Reports;
import java.nio.file.Path;
import java.util.List;

/** Makes reports on the thread that owns networks, and saves them. Long work, which the person sees and cancels. */
public final class ReportSaver {

    private final Networks networks;
    private final Notices notices;

    /** @param notices say where the report is */
    public ReportSaver(Networks networks, Notices notices) {
        this.networks = networks;
        this.notices = notices;
    }

    /**
     * Makes a report; called on the FX thread.
     *
     * @param folders of runs and studies
     * @param file    of the report, HTML
     */
    public EngineTask<Void> save(List<Path> folders, Path file) {
        EngineTask<Void> task = networks.engine().submit("Making a report", progress -> {
            Reports.write(Reports.of(folders, Reports.Wanted.USUAL, progress), file);
            return null;
        });
        task.asFuture().thenRun(() -> notices.tell("Saved the report as " + file + ". It opens in any browser."));
        return task;
    }
}
