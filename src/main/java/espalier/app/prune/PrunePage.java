package espalier.app.prune;

import espalier.app.Page;
import espalier.app.Workbench;
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

    /** The page, following what is open on the workbench. */
    public PrunePage(Workbench workbench) {
        model = new PruneViewModel(workbench);
        view = new PruneView(model, new MilestoneActions((run, network) -> {
            model.lookAt(run, network);
            workbench.page().set(EXPLAIN);
        }, workbench));
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
