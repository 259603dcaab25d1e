package espalier.app.shell;

import espalier.app.Page;
import espalier.app.compare.ComparePage;
import espalier.app.explain.ExplainPage;
import espalier.app.filters.FiltersPage;
import espalier.app.overview.OverviewPage;
import espalier.app.prune.PrunePage;
import espalier.app.runs.RunsPage;
import espalier.app.study.StudyPage;
import espalier.app.train.TrainPage;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The navigation at the left: an icon and a word for each page. */
final class Rail extends VBox {

    private final ToggleGroup group = new ToggleGroup();

    Rail(List<Entry> pages, Consumer<String> go) {
        getStyleClass().add("rail");
        int number = 1;
        for (Entry page : pages) {
            getChildren().add(button(page, number++, go));
        }
        // One page is always shown: a click on its own button changes nothing.
        group.selectedToggleProperty().addListener((selected, old, now) -> {
            if (now == null && old != null) {
                old.setSelected(true);
            }
        });
    }

    private ToggleButton button(Entry page, int number, Consumer<String> go) {
        ToggleButton button = new ToggleButton(page.title(), new FontIcon(page.icon()));
        button.setId("rail-" + page.title().toLowerCase(java.util.Locale.ROOT));
        button.setContentDisplay(ContentDisplay.TOP);
        button.setToggleGroup(group);
        button.setUserData(page.title());
        button.setMaxWidth(Double.MAX_VALUE);
        button.setTooltip(new Tooltip(page.help() + " (Ctrl+" + number + ")"));
        button.setOnAction(event -> go.accept(page.title()));
        return button;
    }

    /** Marks the page that is shown. */
    void mark(String title) {
        group.getToggles().stream().filter(toggle -> title.equals(toggle.getUserData())).findFirst()
                .ifPresent(group::selectToggle);
    }

    /** Lets the keyboard begin at the page that is shown. */
    void requestFocusOnMarked() {
        if (group.getSelectedToggle() instanceof ToggleButton button) {
            button.requestFocus();
        }
    }

    /**
     * A page that the navigation rail leads to, made when it is first shown.
     *
     * @param icon of the Feather set
     * @param help what one sees there, in a sentence
     */
    record Entry(String title, String icon, String help, Function<Parts, Page> make) {

        /** All pages in their order. */
        static List<Entry> all() {
            return List.of(
                    new Entry(OverviewPage.TITLE, OverviewPage.ICON,
                            "The network layer by layer, its cost and accuracy, and pictures", Parts::overviewPage),
                    new Entry(FiltersPage.TITLE, FiltersPage.ICON,
                            "Which classes each filter matters to, and what a threshold would remove",
                            Parts::filtersPage),
                    new Entry(PrunePage.TITLE, PrunePage.ICON,
                            "A smaller network at each rate: what to expect of it at once, and the run that fine-tunes it",
                            Parts::prunePage),
                    new Entry(ExplainPage.TITLE, ExplainPage.ICON,
                            "Where the network looks, before and after pruning, picture by picture",
                            Parts::explainPage),
                    new Entry(ComparePage.TITLE, ComparePage.ICON,
                            "Accuracy, cost and explanations of all networks, by rate", Parts::comparePage),
                    new Entry(StudyPage.TITLE, StudyPage.ICON,
                            "What people prefer and recognise: the published study, and your own", Parts::studyPage),
                    new Entry(RunsPage.TITLE, RunsPage.ICON,
                            "All runs of the workspace: name, find, open, delete them, and prune on from their networks",
                            Parts::runsPage),
                    new Entry(TrainPage.TITLE, TrainPage.ICON,
                            "A network of your own from your own pictures, from another network or an architecture",
                            Parts::trainPage));
        }
    }
}
