package espalier.app.shell;

import espalier.app.OpenNetwork;
import espalier.app.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.textfield.AutoCompletionBinding;
import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.javafx.FontIcon;

/** Finds a layer or a class by a part of its name, and selects it. */
final class SearchBox extends StackPane {

    private static final String FILTERS = "Filters";

    private final Session session;
    private final CustomTextField field = (CustomTextField) TextFields.createClearableTextField();
    /** Suggestions are asked for on another thread. */
    private volatile List<Find> all = List.of();

    SearchBox(Session session) {
        this.session = session;
        field.setId("search");
        field.setPromptText("Find layer or class");
        field.setLeft(new FontIcon("fth-search"));
        field.setPrefColumnCount(14);
        field.setMinWidth(90);
        field.setTooltip(new Tooltip("Find a layer or class by a part of its name (Ctrl+F)"));
        field.setAccessibleText("Find a layer or class");
        AutoCompletionBinding<Find> completion = TextFields.bindAutoCompletion(field,
                request -> matching(request.getUserText()));
        completion.setDelay(80);
        completion.setOnAutoCompleted(event -> {
            event.getCompletion().select().accept(session);
            Platform.runLater(field::clear);
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                field.clear();
            }
        });
        getChildren().add(field);
        getStyleClass().add("search-box");
        session.selectedProperty().addListener((selected, old, now) -> collect());
        session.dataProperty().addListener((data, old, now) -> collect());
        collect();
    }

    void focus() {
        field.requestFocus();
    }

    private void collect() {
        List<Find> finds = new ArrayList<>();
        OpenNetwork network = session.getSelected();
        if (network != null) {
            network.convolutions().forEach(layer -> finds.add(new Find(layer.name(), "layer", chosen -> {
                chosen.setSelectedLayer(layer.name());
                chosen.setPage(FILTERS);
            })));
            List<String> classes = network.description().classNames();
            for (int i = 0; i < classes.size(); i++) {
                int number = i;
                finds.add(new Find(classes.get(i), "class", chosen -> chosen.setSelectedClass(number)));
            }
        }
        all = List.copyOf(finds);
    }

    private List<Find> matching(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty() ? List.of()
                : all.stream().filter(find -> find.name().toLowerCase(Locale.ROOT).contains(wanted)).toList();
    }

    /** Something that can be found. */
    private record Find(String name, String kind, Consumer<Session> select) {

        @Override
        public String toString() {
            return name + "  –  " + kind;
        }
    }
}
