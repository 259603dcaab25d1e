package espalier.pruning;

import espalier.basics.Figures;

/** How long networks are fine-tuned at each rate, by how many training pictures there are. */
public enum Effort {
    /** To see where it goes. */
    QUICK("Quick", 8_000, 0, 4_000, 15),
    /** For a network to be used. */
    NORMAL("Normal", 24_000, 2, Integer.MAX_VALUE, 40),
    /** For numbers to be printed. */
    THOROUGH("Thorough", 96_000, 8, Integer.MAX_VALUE, 100);

    private final String title;
    private final int pictures;
    private final int times;
    private final int mostInEpoch;
    /** Of very few pictures more epochs are learnt by heart. */
    private final int mostEpochs;

    Effort(String title, int pictures, int times, int mostInEpoch, int mostEpochs) {
        this.title = title;
        this.pictures = pictures;
        this.times = times;
        this.mostInEpoch = mostInEpoch;
        this.mostEpochs = mostEpochs;
    }

    /** What it is called in the window. */
    public String title() {
        return title;
    }

    /**
     * Settings with so much fine-tuning whenever the rate doubles: at least {@code pictures}, and all of them
     * {@code times}; few pictures come more often.
     *
     * @param training how many training pictures there are, at least 1
     */
    public PruningSettings of(PruningSettings settings, int training) {
        int perEpoch = Math.min(training, mostInEpoch);
        double wanted = Math.max(pictures, (double) times * training);
        int epochs = (int) Math.min(mostEpochs, Math.max(1, Math.round(wanted / perEpoch)));
        return settings.with(PruningChoices.RECOVERY_EPOCHS, epochs).with(PruningChoices.RECOVERY_PICTURES,
                perEpoch == training ? 0 : perEpoch);
    }

    /** What {@link #of} asks for, in words: "2 epochs of 4 000 pictures for each doubling of the rate". */
    public String words(int training) {
        PruningSettings settings = of(PruningSettings.STANDARD, training);
        int epochs = settings.tuning().recovery().epochs();
        int perEpoch = settings.tuning().recovery().picturesPerEpoch();
        return epochs + (epochs == 1 ? " epoch of " : " epochs of ")
                + (perEpoch == 0 ? "all " + Figures.count(training) : Figures.count(perEpoch))
                + " pictures for each doubling of the rate";
    }
}
