package espalier.app.shell;

import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.figures.Figure;
import espalier.app.figures.FigureHost;
import espalier.app.figures.FigureMenu;
import espalier.app.filters.FiltersPage;
import espalier.app.overview.OverviewPage;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.TextInputDialog;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;

/** Says what the window's figures are of, and asks the person with the system's own dialogs. */
final class FigureDesk implements FigureHost {

    /** What they show is of the network that is selected; other pages show several. */
    private static final Set<String> OF_ONE_NETWORK = Set.of(OverviewPage.TITLE, FiltersPage.TITLE);

    private final Session session;
    private final Notices notices;
    private final Node window;
    private File last;

    FigureDesk(Session session, Notices notices, Node window) {
        this.session = session;
        this.notices = notices;
        this.window = window;
    }

    @Override
    public String subject() {
        OpenNetwork network = OF_ONE_NETWORK.contains(session.pageProperty().get()) ? session.getSelected()
                : session.getUnpruned();
        return Stream
                .of(session.getData() == null ? "" : session.getData().title(),
                        network == null ? "" : network.toString())
                .filter(words -> !words.isEmpty()).collect(Collectors.joining(" · "));
    }

    @Override
    public Optional<Path> place(String kind, String name) {
        FileChooser dialog = new FileChooser();
        dialog.setTitle("Save the " + kind);
        dialog.getExtensionFilters().add(new ExtensionFilter(kind, "*" + name.substring(name.lastIndexOf('.'))));
        dialog.setInitialFileName(name);
        if (last != null && last.isDirectory()) {
            dialog.setInitialDirectory(last);
        }
        File file = dialog.showSaveDialog(window.getScene().getWindow());
        last = file == null ? last : file.getParentFile();
        return Optional.ofNullable(file).map(File::toPath);
    }

    @Override
    public OptionalInt width(int proposed) {
        TextInputDialog dialog = new TextInputDialog(Integer.toString(proposed));
        dialog.initOwner(window.getScene().getWindow());
        dialog.setTitle("Save as PNG");
        dialog.setHeaderText(null);
        dialog.setGraphic(null);
        dialog.setContentText("Width in pixels:");
        dialog.getEditor().setTextFormatter(
                new TextFormatter<>(change -> change.getControlNewText().matches("[0-9]{0,5}") ? change : null));
        return dialog.showAndWait().filter(width -> !width.isEmpty()).map(Integer::parseInt).map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    @Override
    public void tell(String sentence) {
        notices.tell(sentence);
    }

    @Override
    public void report(Throwable failure) {
        notices.report(failure);
    }

    /** The ways in which each figure that is seen can be taken elsewhere. */
    static List<? extends MenuItem> menus(Node page) {
        List<Menu> menus = Figure.seen(page).stream().map(figure -> {
            Menu menu = new Menu(figure.name());
            menu.setMnemonicParsing(false);
            // Each is asked when it is opened: how large it is, takes a moment.
            menu.getItems().setAll(new MenuItem("…"));
            menu.setOnShowing(event -> menu.getItems().setAll(FigureMenu.items(figure)));
            return menu;
        }).toList();
        MenuItem none = new MenuItem("There is no figure on this page yet");
        none.setDisable(true);
        return menus.isEmpty() ? List.of(none) : menus;
    }
}
