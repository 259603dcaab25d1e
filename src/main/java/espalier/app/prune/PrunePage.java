package espalier.app.prune;

import espalier.app.OpenNetwork;
import espalier.app.Page;
import espalier.app.Workbench;
import java.util.function.Consumer;
import javafx.scene.Node;

/** The page on which networks are pruned. */
public final class PrunePage implements Page {

    private final PruneViewModel model;
    private final PruneView view;
    private Consumer<OpenNetwork> explain;

    /** The page, following what is open on the workbench. */
    public PrunePage(Workbench workbench) {
        explain = workbench.selected()::set;
        model = new PruneViewModel(workbench);
        view = new PruneView(model, new MilestoneActions(network -> explain.accept(network), workbench));
    }

    /** What happens when the person asks for the explanations of a milestone; without it the milestone is selected. */
    public void setOnExplain(Consumer<OpenNetwork> action) {
        explain = action;
    }

    @Override
    public String title() {
        return "Prune";
    }

    @Override
    public String icon() {
        return "fth-scissors";
    }

    @Override
    public Node view() {
        return view;
    }

    /** The page's state. */
    PruneViewModel model() {
        return model;
    }
}
