package espalier.study;

import espalier.basics.Problem;
import espalier.workspace.FolderLock;
import espalier.workspace.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A study under way, in a folder that holds all of it: {@value #CONTENT}, the {@value #ANSWERS} as they come, and the
 * {@value #PICTURES}; another machine runs a copy. An answer is on the disk before the next question is given; kill, a
 * closed lid, a reloaded page or a second window lose and double nothing, as the next question follows from what is on
 * disk. One program at a time holds the folder. Safe to use from several threads.
 */
public final class Study implements AutoCloseable {

    /** What is asked. */
    public static final String CONTENT = "study.json";
    /** What was answered. */
    public static final String ANSWERS = "answers.csv";
    /** The folder of the pictures and maps. */
    public static final String PICTURES = "pictures";

    private static final Logger LOG = LoggerFactory.getLogger(Study.class);
    /** Longer than this is a break, not an answer's time. */
    private static final double MOST_SECONDS = 86_400;
    private static final int NAME = 40;

    /** What became of an answer. */
    public enum Outcome {
        /** It counts, and is on the disk. */
        TAKEN,
        /** It was practice. */
        PRACTISED,
        /** The participant has answered this before, in another window or by the same request sent again. */
        REPEATED,
        /** The participant was asked something else. */
        NOT_ASKED
    }

    /** How the study stands. */
    public record State(int answers, int missing, int participants) {}

    private final Path folder;
    private final Optional<FolderLock> lock;
    private final StudyContent content;
    private final List<Question> questions;
    private final List<Question> practice;
    private final AnswerJournal journal;
    private final Schedule schedule;
    /** How many practice questions each has answered in this session. */
    private final Map<String, Integer> practised = new HashMap<>();
    private final List<Consumer<Answer>> listeners = new CopyOnWriteArrayList<>();

    private Study(Path folder, Optional<FolderLock> lock, StudyContent content, AnswerJournal journal,
            LongSupplier clock) {
        this.folder = folder;
        this.lock = lock;
        this.content = content;
        this.journal = journal;
        questions = content.questions();
        practice = content.practiceQuestions();
        StudyDesign design = content.design();
        schedule = new Schedule(questions, design.answers(), design.share(), design.seed(), clock);
        journal.answers().forEach(schedule::given);
    }

    /**
     * Takes up a study, new or not, and holds its folder until it is closed.
     *
     * @throws Problem when there is none, it is damaged, or another program holds it
     */
    public static Study open(Path folder) {
        return open(folder, System::nanoTime);
    }

    static Study open(Path folder, LongSupplier clock) {
        StudyContent content = read(folder);
        Optional<FolderLock> lock = lock(folder);
        try {
            return new Study(folder, lock, content, AnswerJournal.open(folder.resolve(ANSWERS)), clock);
        } catch (RuntimeException e) {
            lock.ifPresent(FolderLock::close);
            throw e;
        }
    }

    /**
     * Reads what a study asks, without holding it.
     *
     * @throws Problem when there is none, it is damaged, or pictures are missing
     */
    public static StudyContent read(Path folder) {
        requireStudy(folder);
        StudyContent content = JsonFiles.read(folder.resolve(CONTENT), StudyContent.class, "a study");
        for (List<StudyContent.Shown> part : List.of(content.pictures(), content.practice())) {
            for (StudyContent.Shown shown : part) {
                List<String> files = new ArrayList<>(shown.maps().values());
                files.add(shown.file());
                for (String file : files) {
                    if (!Files.isRegularFile(folder.resolve(PICTURES).resolve(file))) {
                        throw new Problem("The study in " + folder + " is not whole: its picture " + file
                                + " is missing. Copy the folder again.");
                    }
                }
            }
        }
        return content;
    }

    private static void requireStudy(Path folder) {
        if (!Files.isRegularFile(folder.resolve(CONTENT))) {
            throw new Problem("There is no study in " + folder + ". Choose a folder with the file " + CONTENT + ".");
        }
    }

    /**
     * The answers of a study, without holding it; a line that is being written is passed over.
     *
     * @throws Problem when there is no study, or its answers are damaged
     */
    public static List<Answer> answers(Path folder) {
        requireStudy(folder);
        return AnswerJournal.read(folder.resolve(ANSWERS));
    }

    private static Optional<FolderLock> lock(Path folder) {
        try {
            return Optional.of(FolderLock.take(folder).orElseThrow(() -> new Problem(
                    "The study in " + folder + " is under way in another Espalier. Stop it there first.")));
        } catch (IOException e) {
            LOG.warn("Cannot lock {}", folder, e);
            return Optional.empty();
        }
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** What is asked. */
    public StudyContent content() {
        return content;
    }

    /** The file of a picture or map of this study; empty where it has none of the name. */
    public Optional<Path> picture(String name) {
        return Optional.of(name).filter(file -> file.matches(StudyContent.FILE_NAME))
                .map(folder.resolve(PICTURES)::resolve).filter(Files::isRegularFile);
    }

    /** Called with each new answer, on the thread that gives it; never while the study is held up. */
    public void onAnswer(Consumer<Answer> listener) {
        listeners.add(listener);
    }

    /**
     * What a participant is asked now, the same until it is answered.
     *
     * @param participant a word without spaces that says nothing of the person
     * @return empty where nothing is left to ask this participant
     */
    public synchronized Optional<Task> next(String participant) {
        int practised = schedule.answered(participant) > 0 ? practice.size()
                : this.practised.getOrDefault(participant, 0);
        if (practised < practice.size()) {
            Question question = practice.get(practised);
            return Optional.of(Task.of(-1 - practised, question, practised % 2 == 0,
                    content.practice().get(question.picture()), content, 0));
        }
        return schedule.next(participant)
                .map(turn -> Task.of(turn.number(), questions.get(turn.number()), turn.firstLeft(),
                        content.pictures().get(questions.get(turn.number()).picture()), content,
                        schedule.answered(participant)));
    }

    /**
     * Takes an answer. When this returns that it is taken, it is on the disk.
     *
     * @param number  of the task that it answers
     * @param choice  one of {@link Task#SIDES}, or the number of a class or {@link Task#UNKNOWN}
     * @param seconds how long it took; NaN where that is not known
     * @throws IllegalArgumentException where the choice is none
     * @throws Problem                  where the disk takes nothing
     */
    public Outcome answer(String participant, int number, String choice, double seconds) {
        if (participant.length() > NAME || !participant.matches("[\\w-]+")) {
            throw new IllegalArgumentException(participant);
        }
        Answer answer;
        synchronized (this) {
            if (number < 0) {
                return practise(participant, -1 - number, choice);
            }
            if (number < questions.size() && schedule.hasAnswered(participant, number)) {
                return Outcome.REPEATED;
            }
            Optional<Schedule.Turn> turn = schedule.held(participant).filter(held -> held.number() == number);
            if (turn.isEmpty()) {
                return Outcome.NOT_ASKED;
            }
            double time = seconds >= 0 && seconds <= MOST_SECONDS ? seconds : Double.NaN;
            answer = Task.answer(questions.get(number), turn.get().firstLeft(), participant, choice, time,
                    content.classNames().size());
            journal.add(answer);
            schedule.given(answer);
        }
        listeners.forEach(listener -> listener.accept(answer));
        return Outcome.TAKEN;
    }

    private Outcome practise(String participant, int place, String choice) {
        int done = practised.getOrDefault(participant, 0);
        if (place < done || schedule.answered(participant) > 0) {
            return Outcome.REPEATED;
        }
        if (place > done || place >= practice.size()) {
            return Outcome.NOT_ASKED;
        }
        // Only to see that the choice is one.
        Task.answer(practice.get(place), true, participant, choice, Double.NaN, content.classNames().size());
        practised.put(participant, done + 1);
        return Outcome.PRACTISED;
    }

    /** Whether a participant has answered something here, on this day or another. */
    public synchronized boolean knows(String participant) {
        return schedule.answered(participant) > 0;
    }

    /**
     * Takes in answers of another machine that ran a copy of this study, or of a table: those that are here already are
     * passed over, and so are those to other questions.
     *
     * @return how many are new
     * @throws Problem where the disk takes nothing; those before are in
     */
    public synchronized int merge(List<Answer> others) {
        Set<Question> asked = Set.copyOf(questions);
        int taken = 0;
        for (Answer answer : others) {
            if (asked.contains(answer.question()) && journal.add(answer)) {
                schedule.given(answer);
                taken++;
            }
        }
        return taken;
    }

    /** All answers so far. */
    public synchronized List<Answer> answers() {
        return List.copyOf(journal.answers());
    }

    /** How the study stands. */
    public synchronized State state() {
        return new State(journal.answers().size(), schedule.missing(),
                (int) journal.answers().stream().map(Answer::participant).distinct().count());
    }

    /** Lets others hold the folder. */
    @Override
    public synchronized void close() {
        journal.close();
        lock.ifPresent(FolderLock::close);
    }
}
