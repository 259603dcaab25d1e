package espalier.app.explain;

/**
 * The map that is looked at closely.
 *
 * @param picture its picture's id
 * @param network its network's id
 */
public record Zoom(String picture, String network) {}
