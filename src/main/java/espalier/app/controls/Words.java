package espalier.app.controls;

import javafx.geometry.Bounds;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** Measures and shortens words that are drawn. */
public final class Words {

    private Words() {}

    /** The width of a word in a font, in pixels. */
    public static double width(String word, Font font) {
        return bounds(word, font).getWidth();
    }

    /** The height of a line in a font, in pixels. */
    public static double height(Font font) {
        return bounds("Ág", font).getHeight();
    }

    /** From a line's top to its baseline, in pixels. */
    static double ascent(Font font) {
        return -bounds("Ág", font).getMinY();
    }

    /** The word, or as much of its beginning as fits, with "…" for the rest. */
    public static String elided(String word, Font font, double room) {
        if (width(word, font) <= room) {
            return word;
        }
        int fits = 0;
        int tooLong = word.length();
        while (fits + 1 < tooLong) {
            int middle = (fits + tooLong) / 2;
            if (width(word.substring(0, middle).stripTrailing() + "…", font) <= room) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        return fits == 0 ? "…" : word.substring(0, fits).stripTrailing() + "…";
    }

    private static Bounds bounds(String word, Font font) {
        Text text = new Text(word);
        text.setFont(font);
        return text.getLayoutBounds();
    }
}
