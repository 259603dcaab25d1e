package espalier.app.explain;

/** Which maps share the value that has the highest colour. */
public enum MapScale {
    /** None: each has its own. */
    MAP("per map", "1 is each map's own highest value: shows where a network looks, not how strongly."),
    /** Those of one picture. */
    ROW("per picture",
            "1 is the highest value of all networks for the picture: a pale map has less evidence. Logits of two networks "
                    + "need not have the same scale."),
    /** All that are shown. */
    GLOBAL("one for all",
            "1 is the highest value of all maps on this page. Logits of two networks need not have the same scale.");

    private final String title;
    private final String explanation;

    MapScale(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    /** What it means, and what to be careful about. */
    public String explanation() {
        return explanation;
    }

    @Override
    public String toString() {
        return title;
    }
}
