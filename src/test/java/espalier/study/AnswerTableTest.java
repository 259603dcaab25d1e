package espalier.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.SharedData;
import espalier.basics.Problem;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Answer.Recognition;
import espalier.study.Question.Display;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTableTest {

    private static final String PREFERENCE = "experiment,display,item,class,participant,left,right,answer\n";
    private static final String RECOGNITION = "experiment,display,item,class,participant,rate,answer\n";

    @TempDir
    private Path folder;

    @Test
    void theFirstNetworkIsTheOneInQuestionOnWhicheverSideItStood() {
        List<Answer> answers = AnswerTable.parse(PREFERENCE + "preference,map,3,4,anna,1,2,2\n"
                + "preference,heat,3,4,anna,32,2,32\npreference,map,3,4,bob,2,1,equal\n", "answers.csv");

        assertThat(answers).containsExactly(
                new Preference(new Question(Display.MAP, 3, 4, List.of(2.0, 1.0)), "anna", false, Preferred.FIRST,
                        Double.NaN),
                new Preference(new Question(Display.HEAT, 3, 4, List.of(2.0, 32.0)), "anna", false, Preferred.SECOND,
                        Double.NaN),
                new Preference(new Question(Display.MAP, 3, 4, List.of(2.0, 1.0)), "bob", true, Preferred.EQUAL,
                        Double.NaN));
        assertThat(((Preference) answers.get(0)).isLeft()).isFalse();
        assertThat(((Preference) answers.get(1)).isLeft()).isTrue();
    }

    @Test
    void classesAndNotKnowingThemAreRead() {
        List<Answer> answers = AnswerTable
                .parse(RECOGNITION + "recognition,map,9,2,7,2.5,2\nrecognition,map,9,2,8,1,dont-know\n", "answers.csv");

        Question first = Question.recognition(Display.MAP, 9, 2, 2.5);
        assertThat(answers.get(0)).isEqualTo(new Recognition(first, "7", 2, Double.NaN));
        assertThat(((Recognition) answers.get(0)).isCorrect()).isTrue();
        assertThat(((Recognition) answers.get(1)).isUnknown()).isTrue();
        assertThat(((Recognition) answers.get(1)).isCorrect()).isFalse();
    }

    @Test
    void theTablesOfThePapersAuthorsAreReadAsTheyPublishThem() {
        List<Answer> preferences = AnswerTable.parse(
                """
                        HITId,WorkerId,Input.image_url,Answer.algorithms.alg1,img_id,img_class,alg1,alg2,2pruned,annotation_result
                        3GI,W1,x.png,False,167,2-player,32pruned,nonpruned,0.0,none
                        3D4,W2,x.png,False,8,2-player,2pruned,nonpruned,0.0,alg2
                        3D5,W1,x.png,True,8,2-player,nonpruned,2pruned,0.0,alg2
                        """,
                "experiment1-heatmaps.csv");
        List<Answer> recognitions = AnswerTable.parse("""
                HITId,WorkerId,Answer.classes.0-fish,img_id,img_class,algorithm,correct,img_answer
                3X4,W1,False,379,2-player,nonpruned,1.0,2-player
                30U,W2,False,253,3-saw,32pruned,0.0,none
                """, "experiment2-whatsontheimage.csv");

        String first = preferences.get(0).participant();
        assertThat(preferences).containsExactly(
                new Preference(Question.preference(Display.HEAT, 167, 2, 32, 1), first, true, Preferred.EQUAL,
                        Double.NaN),
                new Preference(Question.preference(Display.HEAT, 8, 2, 2, 1), preferences.get(1).participant(), true,
                        Preferred.SECOND, Double.NaN),
                new Preference(Question.preference(Display.HEAT, 8, 2, 2, 1), first, false, Preferred.FIRST,
                        Double.NaN));
        assertThat(recognitions).containsExactly(
                new Recognition(Question.recognition(Display.MAP, 379, 2, 1), first, 2, Double.NaN),
                new Recognition(Question.recognition(Display.MAP, 253, 3, 32), preferences.get(1).participant(),
                        Recognition.UNKNOWN, Double.NaN));
        assertThat(first).as("accounts are not kept").doesNotContain("W1")
                .isNotEqualTo(preferences.get(1).participant());
    }

    @Test
    void aDamagedLineOfTheAuthorsTablesIsTold() {
        assertThatThrownBy(() -> AnswerTable.parse(
                "WorkerId,img_id,img_class,alg1,alg2,annotation_result\nW,1,2-dog,twice,nonpruned,alg1\n", "x.csv"))
                .isInstanceOf(Problem.class).hasMessageContaining("x.csv, line 2")
                .hasMessageContaining("must be nonpruned or such as 2pruned");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"preference,map,1,2,a,1,2,4 | the answer 4 is none of the two rates",
            "preference,map,1,2,a,1,1,1 | cannot be compared with itself",
            "preference,paint,1,2,a,1,2,1 | “paint” is no display", "taste,map,1,2,a,1,2,1 | “taste” is no experiment",
            "preference,map,-1,2,a,1,2,1 | “item” is -1", "preference,map,1,2,a,0.5,2,2 | “left” is 0.5",
            "preference,map,1,2,,1,2,1 | “participant” is empty", "preference,map,1,2,a,1,2 | “answer” is empty"})
    void whatIsWrongIsToldWithItsLine(String line, String expected) {
        assertThatThrownBy(() -> AnswerTable.parse(PREFERENCE + "preference,map,1,2,a,1,2,1\n" + line + "\n", "a.csv"))
                .isInstanceOf(Problem.class).hasMessageStartingWith("a.csv, line 3: ").hasMessageContaining(expected);
    }

    @Test
    void whatIsNoTableIsToldInASentence() throws IOException {
        Path bytes = Files.write(folder.resolve("bytes.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> AnswerTable.read(bytes)).isInstanceOf(Problem.class).hasMessageContaining("bytes.csv");
        assertThatThrownBy(() -> AnswerTable.read(folder.resolve("none.csv"))).isInstanceOf(Problem.class)
                .hasMessageStartingWith("There is no file");
        assertThatThrownBy(() -> AnswerTable.parse("", "empty.csv")).isInstanceOf(Problem.class)
                .hasMessageStartingWith("empty.csv is empty");
        assertThatThrownBy(() -> AnswerTable.parse("a,b\n1,2\n", "other.csv")).isInstanceOf(Problem.class)
                .hasMessageStartingWith("other.csv is no table of answers: it has no column “experiment”");
    }

    @Test
    void whatIsExportedIsReadAgainAndMergesWithItselfWithoutDoubles() {
        List<Answer> answers = AnswerTable.read(Path.of("src/test/resources/reference/study/answers.csv"));

        List<Path> files = AnswerTable.export(answers, folder);

        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("preference-map.csv",
                "preference-heat.csv", "recognition-map.csv");
        assertThat(files.get(0)).content().startsWith(PREFERENCE.strip() + ",seconds");
        AnswerTable.Merged merged = AnswerTable.merge(files.stream().map(AnswerTable::read).toList());
        assertThat(merged.answers()).containsExactlyInAnyOrderElementsOf(answers);
        assertThat(merged.repeated()).isZero();
        AnswerTable.Merged twice = AnswerTable.merge(List.of(answers, merged.answers()));
        assertThat(twice.answers()).containsExactlyElementsOf(answers);
        assertThat(twice.repeated()).isEqualTo(answers.size());
    }

    @Test
    void halvesOfAFileThatOverlapMakeTheWhole() {
        List<Answer> answers = AnswerTable.read(Path.of("src/test/resources/reference/study/answers.csv"));

        AnswerTable.Merged merged = AnswerTable
                .merge(List.of(answers.subList(0, 400), answers.subList(300, answers.size())));

        assertThat(merged.answers()).containsExactlyElementsOf(answers);
        assertThat(merged.repeated()).isEqualTo(100);
    }

    @Test
    void thePublicAnswersKeepWhatTheyHaveTwice() {
        Path folderOfAll = SharedData.folder("reference/study");
        List<Answer> heat = AnswerTable.read(folderOfAll.resolve("preference-heat.csv"));

        assertThat(AnswerTable.merge(List.of(heat)).answers()).hasSize(5000);
        AnswerTable.Merged twice = AnswerTable.merge(List.of(heat, heat));
        assertThat(twice.answers()).hasSize(5000);
        assertThat(twice.repeated()).isEqualTo(5000);
        AnswerTable.export(heat, folder);
        assertThat(folder.resolve("preference-heat.csv"))
                .hasSameTextualContentAs(folderOfAll.resolve("preference-heat.csv"));
    }
}
