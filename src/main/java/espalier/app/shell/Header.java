package espalier.app.shell;

import atlantafx.base.controls.Spacer;
import atlantafx.base.theme.Styles;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.Theme;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;

/** The top line: what is open, at which rate, and the ways to open and find something else. */
final class Header extends HBox {

    private final SearchBox search;
    private final Button theme;
    private final Button help;

    Header(Parts parts, Settings settings, Chooser chooser) {
        getStyleClass().add("header");
        Session session = parts.session();
        search = new SearchBox(session);
        help = iconButton("fth-help-circle", "Words and keys (F1)", "help");
        help.setOnAction(event -> new Help().show(help));
        theme = themeButton(settings);
        Label name = new Label("Espalier", Mark.node());
        name.getStyleClass().add("program-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(name, dataCrumb(session), arrow(), networkCrumb(session), arrow(),
                new RateSelector(session), new Spacer(),
                new OpenMenu(parts.opener(), parts.notices(), parts.workspace(), chooser), search, theme, help);
    }

    void focusSearch() {
        search.focus();
    }

    void switchTheme() {
        theme.fire();
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
                        : new Tooltip("Pictures: " + data.specification() + "\n" + data.part(Part.TRAINING).size()
                                + " to train on, " + data.part(Part.VALIDATION).size() + " to validate, "
                                + data.part(Part.TEST).size() + " to test; " + data.pictureSize() + " pixels, "
                                + data.classNames().size() + " classes")));
        return crumb;
    }

    private static Node networkCrumb(Session session) {
        Label crumb = crumb();
        crumb.textProperty().bind(Bindings.createStringBinding(() -> {
            OpenNetwork network = session.getUnpruned();
            return network == null ? "no network" : network.description().name();
        }, session.unprunedProperty()));
        session.unprunedProperty().addListener((property, old, network) -> crumb
                .setTooltip(network == null ? null : new Tooltip("Network: " + network.file())));
        return crumb;
    }

    private static Label crumb() {
        Label crumb = new Label();
        crumb.getStyleClass().add("crumb");
        crumb.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        crumb.setMaxWidth(180);
        return crumb;
    }

    private static Node arrow() {
        FontIcon arrow = new FontIcon("fth-chevron-right");
        arrow.getStyleClass().add(Styles.TEXT_SUBTLE);
        return arrow;
    }

    private static Button themeButton(Settings settings) {
        Button button = iconButton("fth-moon", "Light or dark (Ctrl+D)", "theme");
        FontIcon icon = (FontIcon) button.getGraphic();
        Runnable show = () -> icon.setIconLiteral(settings.theme() == Theme.LIGHT ? "fth-moon" : "fth-sun");
        show.run();
        button.setOnAction(event -> {
            settings.setTheme(settings.theme().other());
            settings.theme().apply();
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
}
