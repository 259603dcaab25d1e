package espalier.app.runs;

import espalier.app.Notices;
import espalier.app.Opener;
import espalier.app.Page;
import espalier.app.Session;
import espalier.app.controls.StatePane;
import espalier.app.figures.Figure;
import espalier.app.runs.RunsViewModel.Row;
import espalier.basics.Figures;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The runs of the workspace: a tree, as a run that began with another's network stands under it, and what there is to
 * say of the one that is chosen.
 */
public final class RunsPage extends Page {

    /** The page's title. */
    public static final String TITLE = "Runs";
    /** The page's icon. */
    public static final String ICON = "fth-git-branch";

    private final RunsViewModel model;
    private final TreeTableView<Row> table = new TreeTableView<>(new TreeItem<>());
    private final RunDetails details;
    private final Label count = new Label();
    private boolean filling;

    /** The page of a workspace's runs. */
    public RunsPage(Session session, Workspace workspace, Opener opener, Notices notices) {
        super("runs-page", "runs.css");
        model = new RunsViewModel(session, workspace, opener, notices, ForkJoinPool.commonPool());
        details = new RunDetails(model, session, notices);
        build();
        model.rowsProperty().addListener(property -> show());
        model.filterProperty().addListener(property -> show());
        // Runs begin and end while the page is not looked at.
        view().sceneProperty().addListener((property, old, now) -> {
            if (now != null) {
                model.reload();
            }
        });
        session.trajectory().addListener((javafx.beans.Observable change) -> {
            if (view().getScene() != null) {
                model.reload();
            }
        });
    }

    /** What is listed; for tests. */
    RunsViewModel model() {
        return model;
    }

    private void build() {
        TextField filter = new TextField();
        filter.setId("filter-runs");
        filter.setPromptText("Filter: name, tag, data, criterion…");
        filter.setAccessibleText("Filter runs");
        filter.textProperty().bindBidirectional(model.filterProperty());
        HBox.setHgrow(filter, Priority.ALWAYS);
        count.getStyleClass().add("hint");
        count.setId("runs-count");
        count.setMinWidth(Region.USE_PREF_SIZE);
        HBox top = new HBox(filter, count);
        top.getStyleClass().add("runs-top");
        columns();
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox list = new VBox(top, table);
        list.getStyleClass().add("runs-list");
        BorderPane content = new BorderPane(list, null, details, null, null);
        Node nothing = StatePane.empty("fth-git-branch", "No run yet",
                "A run begins on the page Prune, or with a click on Keep beside the live slider; it will be listed here.");
        showWhile(nothing,
                Bindings.createBooleanBinding(() -> model.rowsProperty().get().isEmpty(), model.rowsProperty()));
        showWhile(content,
                Bindings.createBooleanBinding(() -> !model.rowsProperty().get().isEmpty(), model.rowsProperty()));
        view().getChildren().addAll(nothing, content);
    }

    private void columns() {
        table.setId("runs");
        Figure.of(table, "Runs");
        table.setAccessibleText("Runs of the workspace");
        table.setShowRoot(false);
        table.getStyleClass().addAll("dense", "striped");
        table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Label("No run has all of these words"));
        table.getColumns()
                .add(column("Name", "What you call it; a run that began with another's network stands under it", 150,
                        Row::name, Row::name));
        table.getColumns().add(column("Network", "The file that it began with", 84, Row::network, Row::network));
        table.getColumns().add(column("Data", "The pictures", 64, Row::data, Row::data));
        table.getColumns().add(column("Criterion", "By which filters were ranked", 88, Row::criterion, Row::criterion));
        table.getColumns().add(column("Rates", "That were reached", 84, Row::rates, Row::rates));
        table.getColumns().add(column("Accuracy", "On the test pictures: unpruned → at each rate", 150, Row::accuracies,
                Row::accuracy));
        table.getColumns().add(column("Date", "When it began", 124, Row::when, Row::when));
        table.getColumns().add(column("Size", "On disk", 60, row -> Figures.bytes(row.bytes()), Row::bytes));
        table.getColumns().add(column("Ended", "How it ended", 70, Row::status, Row::status));
        table.getSelectionModel().selectedItemProperty().addListener(property -> showDetails());
        table.setRowFactory(made -> {
            var row = new javafx.scene.control.TreeTableRow<Row>();
            row.setOnMouseClicked(event -> {
                if (event.getClickCount() == 2 && row.getItem() != null) {
                    model.open(row.getItem());
                }
            });
            return row;
        });
    }

    private static <T extends Comparable<T>> TreeTableColumn<Row, T> column(String title, String meaning, double width,
            Function<Row, String> text, Function<Row, T> value) {
        TreeTableColumn<Row, T> column = new TreeTableColumn<>();
        Label heading = new Label(title);
        heading.setTooltip(new Tooltip(title + ": " + meaning));
        column.setGraphic(heading);
        column.setId("column-" + title);
        column.setPrefWidth(width);
        column.setComparator(Comparator.naturalOrder());
        column.setCellValueFactory(item -> new SimpleObjectProperty<>(value.apply(item.getValue().getValue())));
        column.setCellFactory(made -> new TreeTableCell<>() {
            @Override
            protected void updateItem(T item, boolean empty) {
                super.updateItem(item, empty);
                Row row = empty || getTableRow() == null ? null : getTableRow().getItem();
                setText(row == null ? "" : text.apply(row));
                setTooltip(row == null ? null : new Tooltip(text.apply(row)));
            }
        });
        return column;
    }

    private void showDetails() {
        if (!filling) {
            details.show(Optional.ofNullable(table.getSelectionModel().getSelectedItem()).map(TreeItem::getValue));
        }
    }

    /** A run that has the words stands under the nearest run before it that has them too. */
    private void show() {
        Optional<Path> chosen = Optional.ofNullable(table.getSelectionModel().getSelectedItem())
                .map(item -> item.getValue().run().path());
        List<Row> all = model.rowsProperty().get();
        List<Row> shown = all.stream().filter(row -> row.has(model.filterProperty().get())).toList();
        Map<Path, TreeItem<Row>> items = new HashMap<>();
        shown.forEach(row -> items.put(row.run().path(), new TreeItem<>(row)));
        TreeItem<Row> root = new TreeItem<>();
        shown.forEach(row -> {
            TreeItem<Row> item = items.get(row.run().path());
            item.setExpanded(true);
            row.parent().map(items::get).orElse(root).getChildren().add(item);
        });
        // What is being typed stays, as the chosen run does.
        filling = true;
        table.setRoot(root);
        table.sort();
        count.setText(shown.size() == all.size() ? all.size() + (all.size() == 1 ? " run" : " runs")
                : shown.size() + " of " + all.size() + " runs");
        chosen.map(items::get).or(() -> root.getChildren().stream().findFirst())
                .ifPresent(item -> table.getSelectionModel().select(item));
        filling = false;
        showDetails();
    }
}
