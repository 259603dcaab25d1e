package espalier.study;

import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Answer.Recognition;
import espalier.study.Question.Experiment;
import java.util.ArrayList;
import java.util.List;

/**
 * What one participant sees and is asked now. It tells nothing of networks but files.
 *
 * @param number  of the question, to answer it by; those of practice are below 0
 * @param picture the file of the picture itself; not to be shown where its class is to be recognised
 * @param maps    the files of the maps, from the left to the right
 * @param shown   the name of the picture's class, where it is told; empty in recognition
 * @param done    how many questions this participant has answered, without practice
 * @param share   how many it will be at most
 */
public record Task(int number, String picture, List<String> maps, String shown, int done, int share) {

    /** The choices of preference. */
    public static final List<String> SIDES = List.of("left", "right", "equal");
    /** The choice of no class in recognition. */
    public static final String UNKNOWN = "dont-know";

    static Task of(int number, Question question, boolean firstLeft, StudyContent.Shown shown, StudyContent content,
            int done) {
        boolean preference = question.experiment() == Experiment.PREFERENCE;
        List<String> maps = new ArrayList<>();
        question.rates().forEach(rate -> maps.add(firstLeft ? maps.size() : 0, shown.maps().get(rate)));
        return new Task(number, shown.file(), maps, preference ? content.classNames().get(shown.trueClass()) : "", done,
                content.design().share());
    }

    /** Whether its answer does not count. */
    public boolean isPractice() {
        return number < 0;
    }

    /** What stands above it: "Question 3". */
    public String heading() {
        return isPractice() ? "Practice" : "Question " + (done + 1);
    }

    /** How far the participant is: "2 answered, at most 20 in all." */
    public String progress() {
        return isPractice() ? "This answer does not count." : done + " answered, at most " + share + " in all.";
    }

    /**
     * The answer that a choice is.
     *
     * @param choice one of {@link #SIDES}, or the number of a class or {@link #UNKNOWN}
     * @throws IllegalArgumentException where it is none of those
     */
    static Answer answer(Question question, boolean firstLeft, String participant, String choice, double seconds,
            int classes) {
        if (question.experiment() == Experiment.PREFERENCE) {
            if (!SIDES.contains(choice)) {
                throw new IllegalArgumentException(choice);
            }
            Preferred preferred = choice.equals("equal") ? Preferred.EQUAL
                    : choice.equals("left") == firstLeft ? Preferred.FIRST : Preferred.SECOND;
            return new Preference(question, participant, firstLeft, preferred, seconds);
        }
        boolean named = choice.matches("\\d{1,6}") && Integer.parseInt(choice) < classes;
        if (!named && !choice.equals(UNKNOWN)) {
            throw new IllegalArgumentException(choice);
        }
        return new Recognition(question, participant, named ? Integer.parseInt(choice) : Recognition.UNKNOWN, seconds);
    }
}
