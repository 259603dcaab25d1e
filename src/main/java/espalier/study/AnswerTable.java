package espalier.study;

import espalier.basics.AtomicFiles;
import espalier.basics.Csv;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Answer.Recognition;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers as tables (CSV) with the columns of the paper's public answers: {@code experiment, display, item, class,
 * participant}, then {@code left, right, answer} of preferences, the rates and the one that was chosen or
 * {@code equal}, or {@code rate, answer} of recognition, the class or {@code dont-know}; and {@code seconds} where it
 * is known. A file may hold both experiments; its headings say which column is which. The tables of the paper's authors
 * themselves ({@link AuthorsTable}) are read as well.
 */
public final class AnswerTable {

    /** All columns, for a file with answers of both experiments. */
    static final List<String> COLUMNS = List.of("experiment", "display", "item", "class", "participant", "left",
            "right", "rate", "answer", "seconds");

    private static final String EQUAL = "equal";
    private static final String UNKNOWN = "dont-know";

    /**
     * Answers of several files.
     *
     * @param answers  each once
     * @param repeated how many were left out because an earlier file has them
     */
    public record Merged(List<Answer> answers, int repeated) {}

    private AnswerTable() {}

    /**
     * Reads a file.
     *
     * @throws Problem that names file and line where it is no such table
     */
    public static List<Answer> read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new Problem("There is no file " + file + ". Choose a table of answers.", e);
        } catch (CharacterCodingException e) {
            throw new Problem(file + " is no table of answers: it is not text in UTF-8. Choose another file.", e);
        } catch (IOException e) {
            throw new Problem(
                    file + " cannot be read: " + AtomicFiles.reason(e) + ". Check the file and its permissions.", e);
        }
    }

    /** @param name of the file, for the sentence that tells what is wrong */
    static List<Answer> parse(String text, String name) {
        List<Csv.Row> rows = Csv.rows(text);
        if (rows.isEmpty()) {
            throw new Problem(name + " is empty. A table of answers begins with its headings: "
                    + String.join(",", COLUMNS) + ".");
        }
        Map<String, Integer> columns = new HashMap<>();
        List<String> headings = rows.get(0).cells();
        for (int i = 0; i < headings.size(); i++) {
            columns.put(headings.get(i).toLowerCase(Locale.ROOT), i);
        }
        boolean authors = AuthorsTable.hasHeadings(columns.keySet());
        Display display = AuthorsTable.display(name);
        for (String needed : authors ? List.<String>of()
                : List.of("experiment", "display", "item", "class", "participant", "answer")) {
            if (!columns.containsKey(needed)) {
                throw new Problem(name + " is no table of answers: it has no column “" + needed
                        + "”. Its first line must be like " + String.join(",", COLUMNS) + ".");
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (Csv.Row row : rows.subList(1, rows.size())) {
            try {
                AnswerCells cells = new AnswerCells(columns, row.cells());
                answers.add(authors ? AuthorsTable.answer(cells, display) : answer(cells));
            } catch (Problem e) {
                throw new Problem(name + ", line " + row.line() + ": " + e.getMessage()
                        + ". Correct the line, or take another copy of the file.", e);
            }
        }
        return answers;
    }

    private static Answer answer(AnswerCells cells) {
        Experiment experiment = Experiment.of(cells.text("experiment"));
        Display display = Display.of(cells.text("display"));
        int item = cells.number("item");
        int trueClass = cells.number("class");
        String participant = cells.text("participant");
        String answer = cells.text("answer");
        double seconds = cells.seconds();
        if (experiment == Experiment.RECOGNITION) {
            return new Recognition(Question.recognition(display, item, trueClass, cells.rate("rate")), participant,
                    answer.equals(UNKNOWN) ? Recognition.UNKNOWN : cells.number("answer"), seconds);
        }
        double left = cells.rate("left");
        double right = cells.rate("right");
        Question question = Question.preference(display, item, trueClass, left, right);
        boolean firstLeft = question.first() == left;
        if (answer.equals(EQUAL)) {
            return new Preference(question, participant, firstLeft, Preferred.EQUAL, seconds);
        }
        double chosen = cells.rate("answer");
        if (chosen != left && chosen != right) {
            throw new Problem("the answer " + answer + " is none of the two rates, nor “equal”");
        }
        return new Preference(question, participant, firstLeft,
                chosen == question.first() ? Preferred.FIRST : Preferred.SECOND, seconds);
    }

    /** The line of a file with all {@link #COLUMNS}, with its end. */
    static String line(Answer answer) {
        return Csv.line(COLUMNS.stream().map(fields(answer)::get).toList());
    }

    private static Map<String, String> fields(Answer answer) {
        Question question = answer.question();
        Map<String, String> fields = new LinkedHashMap<>();
        COLUMNS.forEach(column -> fields.put(column, ""));
        fields.put("experiment", question.experiment().key());
        fields.put("display", question.display().key());
        fields.put("item", Integer.toString(question.picture()));
        fields.put("class", Integer.toString(question.trueClass()));
        fields.put("participant", answer.participant());
        fields.put("seconds", Double.isNaN(answer.seconds()) ? "" : Figures.fixed(answer.seconds(), 3));
        if (answer instanceof Preference preference) {
            String first = Figures.plain(question.first());
            String second = Figures.plain(question.second());
            fields.put("left", preference.firstLeft() ? first : second);
            fields.put("right", preference.firstLeft() ? second : first);
            fields.put("answer", switch (preference.preferred()) {
                case FIRST -> first;
                case SECOND -> second;
                case EQUAL -> EQUAL;
            });
        } else if (answer instanceof Recognition recognition) {
            fields.put("rate", Figures.plain(question.first()));
            fields.put("answer", recognition.isUnknown() ? UNKNOWN : Integer.toString(recognition.named()));
        }
        return fields;
    }

    /**
     * Writes answers as the paper's authors did: a file for each experiment and display, such as
     * {@code preference-map.csv}, with that experiment's columns; {@code seconds} where any is known.
     *
     * @return the files
     */
    public static List<Path> export(List<Answer> answers, Path folder) {
        Map<String, List<Answer>> tables = answers.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.question().experiment().key() + "-" + answer.question().display().key(),
                        LinkedHashMap::new, Collectors.toList()));
        List<Path> files = new ArrayList<>();
        tables.forEach((name, table) -> {
            boolean preference = table.get(0).question().experiment() == Experiment.PREFERENCE;
            boolean timed = table.stream().anyMatch(answer -> !Double.isNaN(answer.seconds()));
            List<String> columns = COLUMNS.stream()
                    .filter(column -> !(preference ? List.of("rate") : List.of("left", "right")).contains(column))
                    .filter(column -> timed || !column.equals("seconds")).toList();
            Path file = folder.resolve(name + ".csv");
            AtomicFiles
                    .writeText(file, Stream
                            .concat(Stream.of(Csv.line(columns)),
                                    table.stream().map(
                                            answer -> Csv.line(columns.stream().map(fields(answer)::get).toList())))
                            .collect(Collectors.joining()));
            files.add(file);
        });
        return files;
    }

    /**
     * Puts files together. An answer that several of them have is one; those that one file has twice are two, as the
     * paper's public answers have some: 36 times a participant was asked the same again. How long an answer took is not
     * looked at, as not every table tells it.
     */
    public static Merged merge(List<List<Answer>> files) {
        List<Answer> all = new ArrayList<>();
        Map<String, Integer> known = new HashMap<>();
        int repeated = 0;
        for (List<Answer> file : files) {
            Map<String, Integer> here = new HashMap<>();
            for (Answer answer : file) {
                Map<String, String> fields = fields(answer);
                fields.remove("seconds");
                String content = fields.toString();
                int times = here.merge(content, 1, Integer::sum);
                if (times > known.getOrDefault(content, 0)) {
                    all.add(answer);
                } else {
                    repeated++;
                }
            }
            here.forEach((content, times) -> known.merge(content, times, Math::max));
        }
        return new Merged(all, repeated);
    }
}
