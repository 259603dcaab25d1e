package espalier.app.overview;

import atlantafx.base.theme.Styles;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.basics.Figures;
import espalier.training.Evaluation;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;

/** What each network of the trajectory costs and how well it does; the marked row is the one that is shown. */
final class CostTable extends TableView<OpenNetwork> {

    private static final double ROW = 34;

    private final Session session;
    private boolean following;

    CostTable(Session session) {
        super(session.trajectory());
        this.session = session;
        setId("costs");
        getStyleClass().addAll(Styles.DENSE, "figures");
        setFixedCellSize(ROW);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        prefHeightProperty().bind(Bindings.size(session.trajectory()).add(1).multiply(ROW).add(6));
        // A few rows need no scroll bar; many may have one.
        minHeightProperty().bind(Bindings.min(7 * ROW, prefHeightProperty()));
        add("Network", 77, "Its compression rate, as it was asked for", OpenNetwork::rateTitle).getStyleClass()
                .add("words");
        add("Accuracy", 69, "The share of test pictures whose class it tells",
                network -> Figures.percent(network.test().map(Evaluation::accuracy).orElse(Double.NaN)));
        add("Parameters", 77, "Numbers that training chose", network -> Figures.large(network.cost().parameters()));
        add("MACs", 64, "Multiply-accumulates for one picture: the arithmetic",
                network -> Figures.large(network.cost().macs()));
        add("Pictures/s", 69, "Measured on this machine or where the run was made, in batches of 64",
                network -> Figures.count(network.imagesPerSecond()));
        add("Rate", 62, "Before ÷ after, as it came out: of parameters, unless a unit stands behind it",
                OpenNetwork::achievedTitle);
        TableColumn<OpenNetwork, String> nonzero = add("Nonzero", 70,
                "Weights of convolutions that are not zero; the zeros are " + "stored and multiplied like any other",
                network -> Figures.large(network.cost().nonzeroConvolution()));
        Runnable onlyForMasks = () -> nonzero
                .setVisible(getItems().stream().anyMatch(network -> network.cost().isMasked()));
        getItems().addListener((javafx.collections.ListChangeListener<OpenNetwork>) change -> onlyForMasks.run());
        onlyForMasks.run();
        session.selectedProperty().addListener((selected, old, now) -> follow());
        getItems().addListener((javafx.collections.ListChangeListener<OpenNetwork>) change -> follow());
        getSelectionModel().selectedItemProperty().addListener((selected, old, now) -> lead(now));
        follow();
    }

    /** @param width that the heading and the longest number need */
    private TableColumn<OpenNetwork, String> add(String title, double width, String help,
            Function<OpenNetwork, String> value) {
        TableColumn<OpenNetwork, String> column = new TableColumn<>();
        Label heading = new Label(title);
        heading.setMinWidth(Label.USE_PREF_SIZE);
        heading.setTooltip(new Tooltip(help));
        column.setGraphic(heading);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
        column.setMinWidth(width);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        getColumns().add(column);
        return column;
    }

    /** The table's selection follows the session; while it does, it does not lead. */
    private void follow() {
        following = true;
        OpenNetwork selected = session.getSelected();
        for (int i = 0; i < getItems().size(); i++) {
            if (selected != null && getItems().get(i).id().equals(selected.id())) {
                getSelectionModel().clearAndSelect(i);
            }
        }
        following = false;
    }

    private void lead(OpenNetwork chosen) {
        if (!following && chosen != null) {
            session.setSelected(chosen);
        }
    }
}
