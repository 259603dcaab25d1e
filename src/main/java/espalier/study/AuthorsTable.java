package espalier.study;

import espalier.basics.Problem;
import espalier.basics.Sha256;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Answer.Recognition;
import espalier.study.Question.Display;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tables of single answers as the second paper's authors publish them, one line for each task on Mechanical Turk:
 * {@code WorkerId, img_id, img_class} ({@code 2-cassetteplayer}), then {@code alg1, alg2} (the networks on the left and
 * right: {@code nonpruned}, {@code 2pruned} …) and {@code annotation_result} ({@code alg1}, {@code alg2}, {@code none})
 * of preferences, or {@code algorithm} and {@code img_answer} (a class or {@code none}) of recognition. The display
 * stands in the file's name only.
 */
final class AuthorsTable {

    private static final Pattern CLASS = Pattern.compile("(\\d{1,4})-.+");
    private static final Pattern RATE = Pattern.compile("(\\d{1,4})pruned");
    private static final List<String> COMMON = List.of("workerid", "img_id", "img_class");
    private static final List<String> PREFERENCE = List.of("alg1", "alg2", "annotation_result");
    private static final List<String> RECOGNITION = List.of("algorithm", "img_answer");

    private AuthorsTable() {}

    /** @param headings of a table, in lower case */
    static boolean hasHeadings(Set<String> headings) {
        return headings.containsAll(COMMON) && (headings.containsAll(PREFERENCE) || headings.containsAll(RECOGNITION));
    }

    /** What the participants of a file were shown, by its name: {@code …heatmaps.csv}, and explanation maps else. */
    static Display display(String file) {
        return Path.of(file).getFileName().toString().toLowerCase(Locale.ROOT).contains("heat") ? Display.HEAT
                : Display.MAP;
    }

    /** @throws Problem that tells what is wrong with the line */
    static Answer answer(AnswerCells cells, Display display) {
        int item = cells.number("img_id");
        int trueClass = classOf("img_class", cells.text("img_class"));
        String participant = pseudonym(cells.text("workerid"));
        if (!cells.optional("algorithm").isEmpty()) {
            Question question = Question.recognition(display, item, trueClass, rate("algorithm", cells));
            String named = cells.text("img_answer");
            return new Recognition(question, participant,
                    named.equals("none") ? Recognition.UNKNOWN : classOf("img_answer", named), Double.NaN);
        }
        double left = rate("alg1", cells);
        double right = rate("alg2", cells);
        Question question = Question.preference(display, item, trueClass, left, right);
        boolean firstLeft = question.first() == left;
        Preferred preferred = switch (cells.text("annotation_result")) {
            case "alg1" -> firstLeft ? Preferred.FIRST : Preferred.SECOND;
            case "alg2" -> firstLeft ? Preferred.SECOND : Preferred.FIRST;
            case "none" -> Preferred.EQUAL;
            default -> throw new Problem(
                    "“annotation_result” is " + cells.text("annotation_result") + ", but must be alg1, alg2 or none");
        };
        return new Preference(question, participant, firstLeft, preferred, Double.NaN);
    }

    private static int classOf(String column, String text) {
        Matcher matcher = CLASS.matcher(text);
        if (!matcher.matches()) {
            throw new Problem("“" + column + "” is " + text + ", but must be a class such as 2-cassetteplayer");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private static double rate(String column, AnswerCells cells) {
        String text = cells.text(column);
        Matcher matcher = RATE.matcher(text);
        if (text.equals("nonpruned")) {
            return 1;
        }
        if (!matcher.matches()) {
            throw new Problem("“" + column + "” is " + text + ", but must be nonpruned or such as 2pruned");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Accounts of people are not ours to keep or to pass on; the same one stays the same in every file. */
    private static String pseudonym(String account) {
        return Sha256.brief(account);
    }
}
