package espalier.app.compare;

import espalier.basics.Figures;
import espalier.pruning.PruningStep;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;

/** All networks with their numbers, sorted as one likes. */
final class NetworkTable extends TableView<ComparedNetwork> {

    private final CompareViewModel model;
    private final List<TableColumn<ComparedNetwork, Double>> steps;
    private boolean filling;

    NetworkTable(CompareViewModel model) {
        this.model = model;
        setId("networks");
        getStyleClass().addAll("figures", "dense", "striped");
        setAccessibleText("All networks");
        setPlaceholder(new Label("Networks will be listed here"));
        setMinSize(0, 0);
        setColumnResizePolicy(NetworkTable::resize);
        getColumns().add(
                NetworkTable.<String>column("Network", "What it was pruned by, to which rate; under the mouse the run",
                        1.9, ComparedNetwork::title, ComparedNetwork::title, Comparator.naturalOrder()));
        getColumns().get(0).getStyleClass().add("words");
        getColumns().get(0).setMinWidth(126);
        getColumns().add(NetworkTable.<Double>column("Rate",
                "Before ÷ after, as it came out: of parameters, unless a unit stands behind it", 1,
                ComparedNetwork::achievedRate, ComparedNetwork::achievedTitle, Comparator.naturalOrder()));
        getColumns().add(number("Accuracy", "The share of test pictures that are recognised", ComparedNetwork::accuracy,
                Figures::percent));
        steps = List.of(
                number("Cut", "The same with filters just taken out, in the last iteration before the rate was reached",
                        network -> network.accuracy(PruningStep.CUT), Figures::percent),
                number("Compensated",
                        "The same before fine-tuning, with the weights that read the removed filters fitted anew by least "
                                + "squares",
                        network -> network.accuracy(PruningStep.COMPENSATED), Figures::percent));
        steps.get(1).setMinWidth(90);
        getColumns().addAll(steps);
        getColumns().add(
                number("Parameters", "Trained parameters", network -> (double) network.parameters(), Figures::large));
        getColumns().add(number("MACs", "Multiply-accumulates for one picture", network -> (double) network.macs(),
                Figures::large));
        getColumns().add(number("Pictures/s", "Measured on this machine, in batches of 64",
                ComparedNetwork::imagesPerSecond, Figures::count));
        getColumns().get(2).setMinWidth(64);
        getColumns().get(5).setPrefWidth(90);
        getColumns().get(5).setMinWidth(78);
        getColumns().get(7).setMinWidth(72);
        model.networks().addListener((javafx.beans.Observable change) -> fill());
        model.selectedProperty().addListener(change -> mark());
        getSelectionModel().selectedItemProperty().addListener((property, old, now) -> {
            if (now != null && !filling) {
                model.selectedProperty().set(now.id());
            }
        });
        fill();
    }

    private void fill() {
        filling = true;
        List<ComparedNetwork> rows = model.distinct();
        getItems().setAll(rows);
        boolean known = rows.stream().anyMatch(network -> !network.steps().isEmpty());
        steps.forEach(column -> column.setVisible(known));
        sort();
        filling = false;
        mark();
    }

    private void mark() {
        Optional<ComparedNetwork> marked = getItems().stream()
                .filter(network -> network.id().equals(model.selectedProperty().get())).findFirst();
        filling = true;
        marked.ifPresentOrElse(network -> {
            if (!network.equals(getSelectionModel().getSelectedItem())) {
                getSelectionModel().select(network);
                scrollTo(network);
            }
        }, () -> getSelectionModel().clearSelection());
        filling = false;
    }

    /** Columns share the table's width; where it is less than they need, they have what they need, and it scrolls. */
    private static boolean resize(ResizeFeatures<?> features) {
        TableView<?> table = features.getTable();
        double needed = table.getVisibleLeafColumns().stream().mapToDouble(column -> column.getMinWidth()).sum();
        return (needed > table.getWidth() ? UNCONSTRAINED_RESIZE_POLICY : CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN)
                .call(features);
    }

    private static TableColumn<ComparedNetwork, Double> number(String title, String meaning,
            Function<ComparedNetwork, Double> value, Function<Double, String> text) {
        return column(title, meaning, 1, value, network -> text.apply(value.apply(network)), Comparator.naturalOrder());
    }

    private static <T> TableColumn<ComparedNetwork, T> column(String title, String meaning, double weight,
            Function<ComparedNetwork, T> value, Function<ComparedNetwork, String> text, Comparator<T> order) {
        TableColumn<ComparedNetwork, T> column = new TableColumn<>();
        Label heading = new Label(title);
        heading.setTooltip(new Tooltip(meaning));
        column.setGraphic(heading);
        column.setId("column-" + title);
        column.setPrefWidth(70 * weight);
        column.setMinWidth(54);
        column.setComparator(order);
        column.setCellValueFactory(row -> new SimpleObjectProperty<>(value.apply(row.getValue())));
        column.setCellFactory(made -> new TableCell<>() {
            @Override
            protected void updateItem(T item, boolean empty) {
                super.updateItem(item, empty);
                ComparedNetwork network = empty || getTableRow() == null ? null : getTableRow().getItem();
                setText(network == null ? "" : text.apply(network));
                setTooltip(network == null ? null : new Tooltip(network.run() + "\n" + network.file()));
            }
        });
        return column;
    }
}
