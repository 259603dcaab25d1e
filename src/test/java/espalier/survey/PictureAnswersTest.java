package espalier.survey;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Pictures;
import espalier.data.shapes.Shapes;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.survey.PictureAnswers.Neighbour;
import espalier.training.Evaluation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureAnswersTest {

    private final Dataset data = new Shapes(7, 20, 10, 30);
    private final Pictures pictures = data.part(Part.TEST);

    @Test
    void itsConfusionIsTheEvaluations() {
        try (Network network = network(3)) {
            PictureAnswers answers = PictureAnswers.of(network, pictures, Progress.NONE);
            Evaluation evaluation = Evaluation.of(network, pictures, Progress.NONE);
            assertThat(answers.confusion()).isDeepEqualTo(evaluation.confusion());
            int[] cell = answers.of(answers.label(0), answers.predicted(0));
            assertThat(cell).contains(0);
            assertThat(IntStream.of(cell).mapToDouble(answers::confidence).boxed().toList())
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    @Test
    void aPictureIsMostLikeItself() {
        try (Network network = network(3)) {
            PictureAnswers answers = PictureAnswers.of(network, pictures, Progress.NONE);
            float[] seen = PictureAnswers.seen(network, pictures.picture(4).orElseThrow());
            List<Neighbour> all = answers.nearest(seen, -1, 5);
            assertThat(all.get(0).picture()).isEqualTo(4);
            assertThat(all.get(0).cosine()).isGreaterThan(0.99999);
            assertThat(answers.nearest(seen, 4, 5)).extracting(Neighbour::picture).doesNotContain(4).hasSize(5);
        }
    }

    @Test
    void whatChangesIsTheSameFromBothSides() {
        try (Network one = network(3); Network other = network(4)) {
            PictureAnswers first = PictureAnswers.of(one, pictures, Progress.NONE);
            PictureAnswers second = PictureAnswers.of(other, pictures, Progress.NONE);
            assertThat(first.changed(second)).containsExactly(second.changed(first));
            assertThat(IntStream.of(first.changed(second)).boxed().toList())
                    .allSatisfy(i -> assertThat(first.predicted(i)).isNotEqualTo(second.predicted(i)));
            assertThat(first.changed(first)).isEmpty();
        }
    }

    private Network network(long seed) {
        return Architectures.vgg(new int[] {6, 0, 8, 0},
                new Description("tiny", data.classNames(), data.pictureSize(), data.normalisation(), Map.of()), seed);
    }
}
