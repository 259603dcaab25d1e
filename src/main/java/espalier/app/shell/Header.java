package espalier.app.shell;

import atlantafx.base.controls.Spacer;
import atlantafx.base.theme.Styles;
import atlantafx.base.theme.Tweaks;
import espalier.app.NetworkSaver;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.Theme;
import espalier.app.controls.Words;
import espalier.basics.Figures;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/** The top line: what is open, at which rate, and the ways to open and find something else. */
final class Header extends HBox {

    private static final double NARROW = 1120;
    private static final double LEAST_CRUMB = 100;

    private final SearchBox search;
    private final Button theme;
    private final Button settings;
    private final Button help;
    private final Button save;
    private final MenuButton figures;

    /**
     * The line.
     *
     * @param open            the menu of what can be opened
     * @param showHelp        opens the help below its button
     * @param showPreferences opens the sheet of preferences
     * @param page            whose figures can be taken elsewhere
     */
    Header(Parts parts, WindowPreferences preferences, Node open, Consumer<Node> showHelp, Runnable showPreferences,
            Node page) {
        getStyleClass().add("header");
        Session session = parts.session();
        search = new SearchBox(session);
        help = iconButton("fth-help-circle", "Lessons, tour, words and keys (F1)", "help");
        help.setOnAction(event -> showHelp.accept(help));
        theme = themeButton(preferences);
        settings = iconButton("fth-settings", "Preferences (Ctrl+,)", "open-preferences");
        settings.setOnAction(event -> showPreferences.run());
        save = saveButton(parts);
        figures = figuresButton(page);
        Label name = new Label("Espalier", Emblem.node());
        name.getStyleClass().add("program-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        // In a narrow window the emblem says it.
        name.contentDisplayProperty().bind(Bindings.when(widthProperty().lessThan(NARROW))
                .then(ContentDisplay.GRAPHIC_ONLY).otherwise(ContentDisplay.LEFT));
        getChildren().addAll(name, dataCrumb(session), arrow(), networkCrumb(session), arrow(),
                new RateSelector(session), save, figures, new Spacer(), open, search, settings, theme, help);
    }

    void focusSearch() {
        search.focus();
    }

    void save() {
        save.fire();
    }

    void showFigures() {
        figures.show();
    }

    void switchTheme() {
        theme.fire();
    }

    void showPreferences() {
        settings.fire();
    }

    void showHelp() {
        help.fire();
    }

    private static Node dataCrumb(Session session) {
        Label crumb = crumb();
        crumb.textProperty().bind(Bindings.createStringBinding(() -> {
            Dataset data = session.getData();
            return data == null ? "no data" : data.title();
        }, session.dataProperty()));
        session.dataProperty()
                .addListener((property, old, data) -> crumb.setTooltip(data == null ? null
                        : new Tooltip(data.title() + "\nPictures: " + data.specification() + "\n"
                                + data.part(Part.TRAINING).size() + " to train on, " + data.part(Part.VALIDATION).size()
                                + " to validate, " + data.part(Part.TEST).size() + " to test; " + data.pictureSize()
                                + " pixels, " + data.classNames().size() + " classes")));
        return crumb;
    }

    private static Node networkCrumb(Session session) {
        Label crumb = crumb();
        crumb.textProperty().bind(Bindings.createStringBinding(() -> {
            OpenNetwork network = session.getUnpruned();
            return network == null ? "no network" : network.description().name();
        }, session.unprunedProperty()));
        session.unprunedProperty().addListener((property, old, network) -> crumb.setTooltip(
                network == null ? null : new Tooltip(network.description().name() + "\nNetwork: " + network.file())));
        return crumb;
    }

    private static Label crumb() {
        Label crumb = new Label();
        crumb.getStyleClass().add("crumb");
        crumb.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        crumb.setMaxWidth(180);
        // Short names stay whole, long ones give way; their tooltip tells them.
        crumb.minWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.min(LEAST_CRUMB, Math.ceil(Words.width(crumb.getText(), crumb.getFont())) + 2),
                        crumb.textProperty(), crumb.fontProperty()));
        return crumb;
    }

    private static Node arrow() {
        FontIcon arrow = new FontIcon("fth-chevron-right");
        arrow.getStyleClass().add(Styles.TEXT_SUBTLE);
        return arrow;
    }

    /** Saves the network whose rate is pressed. */
    private static Button saveButton(Parts parts) {
        Button button = iconButton("fth-save", "Save this network as… (Ctrl+S): ONNX for other programs, or a zip",
                "save");
        NetworkSaver saver = new NetworkSaver(parts.networks(), parts.notices());
        button.setOnAction(event -> saver.ask(parts.session().getSelected(), button.getScene().getWindow()));
        button.disableProperty().bind(parts.session().selectedProperty().isNull());
        return button;
    }

    private static MenuButton figuresButton(Node page) {
        String help = "Figures of this page (Ctrl+E): as pictures, as tables, to the clipboard. The same by right click on one";
        MenuButton button = new MenuButton(null, new FontIcon("fth-image"));
        button.setId("figures");
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Tweaks.NO_ARROW);
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        // A menu without items does not open.
        button.getItems().setAll(new MenuItem("…"));
        button.addEventHandler(MenuButton.ON_SHOWING, event -> button.getItems().setAll(FigureDesk.menus(page)));
        return button;
    }

    private static Button themeButton(WindowPreferences preferences) {
        Button button = iconButton("fth-moon", "Light or dark (Ctrl+D)", "theme");
        FontIcon icon = (FontIcon) button.getGraphic();
        Runnable show = () -> icon.setIconLiteral(preferences.theme() == Theme.LIGHT ? "fth-moon" : "fth-sun");
        show.run();
        button.setOnAction(event -> {
            preferences.setTheme(preferences.theme().other());
            preferences.theme().apply();
            show.run();
        });
        return button;
    }

    private static Button iconButton(String icon, String help, String id) {
        Button button = new Button(null, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        return button;
    }

    /** The networks of the trajectory as buttons: unpruned, ×2, ×4 …; the pressed one is what pages show. */
    private static final class RateSelector extends HBox {

        private final Session session;
        private ToggleGroup group = new ToggleGroup();

        RateSelector(Session session) {
            this.session = session;
            setId("rates");
            getStyleClass().add("rates");
            session.trajectory().addListener((ListChangeListener<OpenNetwork>) change -> build());
            session.selectedProperty().addListener((selected, old, now) -> mark());
            build();
        }

        private void build() {
            group = new ToggleGroup();
            List<OpenNetwork> networks = session.trajectory();
            getChildren().setAll(networks.stream().map(network -> button(network, networks)).toList());
            mark();
            group.selectedToggleProperty().addListener((selected, old, now) -> {
                if (now == null && old != null) {
                    old.setSelected(true);
                }
            });
        }

        private ToggleButton button(OpenNetwork network, List<OpenNetwork> networks) {
            ToggleButton button = new ToggleButton(network.rateTitle());
            button.setToggleGroup(group);
            button.setUserData(network.id());
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.getStyleClass().add(Styles.SMALL);
            if (networks.size() > 1) {
                button.getStyleClass().add(network == networks.get(0) ? Styles.LEFT_PILL
                        : network == networks.get(networks.size() - 1) ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
            }
            button.setTooltip(new Tooltip(network.isUnpruned() ? "The network before anything was taken out"
                    : "Pruned by " + network.criterion() + " to 1/" + Figures.rate(network.achievedRate()).substring(1)
                            + " of its " + network.rateOf().title()));
            button.setOnAction(event -> session.setSelected(network));
            return button;
        }

        private void mark() {
            OpenNetwork selected = session.getSelected();
            group.getToggles().stream().filter(toggle -> selected != null && selected.id().equals(toggle.getUserData()))
                    .findFirst().ifPresent(group::selectToggle);
        }
    }
}
