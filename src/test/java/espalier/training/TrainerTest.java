package espalier.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batches.Augmentation;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.shapes.Shapes;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.training.TrainingSettings.Schedule;
import espalier.training.TrainingState.Epoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

    private static final Dataset DATA = new Shapes(3, 160, 40, 40);
    private static final TrainingSettings SETTINGS = new TrainingSettings(4, 0, 32, 0.05, 0.9, 5e-4, 0, 0,
            Schedule.CONSTANT, Augmentation.NONE, 0, 1);

    private static Network network() {
        return Architectures.vgg(new int[] {8, 0, 16, 0, 16, 0},
                new Description("tiny", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), 2);
    }

    @Test
    void theLossFallsAndTheSameSeedGivesTheSameNetwork() {
        List<Epoch> epochs = new ArrayList<>();
        Network first = network();
        Trainer.End end = new Trainer(first, DATA, SETTINGS).fit(Progress.NONE, epochs::add);
        assertThat(end).isEqualTo(Trainer.End.EPOCHS);
        assertThat(epochs).hasSize(4);
        assertThat(epochs.get(3).loss()).isLessThan(epochs.get(0).loss());
        Network second = network();
        new Trainer(second, DATA, SETTINGS).fit(Progress.NONE, Trainer.Listener.NONE);
        assertThat(second.parameters()).isEqualTo(first.parameters());
    }

    @Test
    void forSomeClassesNoPictureOfAnotherIsLearntFrom() {
        ClassWeights classes = ClassWeights.parse(DATA.classNames().get(2) + "=1," + DATA.classNames().get(5) + "=0.5");
        Network network = network();
        List<Epoch> epochs = new ArrayList<>();
        new Trainer(network, DATA, SETTINGS).forClasses(classes).fit(Progress.NONE, epochs::add);
        int[][] confusion = Evaluation.of(network, DATA.part(Part.TEST), Progress.NONE).confusion();
        // What it never saw it does not answer.
        for (int[] row : confusion) {
            assertThat(row[2] + row[5]).isEqualTo(4);
        }
        Network again = network();
        new Trainer(again, DATA, SETTINGS).forClasses(classes).fit(Progress.NONE, Trainer.Listener.NONE);
        assertThat(again.parameters()).isEqualTo(network.parameters());
        assertThatThrownBy(() -> new Trainer(network, DATA, SETTINGS).forClasses(ClassWeights.parse("yeti"))
                .fit(Progress.NONE, Trainer.Listener.NONE)).isInstanceOf(Problem.class).hasMessageContaining("yeti");
    }

    @Test
    void earlyStoppingEndsWithTheBestWeightsByValidation() {
        List<Epoch> epochs = new ArrayList<>();
        Network network = network();
        TrainingSettings settings = new TrainingSettings(30, 64, 32, 0.2, 0.9, 0, 0, 0, Schedule.CONSTANT,
                Augmentation.FLIP_AND_CROP, 2, 1);
        Trainer.End end = new Trainer(network, DATA, settings).fit(Progress.NONE, epochs::add);
        assertThat(end).isEqualTo(Trainer.End.PATIENCE);
        double best = epochs.stream().mapToDouble(Epoch::validationAccuracy).max().orElseThrow();
        int bestEpoch = epochs.stream().filter(epoch -> epoch.validationAccuracy() == best).findFirst().orElseThrow()
                .number();
        assertThat(epochs).hasSize(bestEpoch + 2);
        assertThat(Evaluation.of(network, DATA.part(Part.VALIDATION), Progress.NONE).accuracy()).isEqualTo(best);
    }

    @Test
    void aTrainingThatGoesOnFromAFileEndsAsItWouldHaveEnded(@TempDir Path folder) {
        TrainingSettings settings = new TrainingSettings(6, 64, 32, 0.1, 0.9, 5e-4, 1e-4, 1e-2, Schedule.COSINE,
                Augmentation.FLIP_AND_CROP, 2, 1);
        List<Epoch> straight = new ArrayList<>();
        Network first = network();
        Path file = folder.resolve("stopped");
        Trainer.End end = new Trainer(first, DATA, settings).fit(Progress.NONE, new Trainer.Listener() {
            @Override
            public void epoch(Epoch epoch) {
                straight.add(epoch);
            }

            @Override
            public void reached(Supplier<TrainingState> state) {
                if (straight.size() == 2) {
                    state.get().write(file, "this training");
                }
            }
        });

        List<Epoch> rest = new ArrayList<>();
        Network second = network();
        TrainingState state = TrainingState.read(file, "this training");
        assertThat(new Trainer(second, DATA, settings).resume(state, Progress.NONE, rest::add)).isEqualTo(end);

        assertThat(second.parameters()).isEqualTo(first.parameters());
        assertThat(rest).extracting(Epoch::loss).isEqualTo(straight.stream().skip(2).map(Epoch::loss).toList());
        assertThatThrownBy(() -> TrainingState.read(file, "that training")).isInstanceOf(Problem.class)
                .hasMessageContaining("other settings").hasMessageContaining("epoch 2: this training");
    }

    @Test
    void aStoppedTrainingThatIsDamagedIsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("stopped");
        new TrainingState(List.of(new Epoch(1, 1, 0.5, Double.NaN, 1)), new float[] {1, 2}, new float[2],
                new float[] {1, 2}, 1).write(file, "this");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 20, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TrainingState.read(file, "this")).isInstanceOf(Problem.class)
                    .hasMessageContaining(file.toString()).hasMessageContaining("Remove the file");
        }
    }

    @Test
    void bothTermsOfTheObjectivePullAtTheWeights() {
        Network plain = network();
        Network regularised = network();
        TrainingSettings idle = new TrainingSettings(4, 0, 32, 0.02, 0, 0, 0, 0, Schedule.CONSTANT, Augmentation.NONE,
                0, 1);
        TrainingSettings strong = new TrainingSettings(4, 0, 32, 0.02, 0, 0, 0.05, 0.5, Schedule.CONSTANT,
                Augmentation.NONE, 0, 1);
        new Trainer(plain, DATA, idle).fit(Progress.NONE, Trainer.Listener.NONE);
        new Trainer(regularised, DATA, strong).fit(Progress.NONE, Trainer.Listener.NONE);
        Regularisers before = new Regularisers(plain.program());
        Regularisers after = new Regularisers(regularised.program());
        assertThat(after.l1()).isLessThan(before.l1());
        for (int i = 0; i < before.orthogonality().length; i++) {
            assertThat(after.orthogonality()[i]).isLessThan(before.orthogonality()[i]);
        }
    }

    @Test
    void runningStatisticsAreNoParametersToDecay() {
        Network network = network();
        Regularisers regularisers = new Regularisers(network.program());
        double sum = 0;
        for (float value : network.parameters()) {
            sum += Math.abs(value);
        }
        // The running variances start at 1, the means at 0: 8 + 16 + 16 channels are left out.
        assertThat(regularisers.l1()).isCloseTo(sum - 40, within(1e-3));
    }

    @Test
    void aLossThatIsNoNumberEndsTheTrainingWithTheWeightsFromBefore() {
        Network network = network();
        float[] before = network.parameters();
        TrainingSettings wild = SETTINGS.withSchedule(Schedule.CONSTANT, 1e30);
        assertThat(new Trainer(network, DATA, wild).fit(Progress.NONE, Trainer.Listener.NONE))
                .isEqualTo(Trainer.End.DIVERGED);
        assertThat(network.parameters()).isEqualTo(before);
    }

    @Test
    void trainingStopsBetweenBatchesWhenCancelled() {
        int[] updates = new int[1];
        Progress.Control[] control = new Progress.Control[1];
        control[0] = new Progress.Control((fraction, message) -> {
            if (++updates[0] == 2) {
                control[0].cancel();
            }
        });
        assertThatThrownBy(() -> new Trainer(network(), DATA, SETTINGS).fit(control[0], Trainer.Listener.NONE))
                .isInstanceOf(CancellationException.class);
        assertThat(updates[0]).isEqualTo(2);
    }

    @Test
    void aTrainingWithinANumberOfPicturesTakesWholeBatchesAndItsRateFallsOverThem() {
        List<Epoch> epochs = new ArrayList<>();
        Network network = network();
        // 160 pictures are 5 batches of 32: 7 batches are one epoch and two fifths.
        Trainer trainer = new Trainer(network, DATA, SETTINGS.withSchedule(Schedule.COSINE, 0.05)).within(7 * 32 + 5);
        trainer.fit(Progress.NONE, epochs::add);
        assertThat(trainer.pictures()).isEqualTo(7 * 32);
        assertThat(trainer.epochs()).isEqualTo(2);
        assertThat(epochs).hasSize(2);
        Network whole = network();
        new Trainer(whole, DATA, SETTINGS.withSchedule(Schedule.COSINE, 0.05).withEpochs(2)).fit(Progress.NONE,
                Trainer.Listener.NONE);
        assertThat(network.parameters()).isNotEqualTo(whole.parameters());
        Network exact = network();
        new Trainer(exact, DATA, SETTINGS.withSchedule(Schedule.COSINE, 0.05)).within(10 * 32).fit(Progress.NONE,
                Trainer.Listener.NONE);
        assertThat(exact.parameters()).isEqualTo(whole.parameters());
        float[] before = exact.parameters();
        Trainer none = new Trainer(exact, DATA, SETTINGS).within(31);
        assertThat(none.fit(Progress.NONE, Trainer.Listener.NONE)).isEqualTo(Trainer.End.EPOCHS);
        assertThat(none.pictures()).isZero();
        assertThat(exact.parameters()).isEqualTo(before);
    }

    @Test
    void aRateThatIsLeftOpenSuitsTheStepsAndTheNetwork() {
        TrainingSettings open = SETTINGS.withSchedule(Schedule.COSINE, 0);
        double few = new Trainer(network(), DATA, open).within(7 * 32).learningRate();
        double more = new Trainer(network(), DATA, open).within(1792 * 32).learningRate();
        assertThat(few).isPositive();
        assertThat(more).isCloseTo(2 * few, within(0.2 * few));
        assertThat(new Trainer(network(), DATA, open).within(7 * 32).learningFrom(network(), new Distillation(0.5, 4))
                .learningRate()).isGreaterThan(few);
        Network deep = Architectures.vgg(new int[] {8, 8, 8, 8, 8, 8, 0, 16, 16, 16, 16, 16, 16, 0},
                network().description(), 2);
        assertThat(new Trainer(deep, DATA, open).within(7 * 32).learningRate()).isLessThan(few);
        assertThat(new Trainer(deep, DATA, open).within(7168 * 32).learningRate()).as("time makes up for depth")
                .isEqualTo(new Trainer(network(), DATA, open).within(7168 * 32).learningRate());
        assertThat(new Trainer(network(), DATA, SETTINGS).learningRate()).isEqualTo(0.05);

        Network trained = network();
        Trainer trainer = new Trainer(trained, DATA, open).within(7 * 32);
        trainer.fit(Progress.NONE, Trainer.Listener.NONE);
        Network same = network();
        new Trainer(same, DATA, open.withLearningRate(few)).within(7 * 32).fit(Progress.NONE, Trainer.Listener.NONE);
        assertThat(trained.parameters()).isEqualTo(same.parameters());
    }

    @Test
    void schedulesRiseAndFallAsTheySay() {
        TrainingSettings cosine = SETTINGS.withEpochs(10).withSchedule(Schedule.COSINE, 0.1);
        assertThat(cosine.learningRateAt(0, 10, 100)).isCloseTo(0.01, within(1e-9));
        assertThat(cosine.learningRateAt(10, 10, 100)).isCloseTo(0.1, within(1e-9));
        assertThat(cosine.learningRateAt(55, 10, 100)).isCloseTo(0.05, within(1e-9));
        assertThat(cosine.learningRateAt(99, 10, 100)).isLessThan(1e-3);
        TrainingSettings step = SETTINGS.withEpochs(90).withSchedule(Schedule.STEP, 0.01);
        assertThat(step.learningRateAt(29, 1, 90)).isEqualTo(0.01);
        assertThat(step.learningRateAt(30, 1, 90)).isCloseTo(0.001, within(1e-12));
        assertThat(step.learningRateAt(60, 1, 90)).isCloseTo(0.0001, within(1e-12));
    }

    @Test
    void evaluationCountsByClass() {
        Network network = network();
        Evaluation evaluation = Evaluation.of(network, DATA.part(Part.TEST), Progress.NONE);
        assertThat(evaluation.pictures()).isEqualTo(40);
        int right = 0;
        for (int c = 0; c < 10; c++) {
            int all = java.util.Arrays.stream(evaluation.confusion()[c]).sum();
            assertThat(all).isEqualTo(4);
            assertThat(evaluation.perClass()[c]).isEqualTo(evaluation.confusion()[c][c] / 4.0);
            right += evaluation.confusion()[c][c];
        }
        assertThat(evaluation.accuracy()).isEqualTo(right / 40.0);
    }

    @Test
    void aNetworkOfOtherClassesIsRefusedInOneSentence() {
        assertThatThrownBy(() -> new Trainer(TestNetworks.sequence(), DATA, SETTINGS)).isInstanceOf(Problem.class)
                .hasMessageContaining("3 classes").hasMessageContaining("10");
    }
}
