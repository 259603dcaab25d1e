package espalier.app.controls;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

/** The words that all pages use: listed under Help, and told where they appear, as soon as the mouse is over them. */
public final class Glossary {

    /**
     * A word.
     *
     * @param pattern finds it in a text, in any letters
     */
    public record Term(String word, String meaning, Pattern pattern) {

        private static Term of(String word, String pattern, String meaning) {
            return new Term(word, meaning, Pattern.compile("\\b(" + pattern + ")\\b", Pattern.CASE_INSENSITIVE));
        }

        /** Where it stands in a text first; −1 where it does not. */
        private int begin(String text) {
            Matcher matcher = pattern.matcher(text);
            return matcher.find() ? matcher.start() : -1;
        }
    }

    /** All words, those first that others rest on. */
    public static final List<Term> TERMS = List.of(
            Term.of("Filter", "filters?", "One output channel of a convolution: it answers to one kind of pattern."),
            Term.of("Score", "scores?", "For how many classes a filter matters, 0 to all of them."),
            Term.of("Threshold", "threshold", "Filters with a score below it would go."),
            Term.of("Prune", "prun(e|ed|ing)", "Take filters out for good: the network becomes smaller and faster."),
            Term.of("Compression rate", "(compression )?rates?",
                    "Size before ÷ after, usually of parameters: at ×4 a quarter is left."),
            Term.of("Parameters", "parameters?", "The numbers that a network learnt: what its file holds."),
            Term.of("MACs", "MACs", "Multiply-accumulates: the arithmetic of one picture."),
            Term.of("One-shot", "one[- ]shot", "All filters go at once, instead of some, fine-tuning, some more."),
            Term.of("Compensation", "compensat(ion|e|ed)",
                    "Fitting anew, in seconds, what reads the removed filters: the rest takes over their work."),
            Term.of("Fine-tuning", "fine-tun(ing|e|ed)", "Training on for a while afterwards, which brings back more."),
            Term.of("Class activation map", "class activation maps?|maps?",
                    "Where in the picture a network finds a class (Grad-CAM and others)."),
            Term.of("Faithfulness", "faithful(ness)?",
                    "Whether the network depends on the places that a map marks: they are hidden or shown, and it is run again."));

    /** Longer texts are sentences, which say what they say. */
    private static final int LONGEST = 48;
    private static final int WIDTH = 360;

    private Glossary() {}

    /** The word that comes first in a text. */
    static Optional<Term> in(String text) {
        return text == null || text.length() > LONGEST ? Optional.empty() : TERMS.stream()
                .filter(term -> term.begin(text) >= 0).min(Comparator.comparing(term -> term.begin(text)));
    }

    /** From now on labels and buttons that have no tooltip of their own tell the word that they show. */
    public static void follow(Scene scene) {
        scene.addEventFilter(MouseEvent.MOUSE_ENTERED_TARGET, event -> {
            if (event.getTarget() instanceof Node node) {
                tell(node);
            }
        });
    }

    private static void tell(Node node) {
        Labeled labeled = node instanceof Labeled own ? own
                : node.getParent() instanceof Labeled parent ? parent : null;
        if (labeled != null && labeled.getTooltip() == null && !labeled.tooltipProperty().isBound()) {
            in(labeled.getText()).ifPresent(term -> {
                Tooltip tooltip = new Tooltip(term.word + ": " + term.meaning);
                tooltip.setWrapText(true);
                tooltip.setMaxWidth(WIDTH);
                labeled.setTooltip(tooltip);
            });
        }
    }
}
