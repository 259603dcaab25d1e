package espalier.study;

import espalier.basics.Problem;
import java.util.List;
import java.util.Map;

/** The cells of one line by their headings. */
record AnswerCells(Map<String, Integer> columns, List<String> cells) {

    /** A study has fewer pictures and a network fewer classes; larger numbers are damage. */
    private static final int MOST = 10_000_000;

    String text(String column) {
        String text = optional(column);
        if (text.isEmpty()) {
            throw new Problem("“" + column + "” is empty");
        }
        return text;
    }

    String optional(String column) {
        Integer index = columns.get(column);
        return index == null || index >= cells.size() ? "" : cells.get(index).strip();
    }

    int number(String column) {
        String text = text(column);
        if (!text.matches("\\d{1,8}") || Integer.parseInt(text) > MOST) {
            throw new Problem("“" + column + "” is " + text + ", but must be a number from 0");
        }
        return Integer.parseInt(text);
    }

    double rate(String column) {
        String text = text(column);
        double rate = text.matches("\\d{1,9}(\\.\\d{1,9})?") ? Double.parseDouble(text) : 0;
        if (rate < 1) {
            throw new Problem("“" + column + "” is " + text + ", but must be a rate from 1");
        }
        return rate;
    }

    double seconds() {
        String text = optional("seconds");
        if (text.isEmpty()) {
            return Double.NaN;
        }
        if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw new Problem("“seconds” is " + text + ", but must be a number from 0");
        }
        return Double.parseDouble(text);
    }
}
