package espalier.report;

import java.util.Locale;

/** A picture in SVG, built piece by piece. Lengths are pixels from the top left. */
final class Svg {

    /** Colours that people with any colour vision tell apart (P. Tol, "Colour schemes", 2021: bright). */
    private static final String[] COLOURS = {"#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377",
            "#888888"};

    private final StringBuilder text = new StringBuilder();

    Svg(double width, double height, String title) {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%1$s\" height=\"%2$s\" "
                + "font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">", number(width), number(height));
        add("<title>%s</title>", escaped(title));
        rectangle(0, 0, width, height, "#ffffff");
    }

    /** The colour of one of several series. */
    static String colour(int series) {
        return COLOURS[series % COLOURS.length];
    }

    /** @param anchor which part of the text is at x: start, middle or end */
    void text(double x, double y, String anchor, String content) {
        add("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"#222222\">%s</text>", number(x), number(y), anchor,
                escaped(content));
    }

    void line(double x1, double y1, double x2, double y2, String colour, double width) {
        add("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>", number(x1), number(y1),
                number(x2), number(y2), colour, number(width));
    }

    void circle(double x, double y, double radius, String colour, double opacity) {
        add("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" fill-opacity=\"%s\"/>", number(x), number(y),
                number(radius), colour, number(opacity));
    }

    void rectangle(double x, double y, double width, double height, String colour) {
        add("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>", number(x), number(y), number(width),
                number(height), colour);
    }

    /** The whole file. */
    String end() {
        return text + "</svg>\n";
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    }

    private static String escaped(String content) {
        return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
