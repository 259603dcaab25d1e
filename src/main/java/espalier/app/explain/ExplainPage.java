package espalier.app.explain;

import espalier.app.CloseUp;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Page;
import espalier.app.Session;
import espalier.app.Theme;
import espalier.app.TrajectorySurvey;
import espalier.app.figures.Figure;
import espalier.app.figures.FigureMenu;
import espalier.app.figures.Png;
import espalier.app.live.LiveModel;
import espalier.app.live.LivePane;
import espalier.app.rates.RatesPane;
import espalier.data.PictureSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where the networks of the trajectory look: pictures down, networks across. */
public final class ExplainPage extends Page {

    /** The page's title. */
    public static final String TITLE = "Explain";
    /** The page's icon. */
    public static final String ICON = "fth-eye";

    /** Pixels across a saved figure at the least, so that letters are sharp in print. */
    private static final double INVITATION = 300;
    private static final double EXPORT_WIDTH = 2400;

    private final Session session;
    private final Notices notices;
    private final ExplainViewModel model;
    private final PictureChooser chooser;
    private final ObservableList<String> classNames = FXCollections.observableArrayList();
    private final VBox figure = new VBox();
    private final Figure mapFigure = Figure.of(figure, "Where the networks look");
    private Figure zoomed;
    private Supplier<Optional<Path>> pictureFile = () -> askToOpen("Open a picture", "Pictures (JPEG, PNG, WebP, TIFF)",
            "*.jpg", "*.jpeg", "*.png", "*.webp", "*.tif", "*.tiff", "*.JPG", "*.JPEG", "*.PNG", "*.WEBP", "*.TIF",
            "*.TIFF");
    private Supplier<Optional<Path>> exportFile = () -> askToSave("Save the maps", "PNG picture", "maps.png", "*.png");
    private Supplier<Optional<Path>> tableFile = () -> askToSave("Save the measures", "CSV table", "measures.csv",
            "*.csv");

    /** The page of what is open. */
    public ExplainPage(Session session, Networks networks, Notices notices, TrajectorySurvey trajectorySurvey,
            LiveModel live) {
        super("explain-page", "explain.css");
        this.session = session;
        this.notices = notices;
        Explainer explainer = new EngineExplainer(networks);
        Executor background = ForkJoinPool.commonPool();
        this.model = new ExplainViewModel(explainer, background, Platform::runLater, notices::report);
        this.chooser = new PictureChooser(session.trajectory(), explainer, background, Platform::runLater,
                notices::report);
        connect(live);
        build(trajectorySurvey, live);
    }

    /** What is shown; for tests. */
    ExplainViewModel model() {
        return model;
    }

    /** Which pictures are shown; for tests. */
    PictureChooser chooser() {
        return chooser;
    }

    /** Answers the questions for files instead of a person; for tests. */
    void setFiles(Supplier<Optional<Path>> picture, Supplier<Optional<Path>> export, Supplier<Optional<Path>> table) {
        pictureFile = picture;
        exportFile = export;
        tableFile = table;
    }

    private void connect(LiveModel live) {
        InvalidationListener columns = change -> showNetworks(live);
        session.trajectory().addListener(columns);
        live.networkProperty().addListener(columns);
        showNetworks(live);
        Theme.whenValueColoursChange(view(), () -> model.coloursProperty().set(Theme.valueColoursProperty().get()));
        session.dataProperty().addListener((property, old, now) -> showData());
        session.selectedClassProperty().addListener((property, old, now) -> {
            if (now.intValue() >= 0 && now.intValue() < classNames.size()) {
                chooser.ofClassProperty().set(now.intValue());
            }
        });
        chooser.shown().addListener((javafx.beans.Observable change) -> model.pictures().setAll(chooser.shown()));
        showData();
        session.wantedExplanationProperty().addListener(change -> showWanted());
        showWanted();
    }

    /** A picture that was looked at closely elsewhere comes above the others. */
    private void showWanted() {
        CloseUp.OfPicture wanted = session.wantedExplanationProperty().get();
        if (wanted != null) {
            session.wantedExplanationProperty().set(null);
            chooser.add(new ShownPicture("wanted:" + wanted.title(), wanted.title(), wanted.label(), wanted.picture(),
                    Optional.empty()));
        }
    }

    /** Those of the trajectory, and behind them the live one. */
    private void showNetworks(LiveModel live) {
        List<OpenNetwork> now = new ArrayList<>(session.trajectory());
        live.networkProperty().get().filter(network -> !now.isEmpty()).ifPresent(now::add);
        if (!now.equals(model.networks())) {
            model.networks().setAll(now);
        }
    }

    private void showData() {
        classNames.setAll(session.getData() == null ? List.of() : session.getData().classNames());
        chooser.dataProperty().set(session.getData());
    }

    private void build(TrajectorySurvey trajectorySurvey, LiveModel live) {
        MapGridView grid = new MapGridView(model, chooser, picture -> session
                .setCloseUp(new CloseUp.OfPicture(picture.title(), picture.label(), picture.picture(), -1)));
        StackPane maps = new StackPane(grid, nothingOpen(), nothingFound());
        maps.setMinSize(0, 0);
        HBox.setHgrow(maps, Priority.ALWAYS);
        HBox place = new HBox(maps, invitation());
        place.setMinSize(0, 0);
        VBox.setVgrow(place, Priority.ALWAYS);
        figure.getStyleClass().add("explain-figure");
        figure.getChildren().addAll(place, new MapLegend(model));
        MapZoom zoom = new MapZoom(model);
        mapFigure.withTable(this::measures).takenBy(this::withoutLive);
        zoomed = Figure.of(zoom, () -> "Where the network looks: " + zoom.heading());
        figure.visibleProperty().bind(zoom.visibleProperty().not());
        model.zoomProperty().addListener((property, old, now) -> {
            if (now.isEmpty() && old.isPresent()) {
                grid.focus(old.get());
            }
        });
        StackPane stack = new StackPane(figure, zoom);
        stack.setMinSize(0, 0);
        HBox.setHgrow(stack, Priority.ALWAYS);
        RatesPane rates = new RatesPane("By rate", session, trajectorySurvey);
        rates.setId("rates");
        rates.otherProperty()
                .bind(Bindings.createObjectBinding(
                        () -> Optional.ofNullable(model.layerProperty().get())
                                .map(layer -> new RatesPane.Other(model.methodProperty().get(), layer)),
                        model.methodProperty(), model.layerProperty()));
        PictureBar bar = new PictureBar(chooser, classNames, this::openPicture, this::export, this::exportTable);
        showWhile(rates, bar.ratesShownProperty());
        HBox middle = new HBox(stack, rates);
        middle.getStyleClass().add("explain-middle");
        middle.setMinSize(0, 0);
        VBox.setVgrow(middle, Priority.ALWAYS);
        VBox content = new VBox(new ExplainToolBar(model, classNames), bar, new LivePane(live, false), middle);
        content.getStyleClass().add("explain-content");
        view().getChildren().add(content);
    }

    /** Beside the maps of an unpruned network: what will be here, and the action that brings it. */
    private Node invitation() {
        Label title = new Label("The pruned networks' maps will be here");
        title.getStyleClass().add("title-4");
        Label words = new Label(
                "Beside the unpruned network, the same pictures as the networks at ×2, ×4, ×8 and ×32 see them: "
                        + "what is kept of the explanation, and what is lost.");
        words.setWrapText(true);
        Button prune = new Button("Prune to ×2, ×4, ×8, ×32", new FontIcon("fth-scissors"));
        prune.setId("prune");
        prune.getStyleClass().add("accent");
        prune.setOnAction(event -> session.setPage("Prune"));
        title.setWrapText(true);
        title.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
        words.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
        prune.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        VBox box = new VBox(title, words, prune);
        box.getStyleClass().add("invitation");
        box.setPrefWidth(INVITATION);
        box.setMinWidth(INVITATION);
        box.setMaxSize(INVITATION, javafx.scene.layout.Region.USE_PREF_SIZE);
        HBox right = new HBox(box);
        right.getStyleClass().add("beside");
        right.setPickOnBounds(false);
        showWhile(right, Bindings.size(session.trajectory()).isEqualTo(1).and(Bindings.isNotEmpty(model.pictures())));
        return right;
    }

    private Node nothingOpen() {
        Label words = new Label("Open a trained network and pictures to see where the network looks.");
        words.getStyleClass().add("invitation");
        showWhile(words, Bindings.isEmpty(session.trajectory()).or(session.dataProperty().isNull()));
        return words;
    }

    private Node nothingFound() {
        Label words = new Label();
        words.getStyleClass().add("invitation");
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Double.isNaN(chooser.scannedProperty().get())
                                ? chooser.onlyChangedProperty().get()
                                        ? "All networks predict the same class for each of these pictures."
                                        : "There is no such picture. Choose another class or part."
                                : "Looking for changed predictions…",
                        chooser.scannedProperty(), chooser.onlyChangedProperty()));
        showWhile(words, Bindings.isEmpty(model.pictures()).and(session.dataProperty().isNotNull())
                .and(Bindings.isNotEmpty(session.trajectory())));
        return words;
    }

    private void openPicture() {
        if (session.getUnpruned() != null) {
            PictureSize size = session.getUnpruned().description().inputSize();
            pictureFile.get().ifPresent(file -> chooser.open(file, size));
        }
    }

    private void export() {
        exportFile.get().ifPresent(file -> {
            Image image = FigureMenu.picture(model.zoomedCell().isPresent() ? zoomed : mapFigure, EXPORT_WIDTH);
            save(notices, file, "the maps", out -> out.write(Png.of(image)));
        });
    }

    /** Takes a picture of the trajectory's networks alone: the live one is in no file, and belongs in no figure. */
    private void withoutLive(Runnable picture) {
        List<OpenNetwork> all = List.copyOf(model.networks());
        if (all.stream().noneMatch(OpenNetwork::isLive)) {
            picture.run();
            return;
        }
        model.networks().setAll(session.trajectory());
        try {
            view().applyCss();
            view().layout();
            picture.run();
        } finally {
            model.networks().setAll(all);
        }
    }

    private String measures() {
        return model.gridProperty().get().csv(model.methodProperty().get().title(), model.layerProperty().get());
    }

    private void exportTable() {
        tableFile.get().ifPresent(file -> {
            byte[] content = measures().getBytes(StandardCharsets.UTF_8);
            save(notices, file, "the measures", out -> out.write(content));
        });
    }
}
