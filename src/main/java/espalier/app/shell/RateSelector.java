package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.basics.Figures;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** The networks of the trajectory as buttons: unpruned, ×2, ×4 …; the pressed one is what pages show. */
final class RateSelector extends HBox {

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
