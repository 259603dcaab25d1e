package espalier.drawing;

import java.util.Base64;
import java.util.Locale;

/**
 * A picture in SVG, built piece by piece. Lengths are pixels from the top left. By itself it is dark on white; within a
 * report its classes {@code ground}, {@code ink} and {@code grid} take the page's colours.
 */
public final class Svg {

    /** Colours that people with any colour vision tell apart (P. Tol, "Colour schemes", 2021: bright). */
    private static final String[] COLOURS = {"#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377",
            "#888888"};

    private final StringBuilder text = new StringBuilder();
    private int definitions;

    /** An empty picture on white, in letters that every reader has. */
    public Svg(double width, double height, String title) {
        this(width, height, title, "#ffffff");
    }

    /** @param ground the colour behind everything: "#ffffff" */
    public Svg(double width, double height, String title, String ground) {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%1$s\" height=\"%2$s\" "
                + "font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">", number(width), number(height));
        add("<title>%s</title>", escaped(title));
        add("<rect class=\"ground\" width=\"%s\" height=\"%s\" fill=\"%s\"/>", number(width), number(height), ground);
    }

    /** The colour of one of several series. */
    public static String colour(int series) {
        return COLOURS[series % COLOURS.length];
    }

    /** One of several shades of blue, from the palest to the darkest. */
    public static String shade(int number, int of) {
        double share = of < 2 ? 0.5 : number / (of - 1.0);
        return String.format(Locale.ROOT, "#%02x%02x%02x", Math.round(198 - 178 * share), Math.round(219 - 157 * share),
                Math.round(239 - 112 * share));
    }

    /** @param anchor which part of the text is at x: start, middle or end */
    public void text(double x, double y, String anchor, String content) {
        add("<text class=\"ink\" x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"#222222\">%s</text>", number(x), number(y),
                anchor, escaped(content));
    }

    /** A line to read values by. */
    public void grid(double x1, double y1, double x2, double y2) {
        add("<line class=\"grid\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"#dddddd\" stroke-width=\"1\"/>",
                number(x1), number(y1), number(x2), number(y2));
    }

    /** A line through points, x and y in turn. */
    public void path(double[] points, String colour, double width, String dashes) {
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            places.append(i == 0 ? "M" : "L").append(number(points[i])).append(' ').append(number(points[i + 1]));
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s/>", places, colour, number(width),
                dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
    }

    /** The mark of one of several series: a disc, a square, a triangle, a diamond. */
    public void mark(double x, double y, double size, int series) {
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

    /** A line. */
    public void line(double x1, double y1, double x2, double y2, String colour, double width) {
        add("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>", number(x1), number(y1),
                number(x2), number(y2), colour, number(width));
    }

    /** A disc. */
    public void circle(double x, double y, double radius, String colour, double opacity) {
        add("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\" fill-opacity=\"%s\"/>", number(x), number(y),
                number(radius), colour, number(opacity));
    }

    /** A filled rectangle. */
    public void rectangle(double x, double y, double width, double height, String colour) {
        add("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>", number(x), number(y), number(width),
                number(height), colour);
    }

    /**
     * How a shape is drawn.
     *
     * @param fill          a colour, "none", or what {@link #pattern} gave
     * @param fillOpacity   0 to 1
     * @param stroke        a colour, or "none"
     * @param strokeOpacity 0 to 1
     * @param width         of its line
     * @param dashes        lengths with blanks between them; empty for none
     */
    public record Style(String fill, double fillOpacity, String stroke, double strokeOpacity, double width,
            String dashes) {}

    /** Any shape, from the data of a path. */
    public void shape(String path, Style style) {
        if (!path.isEmpty()) {
            add("<path d=\"%s\" fill=\"%s\"%s stroke=\"%s\"%s%s/>", path, style.fill,
                    opacity("fill-opacity", style.fillOpacity), style.stroke,
                    style.stroke.equals("none") ? ""
                            : " stroke-width=\"" + number(style.width) + "\""
                                    + opacity("stroke-opacity", style.strokeOpacity),
                    style.dashes.isEmpty() ? "" : " stroke-dasharray=\"" + style.dashes + "\"");
        }
    }

    /**
     * How words are written.
     *
     * @param anchor  which part of the text is at x: start, middle or end
     * @param family  of the letters, before those that every reader has
     * @param size    in pixels
     * @param weight  100 to 900; 400 for plain letters
     * @param colour  of the letters
     * @param opacity 0 to 1
     */
    public record Letters(String anchor, String family, double size, int weight, String colour, double opacity) {}

    /** Words on a line whose base is at y. */
    public void text(double x, double y, String content, Letters letters) {
        add("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" font-family=\"%s, Helvetica, Arial, sans-serif\" "
                + "font-size=\"%s\"%s fill=\"%s\"%s xml:space=\"preserve\">%s</text>", number(x), number(y),
                letters.anchor, escaped(letters.family), number(letters.size),
                letters.weight == 400 ? "" : " font-weight=\"" + letters.weight + "\"", letters.colour,
                opacity("fill-opacity", letters.opacity), escaped(content));
    }

    /**
     * A picture of pixels.
     *
     * @param png    the file's content
     * @param smooth whether it is enlarged smoothly
     */
    public void image(double x, double y, double width, double height, byte[] png, boolean smooth) {
        add("<image x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\"%s href=\"%s\"/>",
                number(x), number(y), number(width), number(height),
                smooth ? "" : " style=\"image-rendering:pixelated\"", embedded(png));
    }

    /**
     * A picture that fills areas, side by side.
     *
     * @param png the file's content
     * @return what {@link Style#fill} takes
     */
    public String pattern(double width, double height, byte[] png) {
        String id = "pattern" + definitions++;
        add("<pattern id=\"%s\" patternUnits=\"userSpaceOnUse\" width=\"%s\" height=\"%s\"><image width=\"%2$s\" "
                + "height=\"%3$s\" href=\"%s\"/></pattern>", id, number(width), number(height), embedded(png));
        return "url(#" + id + ")";
    }

    /** What follows, until {@link #close}, is seen through a matrix: a, b, c, d, e and f of SVG. */
    public void open(double a, double b, double c, double d, double e, double f) {
        // Scales are small numbers, of which two digits are too few.
        add("<g transform=\"matrix(%.6g %.6g %.6g %.6g %.6g %.6g)\">", a, b, c, d, e, f);
    }

    /** Of what follows, until {@link #close}, only what lies within a rectangle is seen. */
    public void openWithin(double x, double y, double width, double height) {
        String id = "clip" + definitions++;
        add("<clipPath id=\"%s\"><rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/></clipPath>", id, number(x),
                number(y), number(width), number(height));
        add("<g clip-path=\"url(#%s)\">", id);
    }

    /** What follows, until {@link #close}, is seen as much as is said: 0 to 1. */
    public void openFaint(double opacity) {
        add("<g opacity=\"%s\">", number(opacity));
    }

    /** Ends what was opened last. */
    public void close() {
        text.append("</g>\n");
    }

    /** A length as short as it can be. */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
    }

    private static String opacity(String name, double value) {
        return value == 1 ? "" : " " + name + "=\"" + number(value) + "\"";
    }

    private static String embedded(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    /** The whole file. */
    public String end() {
        return text + "</svg>\n";
    }

    private void add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String content) {
        return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
