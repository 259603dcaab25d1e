package espalier.study;

/** What somebody answered to a {@link Question}. */
public sealed interface Answer {

    /** What was asked. */
    Question question();

    /** Who answered: a number or word that says nothing else of the person. */
    String participant();

    /** How long it took; NaN where it is not known. */
    double seconds();

    /** The network with the more reasonable decision. */
    enum Preferred {
        FIRST, SECOND, EQUAL
    }

    /**
     * Which of two maps.
     *
     * @param firstLeft whether the map of the question's first network stood on the left
     */
    record Preference(Question question, String participant, boolean firstLeft, Preferred preferred,
            double seconds) implements Answer {

        /** Whether the network on the left was preferred; of no meaning where none was. */
        public boolean isLeft() {
            return firstLeft == (preferred == Preferred.FIRST);
        }
    }

    /**
     * Which class.
     *
     * @param named the class from 0, or {@link #UNKNOWN}
     */
    record Recognition(Question question, String participant, int named, double seconds) implements Answer {

        /** "Don't know". */
        public static final int UNKNOWN = -1;

        /** Whether it is the class of the picture. */
        public boolean isCorrect() {
            return named == question.trueClass();
        }

        /** Whether no class was named. */
        public boolean isUnknown() {
            return named == UNKNOWN;
        }
    }
}
