package espalier.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.study.Answer.Preference;
import espalier.study.Study.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies under way: who is asked what, and what is on disk. */
class StudyTest {

    @TempDir
    private Path folder;

    @Test
    void everyQuestionGetsItsAnswersWithSidesInBalance() throws IOException {
        SmallStudy.write(folder, SmallStudy.preference(4, 5, 12, 0));
        try (Study study = Study.open(folder)) {
            Random random = new Random(1);
            for (int round = 0; round < 13; round++) {
                // Ten participants at a time, some of whom leave in the middle.
                List<String> here = new ArrayList<>();
                IntStream.range(0, 10).forEach(i -> here.add("p" + here.size() + "-" + random.nextInt(1 << 30)));
                while (!here.isEmpty()) {
                    String who = here.get(random.nextInt(here.size()));
                    Optional<Task> task = study.next(who);
                    assertThat(study.next(who)).isEqualTo(task);
                    if (task.isEmpty() || random.nextInt(40) == 0) {
                        task.ifPresent(asked -> study.answer(who, asked.number(), "left", 1));
                        here.remove(who);
                    } else {
                        study.answer(who, task.get().number(), Task.SIDES.get(random.nextInt(3)), 2.5);
                    }
                }
            }
            assertThat(study.state().missing()).isZero();
            assertThat(study.state().answers()).isEqualTo(2 * 12 * 5);
            Map<Question, List<Answer>> questions = grouped(study.answers(), Answer::question);
            assertThat(questions).hasSize(24).allSatisfy((question, answers) -> {
                assertThat(answers).hasSize(5);
                assertThat(answers.stream().filter(answer -> ((Preference) answer).firstLeft()).count()).isBetween(2L,
                        3L);
                assertThat(answers).extracting(Answer::participant).doesNotHaveDuplicates();
            });
            grouped(study.answers(), answer -> answer.question().rates()).values().forEach(
                    pair -> assertThat(pair.stream().filter(answer -> ((Preference) answer).firstLeft()).count())
                            .isEqualTo(30));
            grouped(study.answers(), Answer::participant).values()
                    .forEach(own -> assertThat(own).hasSizeLessThanOrEqualTo(12));
        }
    }

    @Test
    void aParticipantsQuestionsAreBalancedAndTheSeedRepeatsThem() throws IOException {
        SmallStudy.write(folder, SmallStudy.recognition(6, 3, 18, 0));
        List<Integer> first = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
            Files.deleteIfExists(folder.resolve(Study.ANSWERS));
            List<Integer> asked = new ArrayList<>();
            try (Study study = Study.open(folder)) {
                for (Optional<Task> task = study.next("anna"); task.isPresent(); task = study.next("anna")) {
                    asked.add(task.get().number());
                    assertThat(task.get().shown()).isEmpty();
                    study.answer("anna", task.get().number(), "1", 1);
                }
                assertThat(asked).hasSize(18);
                assertThat(study.answers()).extracting(answer -> answer.question().picture()).doesNotHaveDuplicates();
                assertEven(grouped(study.answers(), answer -> answer.question().first()), 3, 6);
                assertEven(grouped(study.answers(), answer -> answer.question().trueClass()), 3, 6);
            }
            if (time == 0) {
                first.addAll(asked);
            } else {
                assertThat(asked).isEqualTo(first);
            }
        }
    }

    private static void assertEven(Map<?, List<Answer>> groups, int count, int size) {
        IntSummaryStatistics sizes = groups.values().stream().mapToInt(List::size).summaryStatistics();
        assertThat(groups).hasSize(count);
        assertThat(sizes.getMin()).isGreaterThanOrEqualTo(size - 1);
        assertThat(sizes.getMax()).isLessThanOrEqualTo(size + 1);
    }

    @Test
    void anAnswerIsOnDiskWhenItIsTakenAndTwiceIsOnce() throws IOException {
        SmallStudy.write(folder, SmallStudy.preference(2, 3, 100, 0));
        try (Study study = Study.open(folder)) {
            Task task = study.next("anna").orElseThrow();
            assertThat(study.answer("anna", task.number(), "left", 3.25)).isEqualTo(Outcome.TAKEN);
            assertThat(Study.answers(folder)).hasSize(1);
            assertThat(Files.readString(folder.resolve(Study.ANSWERS))).endsWith(",3.250\r\n");
            // A second window, or a request that is sent again.
            assertThat(study.answer("anna", task.number(), "right", 9)).isEqualTo(Outcome.REPEATED);
            assertThat(study.answers()).hasSize(1);
            Task next = study.next("anna").orElseThrow();
            assertThat(next.number()).isNotEqualTo(task.number());
            assertThat(study.answer("bob", next.number(), "left", 1)).isEqualTo(Outcome.NOT_ASKED);
            assertThat(study.answer("anna", 10_000, "left", 1)).isEqualTo(Outcome.NOT_ASKED);
            assertThat(study.answer("anna", -1, "left", 1)).isEqualTo(Outcome.REPEATED);
            assertThatThrownBy(() -> study.answer("anna", next.number(), "4", 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(study.answers()).hasSize(1);
        }
    }

    @Test
    void aTornLineIsTakenAwayAndItsQuestionAskedAgain() throws IOException {
        SmallStudy.write(folder, SmallStudy.preference(1, 1, 100, 0));
        Path file = folder.resolve(Study.ANSWERS);
        String whole;
        try (Study study = Study.open(folder)) {
            for (int i = 0; i < 3; i++) {
                study.answer("anna", study.next("anna").orElseThrow().number(), "equal", 1);
            }
            whole = Files.readString(file);
        }
        for (String torn : List.of("preference,map,1,1,anna,2", "preference,map,1,1,anna,2,1,,2,0.9\r",
                "\0\0\0\0\0\0\0\0\0\n\0")) {
            Files.writeString(file, whole + torn);
            assertThat(Study.answers(folder)).hasSizeGreaterThanOrEqualTo(3);
            try (Study study = Study.open(folder)) {
                assertThat(study.answers()).hasSize(3);
                assertThat(study.state().missing()).isEqualTo(3);
            }
            assertThat(file).content().isEqualTo(whole);
        }
        Files.writeString(file, whole.substring(0, 20));
        try (Study study = Study.open(folder)) {
            assertThat(study.answers()).isEmpty();
            assertThat(study.answer("anna", study.next("anna").orElseThrow().number(), "left", 1))
                    .isEqualTo(Outcome.TAKEN);
        }
        assertThat(Study.answers(folder)).hasSize(1);
    }

    @Test
    void damageInTheMiddleIsToldAndNothingIsTakenAway() throws IOException {
        SmallStudy.write(folder, SmallStudy.preference(1, 1, 100, 0));
        Study.open(folder).close();
        Path file = folder.resolve(Study.ANSWERS);
        Files.writeString(file, "preference,map,1,1,anna,2,7\r\npreference,map,0,0,anna,2,1,,2,1\r\n",
                StandardOpenOption.APPEND);
        String before = Files.readString(file);
        assertThatThrownBy(() -> Study.open(folder)).isInstanceOf(Problem.class).hasMessageContaining("line 2");
        assertThat(file).content().isEqualTo(before);
    }

    @Test
    void aStudyIsTakenUpOnAnotherDayWhereItStood() throws IOException {
        SmallStudy.write(folder, SmallStudy.preference(2, 2, 5, 2));
        int practised = 0;
        try (Study study = Study.open(folder)) {
            for (int i = 0; i < 5; i++) {
                Task task = study.next("anna").orElseThrow();
                practised += task.isPractice() ? 1 : 0;
                assertThat(study.answer("anna", task.number(), "right", 1))
                        .isEqualTo(task.isPractice() ? Outcome.PRACTISED : Outcome.TAKEN);
            }
            assertThat(practised).isEqualTo(2);
            assertThat(study.answers()).hasSize(3);
            assertThat(study.knows("anna")).isTrue();
            assertThatThrownBy(() -> Study.open(folder)).isInstanceOf(Problem.class).hasMessageContaining("another");
        }
        try (Study study = Study.open(folder)) {
            assertThat(study.state()).isEqualTo(new Study.State(3, 24 - 3, 1));
            Task task = study.next("anna").orElseThrow();
            assertThat(task.isPractice()).isFalse();
            assertThat(task.done()).isEqualTo(3);
            study.answer("anna", task.number(), "left", 1);
            study.answer("anna", study.next("anna").orElseThrow().number(), "left", 1);
            assertThat(study.next("anna")).isEmpty();
            assertThat(study.next("bob").orElseThrow().isPractice()).isTrue();
        }
    }

    @Test
    void whoeverLeavesTakesNoQuestionAlong() throws IOException {
        SmallStudy.write(folder, SmallStudy.recognition(1, 1, 100, 0));
        AtomicLong clock = new AtomicLong();
        try (Study study = Study.open(folder, clock::get)) {
            Task left = study.next("leaves").orElseThrow();
            Set<Integer> asked = new HashSet<>();
            for (Optional<Task> task = study.next("stays"); task.isPresent(); task = study.next("stays")) {
                asked.add(task.get().number());
                study.answer("stays", task.get().number(), Task.UNKNOWN, 1);
            }
            assertThat(asked).hasSize(8).doesNotContain(left.number());
            clock.addAndGet(Schedule.PATIENCE_NANOS);
            assertThat(study.next("stays").orElseThrow().number()).isEqualTo(left.number());
            study.answer("stays", left.number(), "0", 1);
            assertThat(study.state().missing()).isZero();
            // An answer that comes late all the same is somebody's answer.
            assertThat(study.answer("leaves", left.number(), "1", 400)).isEqualTo(Outcome.TAKEN);
        }
    }

    @Test
    void answersOfACopyOnAnotherMachineComeInOnce() throws IOException {
        Path here = folder.resolve("here");
        Path there = folder.resolve("there");
        SmallStudy.write(here, SmallStudy.preference(2, 2, 4, 0));
        copy(here, there);
        try (Study one = Study.open(here); Study other = Study.open(there)) {
            for (int i = 0; i < 4; i++) {
                one.answer("anna", one.next("anna").orElseThrow().number(), "left", 1);
                other.answer("bob", other.next("bob").orElseThrow().number(), "right", 1);
            }
            assertThat(one.merge(other.answers())).isEqualTo(4);
            assertThat(one.merge(other.answers())).isZero();
            assertThat(one.answers()).hasSize(8);
            assertThat(one.merge(AnswerTable.read(Path.of("src/test/resources/reference/study/answers.csv"))))
                    .as("answers to other questions stay out").isLessThan(672);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void fortyParticipantsAtOnceLoseAndDoubleNothing() throws Exception {
        SmallStudy.write(folder, SmallStudy.preference(20, 5, 100, 1));
        ExecutorService pool = Executors.newFixedThreadPool(40);
        try (Study study = Study.open(folder)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "p" + i;
                all.add(pool.submit(() -> {
                    int counted = 0;
                    for (Optional<Task> task = study.next(name); task.isPresent(); task = study.next(name)) {
                        counted += study.answer(name, task.get().number(), "left", 1) == Outcome.TAKEN ? 1 : 0;
                    }
                    return counted;
                }));
            }
            int counted = 0;
            for (Future<Integer> each : all) {
                counted += each.get();
            }
            assertThat(counted).isEqualTo(600).isEqualTo(study.answers().size());
        } finally {
            pool.shutdownNow();
        }
        assertThat(Study.answers(folder)).hasSize(600);
    }

    @Test
    void aFolderThatIsNoStudyOrNotWholeIsToldInASentence() throws IOException {
        assertThatThrownBy(() -> Study.open(folder)).isInstanceOf(Problem.class)
                .hasMessageStartingWith("There is no study in ");
        SmallStudy.write(folder, SmallStudy.preference(1, 1, 1, 0));
        try (Stream<Path> files = Files.list(folder.resolve(Study.PICTURES))) {
            Files.delete(files.findFirst().orElseThrow());
        }
        assertThatThrownBy(() -> Study.open(folder)).isInstanceOf(Problem.class).hasMessageContaining("is not whole");
        Files.writeString(folder.resolve(Study.CONTENT), "{");
        assertThatThrownBy(() -> Study.open(folder)).isInstanceOf(Problem.class).hasMessageContaining("is damaged");
    }

    @Test
    void onlyPicturesOfTheStudyAreGivenOut() throws IOException {
        SmallStudy.write(folder, SmallStudy.preference(1, 1, 1, 0));
        try (Study study = Study.open(folder)) {
            Task task = study.next("anna").orElseThrow();
            assertThat(study.picture(task.picture())).isPresent();
            assertThat(task.maps()).hasSize(2).allMatch(map -> study.picture(map).isPresent());
            assertThat(study.picture("../study.json")).isEmpty();
            assertThat(study.picture("../answers.csv")).isEmpty();
            assertThat(study.picture("0".repeat(32) + ".pdf")).isEmpty();
        }
    }

    @Test
    void aDesignThatCannotBeIsToldInASentence() {
        assertThatThrownBy(() -> SmallStudy.preference(0, 1, 1, 0)).isInstanceOf(Problem.class)
                .hasMessageContaining("pictures of each class is 0");
        StudyDesign good = SmallStudy.recognition(1, 1, 1, 0);
        assertThatThrownBy(() -> new StudyDesign("", good.experiment(), good.display(), List.of(List.of(1.0, 2.0)),
                "grad-cam", 1, 1, 1, 0, 1, "")).isInstanceOf(Problem.class);
        assertThat(good.information()).isEqualTo(StudyDesign.INFORMATION);
        assertThat(good.rates()).containsExactly(1.0, 2.0, 32.0);
    }

    private static <K> Map<K, List<Answer>> grouped(List<Answer> answers, Function<Answer, K> by) {
        return answers.stream().collect(Collectors.groupingBy(by));
    }
}
