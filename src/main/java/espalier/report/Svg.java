package espalier.report;

import java.util.Locale;

/**
 * A picture in SVG, built piece by piece. Lengths are pixels from the top left. By itself it is dark on white; within a
 * report its classes {@code ground}, {@code ink} and {@code grid} take the page's colours.
 */
final class Svg {

    /** Colours that people with any colour vision tell apart (P. Tol, "Colour schemes", 2021: bright). */
    private static final String[] COLOURS = {"#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377",
            "#888888"};

    private final StringBuilder text = new StringBuilder();

    Svg(double width, double height, String title) {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%1$s\" height=\"%2$s\" "
                + "font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">", number(width), number(height));
        add("<title>%s</title>", escaped(title));
        add("<rect class=\"ground\" width=\"%s\" height=\"%s\" fill=\"#ffffff\"/>", number(width), number(height));
    }

    /** The colour of one of several series. */
    static String colour(int series) {
        return COLOURS[series % COLOURS.length];
    }

    /** One of several shades of blue, from the palest to the darkest. */
    static String shade(int number, int of) {
        double share = of < 2 ? 0.5 : number / (of - 1.0);
        return String.format(Locale.ROOT, "#%02x%02x%02x", Math.round(198 - 178 * share), Math.round(219 - 157 * share),
                Math.round(239 - 112 * share));
    }

    /** @param anchor which part of the text is at x: start, middle or end */
    void text(double x, double y, String anchor, String content) {
        add("<text class=\"ink\" x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"#222222\">%s</text>", number(x), number(y),
                anchor, escaped(content));
    }

    /** A line to read values by. */
    void grid(double x1, double y1, double x2, double y2) {
        add("<line class=\"grid\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"#dddddd\" stroke-width=\"1\"/>",
                number(x1), number(y1), number(x2), number(y2));
    }

    /** A line through points, x and y in turn. */
    void path(double[] points, String colour, double width, String dashes) {
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            places.append(i == 0 ? "M" : "L").append(number(points[i])).append(' ').append(number(points[i + 1]));
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s/>", places, colour, number(width),
                dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
    }

    /** The mark of one of several series: a disc, a square, a triangle, a diamond. */
    void mark(double x, double y, double size, int series) {
        String colour = colour(series);
        switch (series % 4) {
            case 0 -> circle(x, y, size, colour, 1);
            case 1 -> rectangle(x - size + 0.5, y - size + 0.5, 2 * size - 1, 2 * size - 1, colour);
            case 2 ->
                polygon(colour, x - size - 0.5, y + size - 0.5, x + size + 0.5, y + size - 0.5, x, y - size - 0.5);
            default -> polygon(colour, x - size - 1, y, x, y - size - 1, x + size + 1, y, x, y + size + 1);
        }
    }

    private void polygon(String colour, double... points) {
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            places.append(number(points[i])).append(',').append(number(points[i + 1])).append(' ');
        }
        add("<polygon points=\"%s\" fill=\"%s\"/>", places.toString().strip(), colour);
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
