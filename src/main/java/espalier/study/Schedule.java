package espalier.study;

import espalier.data.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Who is asked what next. Questions are given out one at a time, so that whoever leaves takes none along: each gets as
 * many answers as it needs, in rounds, and its first network stands on the left as often as on the right (one more or
 * less where the number is odd). Among those of a round a participant is asked what evens out the participant's own
 * networks, classes and sides, and pictures that the participant has not seen. Order and first sides come from the
 * seed; what is left follows from the answers, so that a study is taken up on another day, or joined with answers of
 * another machine, without more.
 */
final class Schedule {

    /** Who does not answer for so long may have left: others are asked then. */
    static final long PATIENCE_NANOS = 180_000_000_000L;

    /**
     * A question with its side.
     *
     * @param number    of the question
     * @param firstLeft whether its first network stands on the left
     */
    record Turn(int number, boolean firstLeft) {}

    private record Held(Turn turn, long since) {}

    private static final class Participant {
        private final Set<Question> answered = new HashSet<>();
        private final Map<Object, Integer> times = new HashMap<>();
        private int moreLeft;
        private Held held;

        int times(Object what) {
            return times.getOrDefault(what, 0);
        }
    }

    private final List<Question> questions;
    private final int wanted;
    private final int share;
    private final LongSupplier clock;
    private final Map<Question, Integer> numbers = new HashMap<>();
    private final int[] order;
    private final boolean[] beginsLeft;
    private final int[] left;
    private final int[] right;
    private final Map<String, Participant> participants = new HashMap<>();

    /**
     * A study without answers.
     *
     * @param wanted answers to each question
     * @param share  most questions for one participant
     * @param clock  in nanoseconds
     */
    Schedule(List<Question> questions, int wanted, int share, long seed, LongSupplier clock) {
        this.questions = questions;
        this.wanted = wanted;
        this.share = share;
        this.clock = clock;
        int n = questions.size();
        order = new int[n];
        beginsLeft = new boolean[n];
        left = new int[n];
        right = new int[n];
        SplittableRandom random = Seeds.random(seed, 1);
        List<Integer> places = new ArrayList<>();
        Map<List<Double>, Integer> asked = new HashMap<>();
        for (int i = 0; i < n; i++) {
            numbers.put(questions.get(i), i);
            places.add(random.nextInt(places.size() + 1), i);
        }
        for (int place = 0; place < n; place++) {
            int number = places.get(place);
            order[number] = place;
            // Every second question of the same networks begins on the other side.
            beginsLeft[number] = asked.merge(questions.get(number).rates(), 1, Integer::sum) % 2 == 0;
        }
    }

    /** Takes an answer into account; answers to questions of other studies are passed over. */
    void given(Answer answer) {
        Integer number = numbers.get(answer.question());
        if (number == null) {
            return;
        }
        boolean firstLeft = !(answer instanceof Answer.Preference preference) || preference.firstLeft();
        (firstLeft ? left : right)[number]++;
        Participant participant = participant(answer.participant());
        Question question = answer.question();
        participant.answered.add(question);
        for (Object what : List.of(question.rates(), question.trueClass(), picture(question))) {
            participant.times.merge(what, 1, Integer::sum);
        }
        participant.moreLeft += firstLeft ? 1 : -1;
        if (participant.held != null && participant.held.turn.number == number) {
            participant.held = null;
        }
    }

    private static Object picture(Question question) {
        return "picture " + question.picture();
    }

    /**
     * What a participant is asked now; the same until it is answered.
     *
     * @return empty where the participant has had the share, or nothing is left to ask
     */
    Optional<Turn> next(String name) {
        Participant participant = participant(name);
        if (participant.held == null && participant.answered.size() < share) {
            int[][] out = out();
            choose(participant, out).ifPresent(
                    number -> participant.held = new Held(new Turn(number, side(number, out)), clock.getAsLong()));
        }
        return Optional.ofNullable(participant.held).map(Held::turn);
    }

    /** What a participant was asked and has not answered. */
    Optional<Turn> held(String name) {
        return Optional.ofNullable(participant(name).held).map(Held::turn);
    }

    /** How many participants are looking at each question, its first network on the right and on the left. */
    private int[][] out() {
        int[][] out = new int[2][questions.size()];
        long now = clock.getAsLong();
        for (Participant each : participants.values()) {
            if (each.held != null && now - each.held.since < PATIENCE_NANOS) {
                out[each.held.turn.firstLeft ? 1 : 0][each.held.turn.number]++;
            }
        }
        return out;
    }

    private Optional<Integer> choose(Participant participant, int[][] out) {
        Comparator<Integer> best = Comparator
                .comparingInt((Integer number) -> participant.times(picture(questions.get(number))))
                .thenComparingInt(number -> times(number, out))
                .thenComparingInt(number -> participant.times(questions.get(number).rates()))
                .thenComparingInt(number -> participant.times(questions.get(number).trueClass()))
                .thenComparingInt(number -> side(number, out) == participant.moreLeft > 0 ? 1 : 0)
                .thenComparingInt(number -> order[number]);
        Integer chosen = null;
        for (int number = 0; number < questions.size(); number++) {
            boolean open = times(number, out) < wanted && !participant.answered.contains(questions.get(number));
            if (open && (chosen == null || best.compare(number, chosen) < 0)) {
                chosen = number;
            }
        }
        return Optional.ofNullable(chosen);
    }

    private int times(int number, int[][] out) {
        return left[number] + right[number] + out[0][number] + out[1][number];
    }

    /** Whether the first network stands on the left next: where it has stood less, counting those who look at it. */
    private boolean side(int number, int[][] out) {
        int more = left[number] + out[1][number] - right[number] - out[0][number];
        return more == 0 ? beginsLeft[number] : more < 0;
    }

    /** How many answers a participant has given. */
    int answered(String name) {
        Participant participant = participants.get(name);
        return participant == null ? 0 : participant.answered.size();
    }

    /** Whether a participant has answered a question. */
    boolean hasAnswered(String name, int number) {
        Participant participant = participants.get(name);
        return participant != null && participant.answered.contains(questions.get(number));
    }

    /** How many answers are still to come. */
    int missing() {
        int missing = 0;
        for (int number = 0; number < left.length; number++) {
            missing += Math.max(0, wanted - left[number] - right[number]);
        }
        return missing;
    }

    private Participant participant(String name) {
        return participants.computeIfAbsent(name, key -> new Participant());
    }
}
