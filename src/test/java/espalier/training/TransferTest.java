package espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches.Augmentation;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.shapes.Shapes;
import espalier.engine.Precision;
import espalier.engine.Program;
import espalier.engine.Program.Span;
import espalier.engine.Values;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Front;
import espalier.network.Head;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.training.TrainingState.Epoch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that are trained from others: a new head, the front as it was. */
class TransferTest {

    private static final Dataset SHAPES = new Shapes(3, 240, 40, 40);
    private static final Dataset KNOWN = Datasets.only(SHAPES, new int[] {0, 1, 2, 3, 4, 5, 6});
    private static final Dataset NEW = Datasets.only(SHAPES, new int[] {7, 8, 9});
    private static final TrainingSettings SETTINGS = TrainingSettings.TRANSFER.withEpochs(9);
    private static Network base;

    @BeforeAll
    static void aNetworkThatKnowsOtherClasses() {
        base = Architectures.vgg(new int[] {8, 0, 16, 0, 24, 0, 32, 0},
                new Description("base", KNOWN.classNames(), KNOWN.pictureSize(), KNOWN.normalisation(), Map.of()), 2);
        TrainingSettings settings = TrainingSettings.TRAIN.withEpochs(5);
        TrainingStart start = new TrainingStart(base, Beginning.NEW, Front.NONE, Map.of());
        start.trainer(KNOWN, settings).fit(Progress.NONE, Trainer.Listener.NONE);
    }

    private static float[] pixels(int batch, int size) {
        Random random = new Random(4);
        float[] pixels = new float[batch * size * size * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return pixels;
    }

    @Test
    void theTwoPartsOfAProgramDoWhatTheWholeDoes() {
        Network network = TestNetworks.gated();
        int[] labels = {0, 2, 1, 1};
        float[] pixels = pixels(labels.length, TestNetworks.SIZE);
        Program whole = network.program();
        Program front = whole.upTo("excited");
        Program rest = whole.behind("excited");
        float[][] logits = whole.train(pixels, labels, Precision.FLOAT32);
        float[] all = Values.of(whole.gradients());
        List<Span> trained = rest.trained();
        assertThat(trained).hasSize(1);
        assertThat(trained.get(0).from()).isBetween(1, all.length - 1);
        whole.gradients().assign(7);

        float[][] again = rest.train(front.values(pixels, labels.length, Precision.FLOAT32), labels, Precision.FLOAT32);

        for (int i = 0; i < logits.length; i++) {
            assertThat(again[i]).containsExactly(logits[i], org.assertj.core.data.Offset.offset(1e-4f));
        }
        float[] own = Values.of(whole.gradients());
        for (int i = 0; i < own.length; i++) {
            assertThat(own[i]).isCloseTo(i < trained.get(0).from() ? 7 : all[i],
                    org.assertj.core.data.Offset.offset(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "2"})
    void theFrontStaysAsItIsToTheLastBitAndTheRestLearns(String freeze) {
        TrainingStart start = TrainingStart.of(base, freeze, "mine", NEW, 1);
        float[] before = start.network().parameters();
        List<Epoch> epochs = new ArrayList<>();
        start.trainer(NEW, SETTINGS).validating().fit(Progress.NONE, epochs::add);

        float[] after = start.network().parameters();
        int first = start.network().program().behind(start.front().value()).trained().get(0).from();
        assertThat(Arrays.copyOf(after, first)).isEqualTo(Arrays.copyOf(before, first));
        assertThat(IntStream.range(first, after.length).filter(i -> after[i] != before[i]).count())
                .isGreaterThan((after.length - first) / 2);
        assertThat(epochs).hasSize(9).allMatch(epoch -> epoch.validationAccuracy() >= 0);
        assertThat(epochs.get(8).loss()).isLessThan(epochs.get(0).loss() * 0.9).isLessThan(Math.log(3));
        assertThat(epochs.get(8).accuracy()).isGreaterThan(0.5);
        assertThat(start.network().description().classNames()).isEqualTo(NEW.classNames());
        // What it was made from is as it was.
        assertThat(base.classes()).isEqualTo(7);
    }

    @Test
    void picturesThatAreChangedGoThroughTheFrontEachTime() {
        TrainingStart start = TrainingStart.of(base, "head", "mine", NEW, 1);
        List<Epoch> epochs = new ArrayList<>();
        start.trainer(NEW, SETTINGS.withEpochs(10).withAugmentation(Augmentation.of(NEW.pictureSize())))
                .fit(Progress.NONE, epochs::add);
        assertThat(epochs.get(9).loss()).isLessThan(epochs.get(0).loss());
        assertThat(Augmentation.of(NEW.pictureSize()).cropPadding()).isEqualTo(NEW.pictureSize().height() / 8);
    }

    @Test
    void aStoppedTransferEndsAsItWouldHaveEnded(@TempDir Path folder) {
        Path file = folder.resolve("stopped");
        List<Epoch> straight = new ArrayList<>();
        TrainingStart first = TrainingStart.of(base, "2", "mine", NEW, 1);
        first.trainer(NEW, SETTINGS).validating().fit(Progress.NONE, new Trainer.Listener() {
            @Override
            public void epoch(Epoch epoch) {
                straight.add(epoch);
            }

            @Override
            public void reached(Supplier<TrainingState> state) {
                if (straight.size() == 4) {
                    state.get().write(file, "transfer");
                }
            }
        });
        TrainingStart second = TrainingStart.of(base, "2", "mine", NEW, 1);
        List<Epoch> rest = new ArrayList<>();
        second.trainer(NEW, SETTINGS).validating().resume(TrainingState.read(file, "transfer"), Progress.NONE,
                rest::add);
        assertThat(second.network().parameters()).isEqualTo(first.network().parameters());
        assertThat(rest).extracting(Epoch::validationAccuracy)
                .isEqualTo(straight.stream().skip(4).map(Epoch::validationAccuracy).toList());
    }

    @Test
    void theListenerSeesTheConfusionOfEveryEpoch() {
        List<Evaluation> seen = new ArrayList<>();
        TrainingStart start = TrainingStart.of(base, "head", "mine", NEW, 1);
        start.trainer(NEW, SETTINGS.withEpochs(2)).validating().fit(Progress.NONE, new Trainer.Listener() {
            @Override
            public void epoch(Epoch epoch) {
                assertThat(seen.get(epoch.number() - 1).accuracy()).isEqualTo(epoch.validationAccuracy());
            }

            @Override
            public void validated(Evaluation evaluation) {
                seen.add(evaluation);
            }
        });
        assertThat(seen).hasSize(2).allMatch(evaluation -> evaluation.pictures() == NEW.part(Part.VALIDATION).size());
    }

    @Test
    void aNetworkOfMoreClassesThanBeforeAnswersWithAllOfThem() {
        Network three = TrainingStart.of(base, "head", "mine", NEW, 1).network();
        Network ten = Head.anew(three, SHAPES.classNames(), 1);
        assertThat(ten.classes()).isEqualTo(10);
        float[][] logits = ten.infer(new Batch(2, pixels(2, 64), new int[2]));
        assertThat(logits[0]).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeTrainedIsToldBeforeItBegins() {
        Network summed = TestNetworks.summedAnswers();
        assertThatThrownBy(() -> TrainingStart.of(summed, "head", "mine", NEW, 1)).isInstanceOf(Problem.class)
                .hasMessageContaining("that layer cannot be replaced").hasMessageContaining("begin with another");
        Dataset few = new Shapes(3, 5, 40, 40);
        assertThatThrownBy(() -> TrainingStart.of("vgg-s", "mine", few, 1)).isInstanceOf(Problem.class)
                .hasMessageContaining("no training picture of \"");
        Dataset unsplit = new Shapes(3, 40, 0, 40);
        assertThatThrownBy(() -> TrainingStart.of("vgg-s", "mine", unsplit, 1)).isInstanceOf(Problem.class)
                .hasMessageContaining("too few pictures to set some aside for validation");
    }
}
