package espalier.cli;

import espalier.data.Pictures;
import espalier.training.Evaluation;

/** Counts how near the true class came, for networks that know many classes, or more than there are pictures of. */
final class AnswerRanks implements Evaluation.Answers {

    private static final int FIVE = 5;

    private final boolean[] present;
    private int pictures;
    private int inFive;
    private int firstOfPresent;

    AnswerRanks(Pictures all, int classes) {
        present = new boolean[classes];
        for (int i = 0; i < all.size(); i++) {
            if (all.label(i) < classes) {
                present[all.label(i)] = true;
            }
        }
    }

    @Override
    public void add(float[] logits, int label) {
        int likelier = 0;
        int likelierPresent = 0;
        for (int c = 0; c < logits.length; c++) {
            if (logits[c] > logits[label] || logits[c] == logits[label] && c < label) {
                likelier++;
                likelierPresent += present[c] ? 1 : 0;
            }
        }
        pictures++;
        inFive += likelier < FIVE ? 1 : 0;
        firstOfPresent += likelierPresent == 0 ? 1 : 0;
    }

    /** The share of pictures whose class is among the five likeliest; null where there are five classes or fewer. */
    Double topFive() {
        return present.length <= FIVE ? null : Double.valueOf(inFive / (double) pictures);
    }

    /** The share of pictures whose class is the likeliest of those that have pictures; null where all classes have. */
    Double amongPresent() {
        int count = 0;
        for (boolean has : present) {
            count += has ? 1 : 0;
        }
        return count == present.length ? null : Double.valueOf(firstOfPresent / (double) pictures);
    }
}
