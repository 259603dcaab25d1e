package espalier.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study in a process of its own, killed as {@code kill -9} does. */
class KilledStudyTest {

    /** Answers without end, and says so after each. */
    static final class Answering {
        private Answering() {}

        public static void main(String[] arguments) {
            try (Study study = Study.open(Path.of(arguments[0]))) {
                for (int i = 0;; i++) {
                    String who = arguments[1] + i / 7;
                    Task task = study.next(who).orElseThrow();
                    study.answer(who, task.number(), "left", 1);
                    System.out.println(who + " " + task.number());
                }
            }
        }
    }

    @TempDir
    private Path folder;

    @Test
    void noAnswerThatWasTakenIsLostAndNoneIsDoubled() throws Exception {
        SmallStudy.write(folder, SmallStudy.preference(200, 5, 1000, 0));
        List<String> told = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            told.addAll(killed("round" + round + "-", 20 + 13 * round));
        }

        List<String> kept = new ArrayList<>();
        try (Study study = Study.open(folder)) {
            List<Question> questions = study.content().questions();
            study.answers()
                    .forEach(answer -> kept.add(answer.participant() + " " + questions.indexOf(answer.question())));
        }
        assertThat(told).hasSizeGreaterThanOrEqualTo(20 + 33 + 46);
        assertThat(kept).containsAll(told).doesNotHaveDuplicates();
        // What was taken but not told any more: one for each kill, and what stood in the pipe.
        assertThat(Files.readString(folder.resolve(Study.ANSWERS))).endsWith("\n");
    }

    private List<String> killed(String name, int after) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Answering.class.getName(), folder.toString(), name)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> told = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(name)) {
                    told.add(line);
                }
                if (told.size() == after) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            // The stream ends with its process.
        }
        process.waitFor();
        return told;
    }
}
