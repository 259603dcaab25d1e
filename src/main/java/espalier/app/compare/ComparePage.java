package espalier.app.compare;

import espalier.app.CloseUp;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Page;
import espalier.app.ReportSaver;
import espalier.app.Session;
import espalier.app.Theme;
import espalier.app.TrajectorySurvey;
import espalier.app.compare.CompareViewModel.CostKind;
import espalier.app.controls.Chart;
import espalier.app.controls.ChartData.Series;
import espalier.app.controls.ChartKey;
import espalier.app.controls.Heatmap;
import espalier.app.controls.Named;
import espalier.app.controls.Segments;
import espalier.app.controls.StatePane;
import espalier.app.figures.Figure;
import espalier.app.rates.RateChart;
import espalier.app.rates.RatesPane;
import espalier.basics.Figures;
import espalier.pruning.RateOf;
import espalier.workspace.RunFolder;
import espalier.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.slf4j.LoggerFactory;

/**
 * What pruning costs and gives, network by network: six views of the same networks, in which a selection is marked
 * everywhere.
 */
public final class ComparePage extends Page {

    /** Least room for a card's title; the tooltip tells it whole. */
    private static final double HEADING = 78;
    private static final int SHORT = 8;

    /** The page's title. */
    public static final String TITLE = "Compare";
    /** The page's icon. */
    public static final String ICON = "fth-trending-up";

    private final Session session;
    private final Notices notices;
    private final Workspace workspace;
    private final Executor background = ForkJoinPool.commonPool();
    private final TrajectorySurvey survey;
    private final CompareViewModel model;
    private final Label rising = new Label();
    private final Chart accuracy = chart("accuracy-chart", "Accuracy against compression rate");
    private final ChartKey runKey = new ChartKey();
    private final ChartKey stepKey = new ChartKey();
    private final CheckBox otherData = new CheckBox();
    private final Chart cost = chart("cost-chart", "Cost against compression rate");
    private final Chart scatter = chart("scatter", "Accuracy against parameters of all networks");
    private final Heatmap classes = new Heatmap();
    private final RatesPane explanations;
    private List<RunFolder> runs = List.of();
    private final ReportSaver reports;
    private Supplier<Optional<Path>> reportFile = () -> askToSave("Save the report", "HTML page", "report.html",
            "*.html");
    private Supplier<Optional<Path>> csvFile = () -> askToSave("Save the table", "CSV table", "networks.csv", "*.csv");

    /** The page of what is open. */
    public ComparePage(Session session, TrajectorySurvey trajectorySurvey, ReportSaver reports, Notices notices,
            Workspace workspace) {
        super("compare-page", "compare.css");
        this.session = session;
        this.notices = notices;
        this.workspace = workspace;
        this.reports = reports;
        this.survey = trajectorySurvey;
        this.explanations = new RatesPane("Explanations", session, trajectorySurvey);
        this.model = new CompareViewModel(survey);
        build();
        connect();
    }

    /** What is compared; for tests. */
    CompareViewModel model() {
        return model;
    }

    /** Answers the question for a file instead of a person; for tests. */
    void setFile(Supplier<Optional<Path>> file) {
        csvFile = file;
    }

    /** The same of a report. */
    void setReportFile(Supplier<Optional<Path>> file) {
        reportFile = file;
    }

    private static Chart chart(String id, String name) {
        Chart chart = new Chart(name);
        chart.setId(id);
        return chart;
    }

    private void connect() {
        session.trajectory().addListener((javafx.beans.Observable change) -> {
            show();
            readRuns();
        });
        model.networks().addListener((javafx.beans.Observable change) -> draw());
        model.costProperty().addListener(change -> draw());
        model.otherDataProperty().addListener(change -> show());
        session.dataProperty().addListener(change -> show());
        model.hidden().addListener((javafx.beans.Observable change) -> draw());
        runKey.setOnName(run -> {
            if (!model.hidden().remove(run)) {
                model.hidden().add(run);
            }
        });
        model.rateOfProperty().addListener(change -> draw());
        model.selectedProperty().addListener(change -> drawAccuracy());
        survey.resultProperty().addListener(change -> draw());
        for (Chart chart : List.of(accuracy, cost, explanations.chart(), scatter)) {
            chart.selectedProperty().bindBidirectional(model.selectedProperty());
        }
        model.selectedProperty()
                .addListener((property, old, now) -> classes.selectedColumnProperty().set(indexOf(now)));
        classes.selectedColumnProperty().addListener((property, old, now) -> {
            List<OpenNetwork> evaluated = model.evaluated();
            if (now.intValue() >= 0 && now.intValue() < evaluated.size()) {
                model.selectedProperty().set(evaluated.get(now.intValue()).id());
            }
        });
        // Runs end while the page is not looked at.
        view().sceneProperty().addListener((property, old, now) -> {
            if (now != null) {
                readRuns();
            }
        });
        show();
    }

    private int indexOf(String id) {
        List<OpenNetwork> evaluated = model.evaluated();
        for (int i = 0; i < evaluated.size(); i++) {
            if (evaluated.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private void show() {
        model.show(List.copyOf(session.trajectory()), runs,
                session.getData() == null ? null : session.getData().specification());
        boolean others = model.ofOtherData() > 0;
        otherData.setText("Also " + model.ofOtherData() + " on other pictures");
        otherData.setVisible(others);
        otherData.setManaged(others);
        draw();
    }

    private void readRuns() {
        CompletableFuture.supplyAsync(() -> workspace
                .runs(problem -> LoggerFactory.getLogger(ComparePage.class).warn("Left out: {}", problem.getMessage())),
                background).whenCompleteAsync((found, failure) -> {
                    if (failure == null) {
                        runs = found;
                        show();
                    } else {
                        notices.report(failure);
                    }
                }, Platform::runLater);
    }

    /** The run of the network that is marked shows its steps. */
    private void drawAccuracy() {
        accuracy.dataProperty().set(model.accuracyChart());
        rising.setText(model.rising());
        List<Series> steps = model.stepKey();
        stepKey.show(steps);
        stepKey.setVisible(!steps.isEmpty());
        stepKey.setManaged(!steps.isEmpty());
    }

    private void draw() {
        drawAccuracy();
        runKey.show(model.runKey());
        runKey.setHidden(model.hidden());
        cost.dataProperty().set(model.costChart());
        scatter.dataProperty().set(model.scatter());
        for (Chart chart : List.of(accuracy, cost, scatter)) {
            chart.markProperty().set(RateChart.sweetSpot(survey));
        }
        if (!sameClasses()) {
            classes.dataProperty().set(model.classes());
            classes.selectedColumnProperty().set(indexOf(model.selectedProperty().get()));
        }
    }

    private boolean sameClasses() {
        return java.util.Arrays.deepEquals(model.classes().values(), classes.dataProperty().get().values())
                && model.classes().columns().equals(classes.dataProperty().get().columns());
    }

    private void build() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("compare-grid");
        for (double percent : new double[] {31, 29, 40}) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(percent);
            grid.getColumnConstraints().add(column);
        }
        for (int i = 0; i < 2; i++) {
            RowConstraints row = new RowConstraints();
            row.setPercentHeight(i == 0 ? 53 : 47);
            grid.getRowConstraints().add(row);
        }
        stepKey.setId("step-key");
        rising.setId("rising");
        rising.getStyleClass().add("card-note");
        rising.setWrapText(true);
        rising.setMinHeight(Region.USE_PREF_SIZE);
        Page.showWhile(rising, rising.textProperty().isNotEmpty());
        NetworkTable networks = new NetworkTable(model);
        VBox.setVgrow(accuracy, Priority.ALWAYS);
        grid.add(card("Accuracy",
                "The share of test pictures that are recognised, by rate: of each run its networks as they are; of the run that "
                        + "is shown, or whose network is marked, also with filters just cut out, and compensated before "
                        + "fine-tuning, each from the last iteration before the rate",
                new VBox(stepKey, accuracy, rising), rateChoice()), 0, 0);
        grid.add(card("Cost", "What a network needs, by rate", cost, costChoice()), 1, 0);
        grid.add(explanations, 2, 0);
        grid.add(card("Classes", "Accuracy by class and rate: which classes pay for the pruning", classes, confusion()),
                0, 1);
        grid.add(card("All networks: accuracy by size", "A point for each network of each run in the workspace",
                scatter), 1, 1);
        grid.add(card("All networks", "Each network of each run in the workspace once", networks, copy(), save()), 2,
                1);
        classes.setId("class-accuracy");
        Runnable colours = () -> classes.coloursProperty().set(Theme.valueColoursProperty().get());
        Theme.whenValueColoursChange(classes, colours);
        colours.run();
        Figure.of(accuracy, "Accuracy by rate");
        Figure.of(cost, () -> model.costProperty().get().title() + " by rate");
        Figure.of(classes, "Accuracy by class and rate");
        Figure.of(scatter, "Accuracy by size of all networks");
        Figure.of(networks, "All networks").withTable(model::csv);
        classes.setAccessibleText("Accuracy by class and rate");
        classes.readOutProperty().set(this::readOut);
        VBox.setVgrow(grid, Priority.ALWAYS);
        grid.setMinSize(0, 0);
        Tooltip.install(runKey, new Tooltip("The runs. A click on one hides it, or shows it again"));
        otherData.setId("other-data");
        otherData.setMinWidth(Region.USE_PREF_SIZE);
        otherData.setTooltip(new Tooltip("Accuracies on other pictures compare only with themselves"));
        otherData.selectedProperty().bindBidirectional(model.otherDataProperty());
        HBox.setHgrow(runKey, Priority.ALWAYS);
        HBox top = new HBox(runKey, otherData, report());
        top.getStyleClass().add("compare-top");
        VBox content = new VBox(top, grid);
        content.getStyleClass().add("compare-content");
        Node nothing = StatePane.empty("fth-trending-up", "Nothing to compare yet",
                "Open a trained network: its accuracy, cost and explanations will stand here beside those of its pruned versions.");
        BooleanBinding empty = Bindings.isEmpty(model.networks());
        showWhile(nothing, empty);
        showWhile(content, empty.not());
        view().getChildren().addAll(content, nothing);
    }

    /** Leads to what is taken for what. */
    private Node confusion() {
        Button button = button("confusion", "fth-grid",
                "What is taken for what, before and after pruning; whose answer changed, whose explanation moved most");
        button.setOnAction(event -> session.setCloseUp(new CloseUp.Answers()));
        return button;
    }

    private String readOut(int row, int column) {
        List<String> names = classes.dataProperty().get().rows();
        String rowName = row < 0 ? "" : names.get(row);
        String columnName = column < 0 ? "" : classes.dataProperty().get().columns().get(column);
        return row < 0 || column < 0 ? rowName + columnName : rowName + ", " + columnName + ": "
                + Figures.percent(classes.dataProperty().get().values()[row][column]) + " right";
    }

    private Node rateChoice() {
        ComboBox<RateOf> box = new ComboBox<>(FXCollections.observableArrayList(RateOf.values()));
        box.setId("rate-of");
        box.setAccessibleText("What the rates in the charts compare");
        box.getStyleClass().add("small");
        box.setConverter(Named.by(of -> "rate of " + of.title()));
        box.valueProperty().bindBidirectional(model.rateOfProperty());
        Tooltip tooltip = new Tooltip();
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(380);
        tooltip.textProperty().bind(Bindings.createStringBinding(
                () -> "What the rates in all charts here compare. " + model.rateOfProperty().get().explanation() + ".",
                model.rateOfProperty()));
        box.setTooltip(tooltip);
        return box;
    }

    private Node costChoice() {
        Segments<CostKind> choice = new Segments<>(List.of(CostKind.values()), CostKind::title, CostKind::explanation);
        choice.setId("cost-kind");
        choice.setMinWidth(Region.USE_PREF_SIZE);
        choice.valueProperty().bindBidirectional(model.costProperty());
        return choice;
    }

    /** Of the run that is shown, or of those of the workspace that compare. */
    private Node report() {
        MenuButton button = new MenuButton("Report", new FontIcon("fth-file-text"));
        button.setId("report");
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(
                new Tooltip("One file to read, print and hand on: figures, tables, maps, and where all comes from"));
        // A menu without items does not open.
        button.getItems().setAll(reportOf("The run that is shown…", List.of()));
        button.addEventHandler(MenuButton.ON_SHOWING, event -> button.getItems().setAll(reportItems()));
        return button;
    }

    private List<MenuItem> reportItems() {
        List<MenuItem> items = new ArrayList<>(List.of(reportOf("The run that is shown…", shownRun())));
        for (RateOf rateOf : RateOf.values()) {
            List<Path> alike = runs.stream().filter(run -> run.milestones().size() > 1)
                    .filter(run -> run.recipe().settings().rateOf() == rateOf).map(RunFolder::path).toList();
            if (alike.size() > 1) {
                items.add(reportOf("All " + alike.size() + " runs by rate of " + rateOf.title() + "…", alike));
            }
        }
        return items;
    }

    private MenuItem reportOf(String title, List<Path> folders) {
        MenuItem item = new MenuItem(title);
        item.setDisable(folders.isEmpty());
        item.setOnAction(event -> reportFile.get().ifPresent(file -> reports.save(folders, file)));
        return item;
    }

    /** Empty where what is shown is no run. */
    private List<Path> shownRun() {
        return session.trajectory().stream().map(network -> network.file().toAbsolutePath().getParent())
                .filter(folder -> Files.isRegularFile(folder.resolve(RunFolder.RUN))).limit(1).toList();
    }

    private Node copy() {
        Button button = button("copy-table", "fth-copy", "Copies the table as CSV, with the measures of maps");
        button.setOnAction(event -> {
            Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, model.csv()));
            notices.tell("Copied " + model.distinct().size() + " networks as CSV.");
        });
        return button;
    }

    private Node save() {
        Button button = button("save-table", "fth-download",
                "Saves the table as a CSV file, with the measures of maps");
        button.setOnAction(event -> csvFile.get().ifPresent(file -> {
            byte[] content = model.csv().getBytes(StandardCharsets.UTF_8);
            save(notices, file, "the table", out -> out.write(content));
        }));
        return button;
    }

    private static Button button(String id, String icon, String what) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("flat", "small", "button-icon");
        button.setTooltip(new Tooltip(what));
        button.setAccessibleText(what);
        return button;
    }

    private static Node card(String title, String meaning, Region content, Node... controls) {
        Label heading = new Label(title);
        heading.getStyleClass().add("card-title");
        heading.setTooltip(new Tooltip(title + "\n" + meaning));
        // Short ones stay whole; long ones are told by their tooltip.
        heading.setMinWidth(title.length() <= SHORT ? Region.USE_PREF_SIZE : HEADING);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox top = new HBox(heading, space);
        top.getStyleClass().add("card-top");
        top.getChildren().addAll(controls);
        VBox.setVgrow(content, Priority.ALWAYS);
        content.setMinSize(0, 0);
        VBox card = new VBox(top, content);
        card.getStyleClass().addAll("card-box", "compare-card");
        card.setMinSize(0, 0);
        return card;
    }
}
