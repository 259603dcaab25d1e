package espalier.study;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import espalier.basics.Figures;
import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What several people are asked alike, and what agreement is measured within: a picture and the networks whose maps of
 * it are shown. On which side of the screen a map stands belongs to the answer.
 *
 * @param display   how maps are drawn
 * @param picture   its number in the study, from 0
 * @param trueClass the class of the picture, from 0
 * @param rates     of the networks: two of them where their maps are compared ({@link Experiment#PREFERENCE}), one
 *                      where the class is to be seen from a map ({@link Experiment#RECOGNITION}); 1 for the unpruned
 *                      network
 */
public record Question(Display display, int picture, int trueClass, List<Double> rates) {

    /**
     * Something that can be answered.
     *
     * @param value as {@link Study#answer} takes it
     * @param text  for people
     * @param key   that chooses it, as browsers name keys: "ArrowLeft", "1"; empty for none
     */
    public record Choice(String value, String text, String key) {}

    /** What people are asked ("Less is More", sections on the two experiments). */
    public enum Experiment {
        /** Which of two networks' maps shows the more reasonable decision? */
        PREFERENCE("preference"),
        /** Which class is it, from one map alone? */
        RECOGNITION("recognition");

        private final String key;

        Experiment(String key) {
            this.key = key;
        }

        /** What files call it. */
        @JsonValue
        public String key() {
            return key;
        }

        /**
         * What participants are told of a picture before the question; empty where that would give the answer away.
         *
         * @param className of the picture
         */
        public String told(String className) {
            return this == PREFERENCE ? "Both recognised " + className + "." : "";
        }

        /** What participants are asked. */
        public String asked() {
            return this == PREFERENCE
                    ? "Which one makes the more reasonable decision, by the parts of the picture it uses?"
                    : "What does the picture show?";
        }

        /** What participants can answer, in the order in which it is offered. */
        public List<Choice> choices(List<String> classNames) {
            if (this == PREFERENCE) {
                return List.of(new Choice("left", "Left", "ArrowLeft"), new Choice("equal", "Equally", "ArrowDown"),
                        new Choice("right", "Right", "ArrowRight"));
            }
            List<Choice> choices = new ArrayList<>();
            for (int c = 0; c < classNames.size(); c++) {
                choices.add(new Choice(Integer.toString(c), classNames.get(c),
                        c < 10 ? Integer.toString((c + 1) % 10) : ""));
            }
            choices.add(new Choice(Task.UNKNOWN, "I don't know", "?"));
            return choices;
        }

        /** The experiment of a name in a file. */
        static Experiment of(String key) {
            return Arrays.stream(values()).filter(value -> value.key.equals(key)).findFirst()
                    .orElseThrow(() -> new Problem("“" + key + "” is no experiment: preference or recognition"));
        }
    }

    /** How a map is drawn for people. */
    public enum Display {
        /** The highest pixels of the map show the picture, the rest is black. */
        MAP("map", "explanation maps"),
        /** The map's colours over the whole picture. */
        HEAT("heat", "heat maps");

        private final String key;
        private final String title;

        Display(String key, String title) {
            this.key = key;
            this.title = title;
        }

        /** What files call it. */
        @JsonValue
        public String key() {
            return key;
        }

        /** What people call it, in the plural. */
        public String title() {
            return title;
        }

        /** The display of a name in a file. */
        static Display of(String key) {
            return Arrays.stream(values()).filter(value -> value.key.equals(key)).findFirst()
                    .orElseThrow(() -> new Problem("“" + key + "” is no display: map or heat"));
        }
    }

    /** Checks that there are one or two networks. */
    public Question {
        rates = List.copyOf(rates);
        if (rates.isEmpty() || rates.size() > 2) {
            throw new IllegalArgumentException(rates.toString());
        }
    }

    /** One map of a picture, whose class is to be named. */
    public static Question recognition(Display display, int picture, int trueClass, double rate) {
        return new Question(display, picture, trueClass, List.of(rate));
    }

    /**
     * The maps of two networks. As in the paper's tables the first is the one that is in question: of two the milder,
     * but the unpruned network always comes second.
     *
     * @throws Problem where both are the same
     */
    public static Question preference(Display display, int picture, int trueClass, double one, double other) {
        if (one == other) {
            throw new Problem("the network at rate " + one + " cannot be compared with itself");
        }
        boolean turned = one == 1 || other != 1 && other < one;
        return new Question(display, picture, trueClass, turned ? List.of(other, one) : List.of(one, other));
    }

    /** Which of the two experiments asks it. */
    @JsonIgnore
    public Experiment experiment() {
        return rates.size() == 2 ? Experiment.PREFERENCE : Experiment.RECOGNITION;
    }

    /** What people call a network by its rate: "unpruned", "×2". */
    public static String network(double rate) {
        return rate == 1 ? "unpruned" : "×" + Figures.plain(rate);
    }

    /** The rate of the first network, or of the only one. */
    public double first() {
        return rates.get(0);
    }

    /** The rate of the second network. */
    public double second() {
        return rates.get(1);
    }
}
