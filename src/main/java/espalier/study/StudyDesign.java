package espalier.study;

import com.fasterxml.jackson.annotation.JsonIgnore;
import espalier.basics.Problem;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What a study asks, and of whom how much. One experiment with one display, as in the paper: who has compared maps of a
 * picture has seen its class, and would recognise it.
 *
 * @param title       for the teacher and the participants
 * @param networks    the rates of each question's networks: pairs to be compared, or single ones to be recognised from;
 *                        1 for the unpruned
 * @param method      of the maps, by its key
 * @param perClass    how many pictures of each class; the paper has 50
 * @param answers     how many people answer each question; the paper has 5
 * @param share       how many questions one participant is asked at most
 * @param practice    how many pictures come before, whose answers do not count
 * @param seed        of the choice of pictures, of order and sides
 * @param information what participants read and agree to before the first question
 */
public record StudyDesign(String title, Experiment experiment, Display display, List<List<Double>> networks,
        String method, int perClass, int answers, int share, int practice, long seed, String information) {

    /** What participants read where the teacher writes nothing else. */
    public static final String INFORMATION = """
            You will see pictures and what parts of them a computer used to recognise them. There are no right or wrong \
            answers here: answer by what you see. You can take a break at any time, or stop. No name is asked; your answers \
            are kept under a number, with the time each took. By going on you agree to that.""";

    private static final int MOST = 100_000;

    /**
     * Checks all values.
     *
     * @throws Problem that says which is wrong
     */
    public StudyDesign {
        Objects.requireNonNull(experiment, "experiment");
        Objects.requireNonNull(display, "display");
        networks = networks.stream().map(List::copyOf).toList();
        title = title == null ? "" : title;
        information = information == null || information.isBlank() ? INFORMATION : information;
        int together = experiment == Experiment.PREFERENCE ? 2 : 1;
        if (networks.isEmpty() || networks.stream().anyMatch(each -> each.size() != together)) {
            throw new Problem(experiment == Experiment.PREFERENCE
                    ? "Choose pairs of networks to compare, such as ×2 and unpruned."
                    : "Choose the networks whose maps are shown, such as unpruned and ×2.");
        }
        if (networks.stream().anyMatch(each -> new TreeSet<>(each).size() != together)) {
            throw new Problem("A network cannot be compared with itself. Choose two different rates.");
        }
        range("pictures of each class", perClass, 1);
        range("answers to each question", answers, 1);
        range("questions for one participant", share, 1);
        range("practice pictures", practice, 0);
    }

    private static void range(String what, int value, int least) {
        if (value < least || value > MOST) {
            throw new Problem(
                    "The number of " + what + " is " + value + ", but must be " + least + " to " + MOST + ".");
        }
    }

    /** What will be asked, and whether there is practice: what participants read after the information. */
    public String announcement() {
        String asked = experiment == Experiment.PREFERENCE
                ? "Two computers recognised the same picture. " + experiment.asked()
                : display == Display.MAP
                        ? "You see the parts of a picture that a computer used most. What does the picture show?"
                        : "You see a picture, coloured by how much a computer used each part. What does it show?";
        return practice == 0 ? asked : asked + " The first pictures are for practice and do not count.";
    }

    /** The rates of all networks that are shown, rising. */
    @JsonIgnore
    public List<Double> rates() {
        return networks.stream().flatMap(List::stream).collect(TreeSet<Double>::new, TreeSet::add, TreeSet::addAll)
                .stream().toList();
    }

    /** The questions to a picture. */
    List<Question> questions(int picture, int trueClass) {
        return networks.stream()
                .map(rates -> experiment == Experiment.PREFERENCE
                        ? Question.preference(display, picture, trueClass, rates.get(0), rates.get(1))
                        : Question.recognition(display, picture, trueClass, rates.get(0)))
                .distinct().toList();
    }
}
