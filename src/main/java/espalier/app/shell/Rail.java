package espalier.app.shell;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The navigation at the left: an icon and a word for each page. */
final class Rail extends VBox {

    private final ToggleGroup group = new ToggleGroup();

    Rail(List<PageEntry> pages, Consumer<String> go) {
        getStyleClass().add("rail");
        int number = 1;
        for (PageEntry page : pages) {
            getChildren().add(button(page, number++, go));
        }
        // One page is always shown: a click on its own button changes nothing.
        group.selectedToggleProperty().addListener((selected, old, now) -> {
            if (now == null && old != null) {
                old.setSelected(true);
            }
        });
    }

    private ToggleButton button(PageEntry page, int number, Consumer<String> go) {
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
}
