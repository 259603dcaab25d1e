package espalier.study;

import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All of a study but its answers and its pictures' files: what {@code study.json} holds. Files have random names, so
 * that neither name nor order tells whoever sees one which network it is of.
 *
 * @param design     what is asked
 * @param classNames by number
 * @param pictures   that are asked about
 * @param practice   that come before
 * @param provenance where networks and pictures come from, for the report
 */
public record StudyContent(StudyDesign design, List<String> classNames, List<Shown> pictures, List<Shown> practice,
        Map<String, String> provenance) {

    /** Names of files; nothing else is ever read or served. */
    static final String FILE_NAME = "[0-9a-f]{32}\\.png";

    /**
     * A picture with the maps of it.
     *
     * @param trueClass from 0
     * @param file      of the picture itself
     * @param maps      files by the network's rate
     * @param index     of the picture in the part of the data that it is of, from 0; −1 where an older study does not
     *                      say
     */
    public record Shown(int trueClass, String file, Map<Double, String> maps, Integer index) {

        /** What an older file lacks is not known. */
        public Shown {
            index = index == null ? -1 : index;
        }

        /** A picture of which nothing else is known. */
        public Shown(int trueClass, String file, Map<Double, String> maps) {
            this(trueClass, file, maps, null);
        }
    }

    /**
     * Checks that all is there.
     *
     * @throws Problem that says what is missing
     */
    public StudyContent {
        classNames = List.copyOf(classNames);
        pictures = List.copyOf(pictures);
        practice = practice == null ? List.of() : List.copyOf(practice);
        provenance = provenance == null ? Map.of() : Map.copyOf(provenance);
        if (pictures.isEmpty()) {
            throw new Problem("The study has no pictures. Make it again.");
        }
        for (List<Shown> part : List.of(pictures, practice)) {
            for (Shown shown : part) {
                if (shown.trueClass < 0 || shown.trueClass >= classNames.size() || !shown.file.matches(FILE_NAME)
                        || !shown.maps.keySet().containsAll(design.rates())
                        || !shown.maps.values().stream().allMatch(file -> file.matches(FILE_NAME))) {
                    throw new Problem("A picture of the study is not described as it should be. Take another copy.");
                }
            }
        }
    }

    /** All questions, by picture. */
    List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            questions.addAll(design.questions(i, pictures.get(i).trueClass));
        }
        return questions;
    }

    /** What is asked of practice pictures: one question each, networks in turn. */
    List<Question> practiceQuestions() {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < practice.size(); i++) {
            List<Question> all = design.questions(i, practice.get(i).trueClass);
            questions.add(all.get(i % all.size()));
        }
        return questions;
    }
}
