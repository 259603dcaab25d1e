package espalier.study.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.study.Answer;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Answer.Recognition;
import espalier.study.MapMeasures;
import espalier.study.MapMeasures.Measured;
import espalier.study.Question;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A measure that people follow is found, one that they do not is not, and the figures are those of another program. */
class PredictionTest {

    private static final int PICTURES = 60;
    private static final int PEOPLE = 5;

    private final Random random = new Random(7);

    private double[] noise() {
        return random.doubles(PICTURES).toArray();
    }

    private static Measured measure(String key, boolean higherIsBetter, double[] first, double[] second) {
        return new Measured(key, key, higherIsBetter, Map.of(2.0, first, 1.0, second));
    }

    private static MapMeasures measures(Measured... all) {
        return new MapMeasures(List.of(all));
    }

    private static double[] negative(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /** Everybody sees how good a map is, more or less. */
    private List<Answer> preferences(double[] first, double[] second, double error) {
        List<Answer> answers = new ArrayList<>();
        for (int picture = 0; picture < PICTURES; picture++) {
            for (int person = 0; person < PEOPLE; person++) {
                double seen = first[picture] - second[picture] + error * random.nextGaussian();
                answers.add(new Preference(Question.preference(Display.MAP, picture, picture % 10, 2, 1), "p" + person,
                        random.nextBoolean(),
                        Math.abs(seen) < 0.05 ? Preferred.EQUAL : seen > 0 ? Preferred.FIRST : Preferred.SECOND, 3));
            }
        }
        return answers;
    }

    @Test
    void theMeasureThatPeopleFollowIsFoundWhicheverWayItCounts() {
        double[] first = noise();
        double[] second = noise();
        StudyAnalysis analysis = StudyAnalysis.of(preferences(first, second, 0.4),
                Optional.of(measures(measure("good", true, first, second),
                        measure("distance", false, negative(first), negative(second)),
                        measure("opposite", true, negative(first), negative(second)),
                        measure("noise", true, noise(), noise()))));

        List<Prediction> predictions = analysis.predictions();
        assertThat(predictions).extracting(Prediction::measure).containsExactly("good", "distance", "opposite",
                "noise");
        Prediction good = predictions.get(0);
        assertThat(good.rho()).isGreaterThan(0.5);
        assertThat(good.interval().low()).isGreaterThan(0.3).isLessThan(good.rho());
        assertThat(good.pHolm()).isLessThan(0.01).isGreaterThanOrEqualTo(good.p());
        assertThat(good.along().share()).isGreaterThan(0.65);
        assertThat(good.questions()).isEqualTo(PICTURES);
        assertThat(predictions.get(1).rho()).isEqualTo(good.rho());
        assertThat(predictions.get(2).rho()).isEqualTo(-good.rho());
        assertThat(predictions.get(3).interval().holds(0)).isTrue();
        assertThat(predictions.get(3).pHolm()).isGreaterThan(0.05);
        assertThat(analysis.predictionSentences()).singleElement().asString()
                .startsWith("Beyond chance, which map people prefer goes along with “good” (ρ = ")
                .contains("against it goes “opposite”", "4 measures with Holm's correction, 60 pictures")
                .doesNotContain("noise");
    }

    @Test
    void whereThereIsNoRelationSeldomIsOneFound() {
        int found = 0;
        for (int study = 0; study < 40; study++) {
            List<Answer> answers = preferences(noise(), noise(), 0.4);
            MapMeasures none = measures(measure("a", true, noise(), noise()), measure("b", true, noise(), noise()),
                    measure("c", true, noise(), noise()));
            found += Prediction.of(answers, none, 1).stream().anyMatch(each -> each.pHolm() < 0.05) ? 1 : 0;
        }
        // 2 are to be expected at the level of 5 %; 7 or more come in 0.3 % of such tests.
        assertThat(found).isLessThan(7);
    }

    @Test
    void whichMapIsCalledTheFirstIsOfNoMeaning() {
        double[] better = noise();
        double[] worse = Arrays.stream(better).map(value -> value - 0.1 - 0.5 * random.nextDouble()).toArray();
        List<Answer> answers = preferences(better, worse, 0.2);
        List<Answer> turned = answers.stream().map(Preference.class::cast)
                .map(answer -> (Answer) new Preference(answer.question(), answer.participant(), answer.firstLeft(),
                        switch (answer.preferred()) {
                            case FIRST -> Preferred.SECOND;
                            case SECOND -> Preferred.FIRST;
                            case EQUAL -> Preferred.EQUAL;
                        }, answer.seconds()))
                .toList();

        Prediction straight = Prediction.of(answers, measures(measure("m", true, better, worse)), 1).get(0);
        Prediction other = Prediction.of(turned, measures(measure("m", true, worse, better)), 1).get(0);

        assertThat(other.rho()).isEqualTo(straight.rho());
        assertThat(other.along()).isEqualTo(straight.along());
        // One network is better for all pictures, and people see it.
        assertThat(straight.rho()).isGreaterThan(0.7);
    }

    /** {@code numpy.corrcoef} of mean ranks: of x + [-v for v in x] and y likewise, and of x and y for recognition. */
    @Test
    void correlationsAreThoseOfNumpy() {
        double[] x = {0.3, -0.1, 0.25, 0.0, -0.4, 0.12, 0.3, -0.05};
        int[] y = {2, -1, 2, 1, -2, 0, 1, 0};
        List<Answer> preferences = new ArrayList<>();
        List<Answer> recognitions = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            for (int person = 0; person < 2; person++) {
                preferences.add(new Preference(Question.preference(Display.MAP, i, 0, 2, 1), "p" + person, true,
                        person < Math.abs(y[i]) ? y[i] > 0 ? Preferred.FIRST : Preferred.SECOND : Preferred.EQUAL, 1));
            }
            for (int person = 0; person < 4; person++) {
                recognitions.add(new Recognition(Question.recognition(Display.MAP, i, 0, 2), "p" + person,
                        person < y[i] + 2 ? 0 : 1, 1));
            }
        }
        MapMeasures measured = measures(measure("m", true, x, new double[x.length]));

        assertThat(Prediction.of(preferences, measured, 1)).singleElement()
                .satisfies(each -> assertThat(each.rho()).isCloseTo(0.8821752978236437, within(1e-12)));
        assertThat(Prediction.of(recognitions, measured, 1)).singleElement().satisfies(each -> {
            assertThat(each.experiment()).isEqualTo(Experiment.RECOGNITION);
            assertThat(each.rho()).isCloseTo(0.8659180510297794, within(1e-12));
            assertThat(each.along()).isNull();
        });
    }

    @Test
    void mapsWithoutAMeasureAndFewPicturesAreNoReasonToFail() {
        double[] unknown = new double[PICTURES];
        Arrays.fill(unknown, Double.NaN);
        List<Answer> answers = preferences(noise(), noise(), 1);
        Prediction none = Prediction.of(answers, measures(measure("m", true, unknown, noise())), 1).get(0);
        assertThat(none.questions()).isZero();
        assertThat(none.rho()).isNaN();
        assertThat(none.interval().isKnown()).isFalse();

        StudyAnalysis few = StudyAnalysis.of(answers.subList(0, 3 * PEOPLE),
                Optional.of(measures(measure("m", true, noise(), noise()))));
        assertThat(few.predictions()).singleElement().satisfies(each -> assertThat(each.p()).isNaN());
        assertThat(few.predictionSentences()).containsExactly(
                "There are too few answers yet to tell which measure predicts which map people prefer.");
    }
}
