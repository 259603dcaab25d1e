package espalier.app.study;

import atlantafx.base.theme.Styles;
import espalier.app.FileDialogs;
import espalier.app.Networks;
import espalier.app.Page;
import espalier.app.ReportSaver;
import espalier.app.Session;
import espalier.app.controls.Segments;
import espalier.app.study.StudiesViewModel.Entry;
import espalier.basics.Figures;
import espalier.report.StudyResults;
import espalier.study.Question;
import espalier.study.analysis.PublishedStudy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Studies with people: which network's maps they find more reasonable, and what they recognise. The list on the left
 * begins with the published study, so that one sees what a study gives before running one.
 */
public final class StudyPage extends Page {

    /** The page's title. */
    public static final String TITLE = "Study";
    /** The page's icon. */
    public static final String ICON = "fth-users";

    /** What is seen of a study of the workspace. */
    private enum Part {
        QUESTIONS("Questions", "What participants see"),
        PARTICIPANTS("Participants", "Let them in, and see answers come"),
        RESULTS("Results", "What the answers come to");

        private final String title;
        private final String explanation;

        Part(String title, String explanation) {
            this.title = title;
            this.explanation = explanation;
        }
    }

    private final StudiesViewModel model;
    private final NewStudyViewModel draft;
    private final ResultsPane results;
    private final NewStudyPane form;
    private final VBox main = new VBox();
    private final ListView<Entry> list = new ListView<>();
    private final ObjectProperty<Part> part = new SimpleObjectProperty<>(this, "part", Part.QUESTIONS);
    private final Map<Path, ServingPane> servings = new HashMap<>();
    private final ReportSaver reports;
    private Supplier<Optional<Path>> reportFile = () -> askToSave("Save the report", "HTML page", "report.html",
            "*.html");
    private Supplier<List<Path>> tables = this::askForTables;
    private Supplier<Optional<Path>> folder = this::askForFolder;

    /** The page of some studies; new ones are of what is open. */
    public StudyPage(Session session, Networks networks, ReportSaver reports, StudiesViewModel studies) {
        super("study-page", "study.css");
        this.reports = reports;
        model = studies;
        draft = new NewStudyViewModel(session, networks, model);
        results = new ResultsPane(model);
        form = new NewStudyPane(draft);
        main.getStyleClass().add("study-main");
        HBox.setHgrow(main, Priority.ALWAYS);
        main.setMinWidth(0);
        HBox content = new HBox(side(), main);
        view().getChildren().add(content);
        model.selectedProperty().addListener((property, old, now) -> {
            part.set(Part.QUESTIONS);
            show();
        });
        part.addListener(change -> show());
        view().sceneProperty().addListener((property, old, now) -> {
            if (now != null) {
                model.refresh();
                stopWith(now.getWindow());
            }
        });
        show();
        model.analyse();
    }

    /** All studies; for tests. */
    StudiesViewModel model() {
        return model;
    }

    /** The new one; for tests. */
    NewStudyViewModel draft() {
        return draft;
    }

    /** The same of a report. */
    void setReportFile(Supplier<Optional<Path>> file) {
        reportFile = file;
    }

    /** Answers the questions for files instead of a person; for tests. */
    void setFiles(Supplier<List<Path>> opened, Supplier<Optional<Path>> saved) {
        tables = opened;
        folder = saved;
    }

    /** Nobody takes part any more when the window is gone. */
    private void stopWith(Window window) {
        if (window != null && window.getProperties().putIfAbsent(StudyPage.class, this) == null) {
            window.addEventHandler(WindowEvent.WINDOW_HIDDEN, event -> model.close());
        }
    }

    private Node side() {
        list.setId("studies");
        list.setAccessibleText("Studies");
        list.setItems(model.entries());
        list.setCellFactory(made -> new EntryCell());
        VBox.setVgrow(list, Priority.ALWAYS);
        model.selectedProperty().addListener((property, old, now) -> mark());
        model.entries().addListener((javafx.beans.Observable change) -> mark());
        list.getSelectionModel().selectedItemProperty().addListener((property, old, now) -> {
            if (now != null) {
                model.selectedProperty().set(now);
            }
        });
        mark();
        Button make = new Button("New study", new FontIcon("fth-plus"));
        make.setId("new-study");
        make.getStyleClass().add(Styles.ACCENT);
        make.setMaxWidth(Double.MAX_VALUE);
        make.setOnAction(event -> model.selectedProperty().set(new Entry.Draft()));
        Button read = new Button("Import answers…", new FontIcon("fth-upload"));
        read.setId("import-answers");
        read.setMaxWidth(Double.MAX_VALUE);
        read.setTooltip(ResultsPane.tooltip(
                "Analyses tables of answers (CSV), such as the published study's single answers: the three files in "
                        + PublishedStudy.REPOSITORY + ", folder experiments/result-dataframes. "
                        + "An answer that several files have counts once."));
        read.setOnAction(event -> {
            List<Path> files = tables.get();
            if (!files.isEmpty()) {
                model.importTables(files);
            }
        });
        VBox side = new VBox(make, read, list);
        side.getStyleClass().add("study-side");
        return side;
    }

    private void mark() {
        if (model.entries().contains(model.selectedProperty().get())) {
            list.getSelectionModel().select(model.selectedProperty().get());
        } else {
            list.getSelectionModel().clearSelection();
        }
    }

    private void show() {
        Entry entry = model.selectedProperty().get();
        Node body = results;
        HBox top;
        String note;
        if (entry instanceof Entry.Draft) {
            top = top("New study");
            note = "Asks people about the networks that the window shows. The maps are drawn once and kept with the study; it can "
                    + "then be run on any day, and on another machine.";
            body = form;
        } else if (entry instanceof Entry.Own own) {
            top = top(own.title(), parts());
            note = about(own);
            if (part.get() == Part.RESULTS) {
                top.getChildren().addAll(button("add-answers", "Add answers…", "fth-upload",
                        "Takes in answers of another machine that ran a copy of this study; those that are here stay one",
                        () -> add(own)), again(), report(List.of(own.folder())), export());
            } else {
                ScrollPane scroll = new ScrollPane(
                        part.get() == Part.QUESTIONS ? new QuestionsPane(own.folder(), own.content()) : serving(own));
                scroll.setFitToWidth(true);
                body = scroll;
            }
        } else if (entry instanceof Entry.Imported imported) {
            top = top(imported.title(), report(imported.files()), export());
            note = Figures.count(imported.answers().size()) + " answers"
                    + (imported.repeated() == 0 ? ""
                            : "; " + Figures.count(imported.repeated()) + " more are in several files, and count once")
                    + ".";
        } else {
            top = top("The published study", export());
            note = PublishedStudy.LESS_IS_MORE.source()
                    + ": 500 pictures, five answers to each question. The paper's figures, and beside them what this program "
                    + "computes from the counts. The single answers come in by “Import answers…”: three tables in "
                    + PublishedStudy.REPOSITORY + ", folder experiments/result-dataframes.";
        }
        VBox.setVgrow(body, Priority.ALWAYS);
        main.getChildren().setAll(top, ResultsPane.words(note, "card-note"), body);
    }

    /** One for each study, as it follows who takes part. */
    private ServingPane serving(Entry.Own own) {
        return servings.computeIfAbsent(own.folder(), path -> new ServingPane(model.serving(own), own));
    }

    private static HBox top(String title, Node... controls) {
        Label heading = new Label(title);
        heading.setId("study-heading");
        heading.getStyleClass().add(Styles.TITLE_4);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox top = new HBox(heading, space);
        top.getChildren().addAll(controls);
        top.getStyleClass().add("study-top");
        return top;
    }

    private static String about(Entry.Own own) {
        var design = own.content().design();
        String networks = design.networks().stream()
                .map(rates -> rates.stream().map(Question::network).collect(Collectors.joining(" or ")))
                .collect(Collectors.joining(", "));
        return StudyResults.title(design.display()) + ", " + design.experiment().key() + " of " + networks + "; "
                + own.content().pictures().size() + " pictures, " + design.answers()
                + " answers to each question, seed " + design.seed() + ". Kept in the workspace, "
                + StudiesViewModel.STUDIES + "/" + own.folder().getFileName() + ".";
    }

    private Node parts() {
        Segments<Part> parts = new Segments<>(List.of(Part.values()), each -> each.title, each -> each.explanation);
        parts.setId("parts");
        parts.valueProperty().set(part.get());
        parts.valueProperty().addListener((property, old, now) -> {
            if (now == Part.RESULTS) {
                model.analyse();
            }
            part.set(now);
        });
        return parts;
    }

    private void add(Entry.Own own) {
        List<Path> files = tables.get();
        if (!files.isEmpty()) {
            model.merge(own, files);
        }
    }

    private Node again() {
        return button("analyse-again", "", "fth-refresh-cw", "Analyses again, with the answers that came since",
                model::analyse);
    }

    private Node report(List<Path> study) {
        return button("report", "Report…", "fth-file-text",
                "One file to read, print and hand on: what was asked, what the answers come to, and where all comes from",
                () -> reportFile.get().ifPresent(file -> reports.save(study, file)));
    }

    private Node export() {
        Button export = button("export", "Export…", "fth-download",
                "Writes the tables, and single answers where there are any, as CSV files into a folder",
                () -> folder.get().ifPresent(model::export));
        export.disableProperty().bind(model.outcomeProperty().map(outcome -> outcome.tables().isEmpty()).orElse(true));
        return export;
    }

    private static Button button(String id, String text, String icon, String what, Runnable action) {
        Button button = new Button(text, new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().add(Styles.SMALL);
        button.setTooltip(ResultsPane.tooltip(what));
        button.setAccessibleText(text.isEmpty() ? what : text);
        button.setOnAction(event -> action.run());
        return button;
    }

    private List<Path> askForTables() {
        return FileDialogs.openSeveral(view().getScene().getWindow(), "Tables of answers",
                new ExtensionFilter("Tables of answers (*.csv)", "*.csv"));
    }

    private Optional<Path> askForFolder() {
        return FileDialogs.folder(view().getScene().getWindow(), "A folder for the tables");
    }

    /** A study in the list: its title, and what it asks. */
    private static final class EntryCell extends ListCell<Entry> {

        @Override
        protected void updateItem(Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            String title = "Published study";
            String kind = "“Less is More”";
            if (entry instanceof Entry.Own own) {
                title = own.title();
                kind = own.content().design().experiment().key() + ", " + own.content().design().display().title();
            } else if (entry instanceof Entry.Imported imported) {
                title = imported.title();
                kind = Figures.count(imported.answers().size()) + " imported answers";
            }
            Label first = new Label(title);
            Label second = new Label(kind);
            second.getStyleClass().add("kind");
            setGraphic(new VBox(first, second));
            setTooltip(ResultsPane.tooltip(title + "\n" + kind));
            setAccessibleText(title + ", " + kind);
        }
    }
}
