package espalier.app.shell;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;

/** The words that all pages use, and the keys. */
final class Help {

    private static final List<String[]> WORDS = List.of(
            new String[] {"Filter", "One output channel of a convolution: it answers to one kind of pattern."},
            new String[] {"Score", "For how many classes a filter matters, 0 to all of them."},
            new String[] {"Prune", "Take filters out for good: the network becomes smaller and faster."},
            new String[] {"Rate", "Size before ÷ after, usually of parameters: at ×4 a quarter is left."},
            new String[] {"MACs", "Multiply-accumulates: the arithmetic of one picture."},
            new String[] {"Fine-tuning", "Training on for a while, so that the rest takes over the work."},
            new String[] {"Map", "Where in the picture a network finds a class (Grad-CAM and others)."});

    private static final List<String[]> KEYS = List.of(new String[] {"Ctrl+1 … 5", "Pages"},
            new String[] {"Ctrl+F", "Find a layer or class"}, new String[] {"Ctrl+O", "Open a network"},
            new String[] {"Ctrl+D", "Light or dark"}, new String[] {"F1", "This help"});

    void show(Node owner) {
        VBox content = new VBox(8, heading("Words"), table(WORDS), heading("Keys"), table(KEYS));
        content.setPadding(new Insets(16));
        PopOver popOver = new PopOver(content);
        popOver.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        popOver.setDetachable(false);
        popOver.setAnimated(false);
        popOver.show(owner);
    }

    private static Label heading(String text) {
        Label heading = new Label(text);
        heading.getStyleClass().add(Styles.TEXT_BOLD);
        return heading;
    }

    private static GridPane table(List<String[]> rows) {
        GridPane table = new GridPane();
        table.setHgap(16);
        table.setVgap(6);
        for (int row = 0; row < rows.size(); row++) {
            Label word = new Label(rows.get(row)[0]);
            word.setMinWidth(84);
            Label meaning = new Label(rows.get(row)[1]);
            meaning.getStyleClass().add(Styles.TEXT_MUTED);
            table.addRow(row, word, meaning);
        }
        return table;
    }
}
