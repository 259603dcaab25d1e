package espalier.app.shell;

import espalier.app.Page;
import espalier.app.compare.ComparePage;
import espalier.app.explain.ExplainPage;
import espalier.app.filters.FiltersPage;
import espalier.app.overview.OverviewPage;
import espalier.app.prune.PrunePage;
import java.util.List;
import java.util.function.Function;

/**
 * A page that the navigation rail leads to, made when it is first shown.
 *
 * @param icon of the Feather set
 * @param help what one sees there, in a sentence
 */
record PageEntry(String title, String icon, String help, Function<Parts, Page> make) {

    /** All pages in their order. */
    static List<PageEntry> all() {
        return List.of(
                new PageEntry(OverviewPage.TITLE, OverviewPage.ICON,
                        "The network layer by layer, its cost and accuracy, and pictures", Parts::overviewPage),
                new PageEntry(FiltersPage.TITLE, FiltersPage.ICON,
                        "Which classes each filter matters to, and what a threshold would remove", Parts::filtersPage),
                new PageEntry(PrunePage.TITLE, PrunePage.ICON,
                        "A smaller network at each rate: what it would be, and the run with fine-tuning",
                        Parts::prunePage),
                new PageEntry(ExplainPage.TITLE, ExplainPage.ICON,
                        "Where the network looks, before and after pruning, picture by picture", Parts::explainPage),
                new PageEntry(ComparePage.TITLE, ComparePage.ICON,
                        "Accuracy, cost and explanations of all networks, by rate", Parts::comparePage));
    }
}
