package espalier.app.explain;

/** The class that maps are made for. */
public enum ClassChoice {
    /** Each network's own prediction. */
    PREDICTED("own prediction",
            "Each network explains the class that it predicts itself, as in “Less is More”. Where the "
                    + "prediction changes, maps of different classes stand side by side."),
    /** What the unpruned network predicts, for all. */
    UNPRUNED("unpruned's",
            "All networks explain the class that the unpruned one predicts, so that maps can be " + "compared."),
    /** What the picture shows. */
    TRUE("true class",
            "All networks explain what the picture shows. A picture of one's own has no known class: then each network's "
                    + "prediction is explained."),
    /** A class that the person names. */
    FIXED("one for all", "All networks explain the class chosen here, in every picture.");

    private final String title;
    private final String explanation;

    ClassChoice(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    /** What it means. */
    public String explanation() {
        return explanation;
    }

    @Override
    public String toString() {
        return title;
    }
}
