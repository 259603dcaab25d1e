package espalier.study.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.study.Answer;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Answer.Recognition;
import espalier.study.Question;
import espalier.study.Question.Display;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who answers at random is seen among people who look, and counts like them. */
class ParticipantResultTest {

    private static final int PICTURES = 60;

    private final Random random = new Random(3);

    @Test
    void randomOneSidedAndHurriedAnswersAreNoted() {
        List<Answer> answers = new ArrayList<>();
        for (int picture = 0; picture < PICTURES; picture++) {
            Question question = Question.preference(Display.MAP, picture, picture % 10, 2, 1);
            Preferred better = random.nextInt(4) == 0 ? Preferred.EQUAL : side(random.nextBoolean());
            for (int person = 0; person < 6; person++) {
                Preferred seen = random.nextInt(4) == 0 ? Preferred.values()[random.nextInt(3)] : better;
                answers.add(answer(question, "looks " + person, seen, 4));
            }
            answers.add(answer(question, "tosses a coin", Preferred.values()[random.nextInt(3)], 4));
            boolean firstLeft = random.nextBoolean();
            answers.add(new Preference(question, "presses left", firstLeft, side(firstLeft), 0.4));
            answers.add(answer(question, "never decides", Preferred.EQUAL, 4));
        }

        StudyAnalysis analysis = StudyAnalysis.of(answers);

        assertThat(analysis.preference().get(0).counts().answers()).isEqualTo(9 * PICTURES);
        assertThat(analysis.byParticipant()).hasSize(9);
        assertThat(notes(analysis, "tosses a coin")).singleElement().asString().startsWith("agrees with the others in");
        assertThat(notes(analysis, "presses left")).anyMatch(note -> note.startsWith("chose the left side in 60 of 60"))
                .anyMatch(note -> note.startsWith("half of the answers took less than 0.40 s"));
        assertThat(notes(analysis, "never decides")).containsExactly("decided nothing in 60 of 60 answers");
        for (int person = 0; person < 6; person++) {
            assertThat(notes(analysis, "looks " + person)).isEmpty();
        }
    }

    @Test
    void guessedClassesAreNoted() {
        List<Answer> answers = new ArrayList<>();
        for (int picture = 0; picture < PICTURES; picture++) {
            Question question = Question.recognition(Display.MAP, picture, picture % 10, 2);
            for (int person = 0; person < 3; person++) {
                int named = random.nextInt(5) == 0 ? Recognition.UNKNOWN : picture % 10;
                answers.add(new Recognition(question, "looks " + person, named, Double.NaN));
            }
            answers.add(new Recognition(question, "guesses", random.nextInt(10), Double.NaN));
        }

        StudyAnalysis analysis = StudyAnalysis.of(answers);

        assertThat(notes(analysis, "guesses")).anyMatch(note -> note.endsWith("no more than guessing would"));
        assertThat(notes(analysis, "looks 1")).isEmpty();
    }

    @Test
    void oneParticipantAloneHasNoIntervalAcrossParticipants() {
        List<Answer> answers = new ArrayList<>();
        for (int picture = 0; picture < 30; picture++) {
            answers.add(answer(Question.preference(Display.HEAT, picture, 0, 4, 8), "alone", Preferred.FIRST, 2));
        }
        PreferenceResult result = StudyAnalysis.of(answers).preference().get(0);
        assertThat(result.counts().binomialP()).isLessThan(1e-8);
        assertThat(result.clustered().byParticipant().isKnown()).isFalse();
        assertThat(result.clustered().byBoth().isKnown()).isFalse();
        assertThat(result.sentence()).startsWith("Heat maps, ×4 against ×8: ×4 is preferred beyond chance (30 to 0")
                .endsWith("0 of 30 answers were “equally”.");
    }

    private Answer answer(Question question, String participant, Preferred preferred, double seconds) {
        return new Preference(question, participant, random.nextBoolean(), preferred, seconds);
    }

    private static Preferred side(boolean first) {
        return first ? Preferred.FIRST : Preferred.SECOND;
    }

    private static List<String> notes(StudyAnalysis analysis, String participant) {
        return analysis.byParticipant().stream().filter(each -> each.participant().equals(participant)).findFirst()
                .orElseThrow().notes();
    }
}
