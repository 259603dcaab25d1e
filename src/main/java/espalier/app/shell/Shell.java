package espalier.app.shell;

import espalier.app.InterruptedRuns;
import espalier.app.Notices.Notice;
import espalier.app.Page;
import espalier.app.Theme;
import espalier.app.Trainings;
import espalier.app.closer.CloserLook;
import espalier.app.controls.Glossary;
import espalier.app.controls.StatePane;
import espalier.app.figures.FigureMenu;
import espalier.app.importing.ImportView;
import espalier.app.importing.ImportViewModel;
import espalier.app.lessons.LessonPane;
import espalier.app.lessons.Lessons;
import espalier.app.prune.PrunePage;
import espalier.app.shell.Rail.Entry;
import espalier.app.study.StudyPage;
import espalier.app.train.TrainPage;
import espalier.data.PictureFile;
import espalier.data.download.PublicData;
import espalier.workspace.RunFolder;
import espalier.workspace.TrainingFolder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableMap;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.kordamp.ikonli.javafx.FontIcon;

/** The window's frame: header, navigation, page and status line, with notices above them. */
public final class Shell {

    /** What a page needs, in pixels. */
    private static final double LEAST_PAGE = 600;

    private final Parts parts;
    private final WindowPreferences preferences;
    private final List<Entry> entries = Entry.all();
    private final Map<String, Page> pages = new HashMap<>();
    private final StackPane root = new StackPane();
    private final StackPane pageArea = new StackPane();
    private final Header header;
    private final Rail rail;
    private final StatusLine status;
    private final LessonPane lessons;
    private final SessionMemory memory;
    private final Magnified magnified = new Magnified(root);

    /** A frame around the pages. */
    public Shell(Parts parts, WindowPreferences preferences, Chooser chooser) {
        this.parts = parts;
        this.preferences = preferences;
        Theme.valueColoursProperty().set(preferences.valueColours());
        lessons = parts.lessonPane(preferences.lessons());
        memory = new SessionMemory(parts.session(), parts.opener(), parts.workspace(), ForkJoinPool.commonPool());
        header = new Header(parts, preferences,
                new OpenMenu(parts.opener(), parts.notices(), parts.workspace(), chooser, memory,
                        data -> get(data, chooser)),
                button -> HelpPane.show(button, lessons.model(), this::showGuide), () -> showPreferences(chooser),
                pageArea);
        rail = new Rail(entries, parts.session()::setPage);
        status = new StatusLine(parts);
        NoticePane notices = new NoticePane();
        parts.notices().setReceiver(notices::show);
        pageArea.getStyleClass().add("page-area");
        ScrollPane place = new ScrollPane(pageArea);
        place.getStyleClass().add("page-scroll");
        place.setFitToWidth(true);
        place.setFitToHeight(true);
        // Beside the words of a lesson a page scrolls, where it would be cut.
        pageArea.minHeightProperty().bind(Bindings.when(lessons.visibleProperty()).then(LEAST_PAGE).otherwise(0));
        BorderPane frame = new BorderPane(new StackPane(place,
                new CloserLook(parts.session(), parts.networks(), parts.notices(), parts.trajectorySurvey()), notices),
                header, null, new VBox(lessons, status), rail);
        root.getChildren().addAll(frame, lessons.spotlight(), new DropTarget(root, this::dropped));
        root.getStyleClass().add("shell");
        FigureMenu.install(root, new FigureDesk(parts.session(), parts.notices(), root));
        magnified.factorProperty().set(preferences.textFactor());
        magnified.factorProperty()
                .addListener((property, old, factor) -> preferences.setTextFactor(factor.doubleValue()));
        parts.opener().setImporter(file -> showImport(file, chooser));
        parts.session().pageProperty().addListener((page, old, now) -> show(now));
        root.sceneProperty().addListener((property, old, scene) -> {
            if (scene != null) {
                Glossary.follow(scene);
                addKeys(scene);
            }
        });
    }

    /** The root of the window. */
    public Parent view() {
        return magnified;
    }

    /** Shows everything so many times as large as usual. */
    void enlarge(double factor) {
        magnified.factorProperty().set(factor);
    }

    /** The titles of the pages, in order. */
    public List<String> pages() {
        return entries.stream().map(Entry::title).toList();
    }

    /** What was open the last time, and before. */
    SessionMemory memory() {
        return memory;
    }

    /** Goes to the first page. */
    public void showFirstPage() {
        parts.session().setPage(entries.get(0).title());
        rail.requestFocusOnMarked();
    }

    /** Begins the tour, unless the person has been through it, or skipped it. */
    void offerTour() {
        if (!lessons.model().progress().isDone(Lessons.TOUR)) {
            lessons.model().begin(Lessons.TOUR);
        }
    }

    /** Loads the engine behind the window. */
    public void startEngine() {
        PreferencesPane.apply(preferences);
        status.startEngine();
        parts.interrupted().look().thenRun(this::offerToResume);
        parts.trainings().look().thenRun(this::offerToResumeTraining);
    }

    /** The newest training that was interrupted; the page Train shows it, and others. */
    private void offerToResumeTraining() {
        List<TrainingFolder> trainings = parts.trainings().interrupted();
        if (!trainings.isEmpty()) {
            TrainingFolder newest = trainings.get(trainings.size() - 1);
            StringProperty page = parts.session().pageProperty();
            parts.notices().offer(Trainings.describe(newest) + ".", new Notice.Action("Resume", () -> {
                parts.session().setPage(TrainPage.TITLE);
                parts.trainings().wantedProperty().set(newest);
            }), Bindings.createBooleanBinding(() -> trainings.contains(newest) && !page.get().equals(TrainPage.TITLE),
                    page, parts.trainings().interrupted()));
        }
    }

    /** A run that a crash or the window's closing interrupted: the newest; the page Prune shows it, and others. */
    private void offerToResume() {
        List<RunFolder> runs = parts.interrupted().all();
        if (!runs.isEmpty()) {
            RunFolder newest = runs.get(runs.size() - 1);
            String others = runs.size() == 1 ? "."
                    : "; so were " + (runs.size() - 1) + " more, which the page Prune shows.";
            StringProperty page = parts.session().pageProperty();
            parts.notices().offer(InterruptedRuns.describe(newest) + others, new Notice.Action("Resume", () -> {
                parts.session().setPage(PrunePage.TITLE);
                parts.interrupted().wantedProperty().set(newest);
            }), Bindings.createBooleanBinding(() -> runs.stream().anyMatch(run -> run.path().equals(newest.path()))
                    && !page.get().equals(PrunePage.TITLE), page, parts.interrupted().all()));
        }
    }

    /** Shows that the window waits for work to stop, and lets nothing be begun. */
    public void showClosing() {
        StatePane closing = StatePane.busy("Closing…", "The work stops at its next batch and leaves its files whole.");
        closing.getStyleClass().add("closing");
        root.getChildren().add(closing);
    }

    /** Pictures are looked at by the network that is shown, tables go to the studies; anything else is opened. */
    private void dropped(List<Path> files) {
        if (files.stream().allMatch(Shell::isTable)) {
            parts.session().setPage(StudyPage.TITLE);
            parts.studies().importTables(files);
        } else if (files.stream().allMatch(file -> PictureFile.hasPictureName(file) && Files.isRegularFile(file))) {
            new DroppedPictures(parts.session(), parts.networks(), parts.notices(), header).show(files);
        } else {
            parts.opener().path(files.get(0));
        }
    }

    /** Opens a public data set, or asks where it is to be fetched to. */
    private void get(PublicData data, Chooser chooser) {
        if (!parts.downloads().open(data)) {
            cover(new GetSheet(data, parts.downloads(), () -> chooser.folder("A folder for " + data.title()),
                    () -> uncover(GetSheet.class)));
        }
    }

    private static boolean isTable(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    private void showGuide() {
        cover(new GuidePane(parts.notices(), () -> uncover(GuidePane.class)));
    }

    private void showPreferences(Chooser chooser) {
        cover(new PreferencesPane(preferences, header::switchTheme, magnified, parts.workspace().folder(), chooser,
                () -> uncover(PreferencesPane.class)));
    }

    private void showImport(Path file, Chooser chooser) {
        cover(new ImportView(
                new ImportViewModel(Optional.ofNullable(parts.session().getData()), parts.engine(), parts.notices(),
                        parts.opener(), parts.workspace(), file, () -> uncover(ImportView.class)),
                chooser::classNames));
    }

    /** Lays something over the window until it is closed, in the place of another of its kind. */
    private void cover(Node sheet) {
        uncover(sheet.getClass());
        root.getChildren().add(sheet);
    }

    private void uncover(Class<?> kind) {
        root.getChildren().removeIf(kind::isInstance);
    }

    private void show(String title) {
        entries.stream().filter(entry -> entry.title().equals(title)).findFirst().ifPresent(entry -> {
            Page page = pages.computeIfAbsent(title, key -> entry.make().apply(parts));
            pageArea.getChildren().setAll(page.view());
            rail.mark(title);
        });
    }

    private void addKeys(Scene scene) {
        ObservableMap<KeyCombination, Runnable> keys = scene.getAccelerators();
        for (int i = 0; i < entries.size(); i++) {
            String title = entries.get(i).title();
            keys.put(KeyCombination.keyCombination("Shortcut+" + (i + 1)), () -> parts.session().setPage(title));
        }
        keys.put(KeyCombination.keyCombination("Shortcut+F"), header::focusSearch);
        keys.put(KeyCombination.keyCombination("Shortcut+D"), header::switchTheme);
        keys.put(KeyCombination.keyCombination("Shortcut+S"), header::save);
        keys.put(KeyCombination.keyCombination("Shortcut+E"), header::showFigures);
        keys.put(KeyCombination.keyCombination("F1"), header::showHelp);
        keys.put(KeyCombination.keyCombination("Shortcut+COMMA"), header::showPreferences);
        for (String plus : List.of("Shortcut+PLUS", "Shortcut+EQUALS", "Shortcut+Shift+EQUALS", "Shortcut+ADD")) {
            keys.put(KeyCombination.keyCombination(plus), () -> magnified.step(1));
        }
        for (String minus : List.of("Shortcut+MINUS", "Shortcut+SUBTRACT")) {
            keys.put(KeyCombination.keyCombination(minus), () -> magnified.step(-1));
        }
        keys.put(KeyCombination.keyCombination("F11"), () -> {
            if (scene.getWindow() instanceof Stage stage) {
                stage.setFullScreen(!stage.isFullScreen());
            }
        });
    }

    /** Takes what is dropped onto the window: a network's file, a folder, or pictures. */
    private static final class DropTarget extends StackPane {

        private final Label words = new Label("", new FontIcon("fth-download"));

        DropTarget(StackPane window, Consumer<List<Path>> dropped) {
            getStyleClass().add("drop-target");
            getChildren().add(words);
            setVisible(false);
            setMouseTransparent(true);
            window.setOnDragOver(event -> {
                List<Path> files = files(event.getDragboard());
                if (!files.isEmpty()) {
                    event.acceptTransferModes(TransferMode.COPY, TransferMode.LINK, TransferMode.MOVE);
                    words.setText(words(files));
                    setVisible(true);
                }
                event.consume();
            });
            window.setOnDragExited(event -> setVisible(false));
            window.setOnDragDropped(event -> {
                setVisible(false);
                List<Path> files = files(event.getDragboard());
                if (!files.isEmpty()) {
                    dropped.accept(files);
                }
                event.setDropCompleted(!files.isEmpty());
                event.consume();
            });
        }

        private static String words(List<Path> files) {
            if (files.stream().allMatch(Shell::isTable)) {
                return "Drop to analyse the answers of a study";
            }
            if (files.size() > 1) {
                return "Drop to see what the network takes " + files.size() + " pictures for";
            }
            Path file = files.get(0);
            return PictureFile.hasPictureName(file)
                    ? "Drop to see what the network takes " + file.getFileName() + " for"
                    : "Drop to open " + file.getFileName();
        }

        /** One file of any kind, as what is no network is told in a sentence that says what to do; or several alike. */
        private static List<Path> files(Dragboard dragboard) {
            List<Path> files = dragboard.getFiles() == null ? List.of()
                    : dragboard.getFiles().stream().map(File::toPath).toList();
            return files.size() == 1 || files.stream().allMatch(PictureFile::hasPictureName)
                    || files.stream().allMatch(Shell::isTable) ? files : List.of();
        }
    }
}
