package espalier.app.prune;

import espalier.app.InterruptedRuns;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.Opener;
import espalier.app.Page;
import espalier.app.Session;
import espalier.workspace.Workspace;

/** The page on which networks are pruned. */
public final class PrunePage extends Page {

    /** The page's title. */
    public static final String TITLE = "Prune";
    /** The page's icon. */
    public static final String ICON = "fth-scissors";

    private static final String EXPLAIN = "Explain";

    private final PruneViewModel model;

    /** The page, following what is open. */
    public PrunePage(Session session, Networks networks, Notices notices, Opener opener, InterruptedRuns interrupted,
            Workspace workspace) {
        super("prune-page", "prune.css");
        model = new PruneViewModel(session, networks, notices, opener, interrupted, workspace);
        view().getChildren().add(new PruneView(model, new MilestoneActions((run, network) -> {
            model.lookAt(run, network);
            session.setPage(EXPLAIN);
        }, notices)));
    }

    /** The page's state; for tests. */
    PruneViewModel model() {
        return model;
    }
}
