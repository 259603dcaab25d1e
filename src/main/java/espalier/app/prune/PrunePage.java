package espalier.app.prune;

import espalier.app.InterruptedRuns;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.Opener;
import espalier.app.Page;
import espalier.app.Session;
import espalier.workspace.Workspace;
import javafx.scene.Node;

/** The page on which networks are pruned. */
public final class PrunePage implements Page {

    /** The page's title. */
    public static final String TITLE = "Prune";
    /** The page's icon. */
    public static final String ICON = "fth-scissors";

    private static final String EXPLAIN = "Explain";

    private final PruneViewModel model;
    private final PruneView view;

    /** The page, following what is open. */
    public PrunePage(Session session, Networks networks, Notices notices, Opener opener, InterruptedRuns interrupted,
            Workspace workspace) {
        model = new PruneViewModel(session, networks, notices, opener, interrupted, workspace);
        view = new PruneView(model, new MilestoneActions((run, network) -> {
            model.lookAt(run, network);
            session.setPage(EXPLAIN);
        }, notices));
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public String icon() {
        return ICON;
    }

    @Override
    public Node view() {
        return view;
    }

    /** The page's state; for tests. */
    PruneViewModel model() {
        return model;
    }
}
