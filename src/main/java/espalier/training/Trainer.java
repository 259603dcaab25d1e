package espalier.training;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.PictureSubset;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.engine.Program;
import espalier.network.Front;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stochastic gradient descent with momentum and weight decay on the papers' objective. The order of pictures, their
 * changes and dropout follow from the seed, the epoch and the step alone: on one machine the same training gives the
 * same weights. Changes the network in place; its best weights, by validation accuracy, are those that it ends with
 * where early stopping is on.
 */
public final class Trainer {

    private final Network network;
    private final Dataset data;
    private final TrainingSettings settings;
    private int available;
    private boolean keepsZeros;
    private OptionalLong budget = OptionalLong.empty();
    private long pictures;
    private ClassWeights classes = ClassWeights.ALL_ALIKE;
    private Distillation distillation = Distillation.NONE;
    private Network teacher;
    private Front front = Front.NONE;
    private Beginning beginning = Beginning.FITTED;
    private boolean validates;

    /** @throws espalier.basics.Problem when the network's classes or picture size are not the data's */
    public Trainer(Network network, Dataset data, TrainingSettings settings) {
        network.requireFits(data);
        this.network = network;
        this.data = data;
        this.settings = settings;
        available = data.part(Part.TRAINING).size();
    }

    /**
     * Keeps the weights of convolutions that are exactly zero at exactly zero: the masks of an unstructured pruned
     * network. Their gradients are cleared, so that neither momentum nor the terms that pull at parameters can move
     * them.
     */
    public Trainer keepingZeros() {
        keepsZeros = true;
        return this;
    }

    /** Says what the training begins with, where its learning rate is to be found. */
    public Trainer from(Beginning known) {
        beginning = known;
        return this;
    }

    /**
     * Leaves the network's front as it is, running statistics of batch norms too: nothing is computed backward there,
     * and where pictures are not changed, each goes through it once.
     */
    public Trainer freezing(Front part) {
        front = part;
        return this;
    }

    /** Evaluates on the validation pictures after every epoch, also where the settings have no patience. */
    public Trainer validating() {
        validates = true;
        return this;
    }

    /**
     * Fits this many pictures in all, in whole batches and as many epochs as that takes, whatever number and length of
     * epochs the settings have; the last epoch may be shorter. The learning rate falls over as many steps.
     *
     * @param most none are fitted where it is less than a batch
     */
    public Trainer within(long most) {
        budget = OptionalLong.of(most);
        return this;
    }

    /** The pictures that were fitted so far, each as often as it came. */
    public long pictures() {
        return pictures;
    }

    /** The most epochs that a training has. */
    public int epochs() {
        return Math.toIntExact((steps() + stepsPerEpoch() - 1) / stepsPerEpoch());
    }

    /**
     * η at its highest: the settings', or, where that is 0, one that suits the network, what it begins with and the
     * number of steps; see {@link LearningRates}.
     *
     * @return with two digits where it is found
     */
    public double learningRate() {
        return settings.learningRate() > 0 ? settings.learningRate() : LearningRates.of(network, beginning, front, data,
                settings.batchSize(), steps(), distillation.share());
    }

    private long steps() {
        int batch = Math.min(settings.batchSize(), Math.max(1, available));
        return budget.isPresent() ? budget.getAsLong() / batch : (long) stepsPerEpoch() * settings.epochs();
    }

    /** In a whole epoch; {@link Batches#shuffled} leaves out a last batch that is incomplete. */
    private int stepsPerEpoch() {
        int all = Math.max(1, available / settings.batchSize());
        return budget.isPresent() || settings.picturesPerEpoch() == 0 ? all
                : Math.min(all, Math.max(1, settings.picturesPerEpoch() / settings.batchSize()));
    }

    /**
     * Trains for classes that matter more than others. An epoch is a draw of training pictures in proportion to the
     * weights, another in each epoch: all pictures of the class of the highest weight, a fifth of those of a class of a
     * fifth of its weight, none of weight 0. Drawing rather than weighting the loss means that each step is as long and
     * as sure as ever, that no time goes to pictures that hardly count, and that batch norms meet the classes as they
     * matter. Early stopping goes by the weighted accuracy.
     */
    public Trainer forClasses(ClassWeights weights) {
        classes = weights;
        available = drawn(settings.seed()).size();
        return this;
    }

    /**
     * Has the network learn from another one's answers as well as from labels. The teacher sees the very pictures, as
     * they are changed, of each step, and its answers are those of evaluation mode.
     *
     * @param other of the same classes and picture size; stays as it is
     */
    public Trainer learningFrom(Network other, Distillation by) {
        other.requireFits(data);
        teacher = other;
        distillation = by;
        return this;
    }

    /** How a training ended. */
    public enum End {
        /** All epochs were run. */
        EPOCHS,
        /** The validation accuracy rose no more. */
        PATIENCE,
        /** The loss became NaN or infinite; the network has its last good weights, those before the epoch. */
        DIVERGED
    }

    /** Told of every epoch of a training. */
    @FunctionalInterface
    public interface Listener {

        /** Nobody listens. */
        Listener NONE = epoch -> {};

        /** An epoch is over. */
        void epoch(TrainingState.Epoch epoch);

        /**
         * The training has come so far after an epoch, and can be resumed from there.
         *
         * @param state made when asked for, which copies all parameters; only within this call
         */
        default void reached(Supplier<TrainingState> state) {
            // Only who keeps it asks.
        }

        /** How the network does on the validation pictures after an epoch, before {@link #epoch} tells of it. */
        default void validated(Evaluation evaluation) {
            // Who draws the confusion listens.
        }
    }

    /**
     * Fits the network.
     *
     * @param progress asked before every batch; when it cancels, the network keeps the weights that it has then
     */
    public End fit(Progress progress, Listener listener) {
        try (Course course = new Course(progress, listener)) {
            return course.run();
        }
    }

    /**
     * Resumes a training of the same settings, data and kind of network, and ends as it would have ended without the
     * stop.
     *
     * @param state that it had come to
     */
    public End resume(TrainingState state, Progress progress, Listener listener) {
        try (Course course = new Course(progress, listener)) {
            course.takeUp(state);
            return course.run();
        }
    }

    /** One training from its beginning, or from where it was stopped, to its end. */
    private final class Course implements AutoCloseable {
        private final Progress progress;
        private final Listener listener;
        private final TrainingInput input = new TrainingInput(network, front, settings);
        private final Program program = input.trained();
        private final TrainingSettings schedule = settings.withLearningRate(learningRate());
        private final Regularisers regularisers = new Regularisers(program);
        private final Runnable clearZeros = keepsZeros ? network.clearingOfZeros() : () -> {};
        private final Sgd descent = new Sgd(program, settings.momentum(), settings.weightDecay());
        private final List<TrainingState.Epoch> epochs = new ArrayList<>();
        private float[] lastGood = network.parameters();
        private float[] best = lastGood;
        /** 0 before the first. */
        private int bestEpoch;

        Course(Progress progress, Listener listener) {
            this.progress = progress;
            this.listener = listener;
        }

        void takeUp(TrainingState state) {
            network.setParameters(state.parameters());
            descent.setVelocity(state.velocity());
            epochs.addAll(state.epochs());
            lastGood = state.parameters();
            best = state.best();
            bestEpoch = state.bestEpoch();
        }

        End run() {
            while (epochs.size() < epochs() && !outOfPatience()) {
                TrainingState.Epoch epoch = epoch(epochs.size() + 1);
                if (epoch == null) {
                    network.setParameters(lastGood);
                    return End.DIVERGED;
                }
                epochs.add(epoch);
                lastGood = network.parameters();
                if (settings.patience() == 0 || bestEpoch == 0
                        || epoch.validationAccuracy() > epochs.get(bestEpoch - 1).validationAccuracy()) {
                    best = lastGood;
                    bestEpoch = epoch.number();
                }
                listener.epoch(epoch);
                listener.reached(() -> new TrainingState(epochs, lastGood, descent.velocity(), best, bestEpoch));
            }
            if (settings.patience() > 0) {
                network.setParameters(best);
            }
            return outOfPatience() ? End.PATIENCE : End.EPOCHS;
        }

        private boolean outOfPatience() {
            return settings.patience() > 0 && epochs.size() - bestEpoch >= settings.patience();
        }

        /** One epoch; null where it diverged. */
        private TrainingState.Epoch epoch(int number) {
            long epochSeed = settings.seed() * 1_000_003 + number;
            long start = System.nanoTime();
            double loss = 0;
            int right = 0;
            int seen = 0;
            int perEpoch = stepsPerEpoch();
            long all = steps();
            long before = (number - 1L) * perEpoch;
            try (TrainingInput.Pass pass = input.epoch(drawn(epochSeed), epochSeed, progress)) {
                Iterator<Batch> batches = pass.batches();
                for (long step = before; step < Math.min(before + perEpoch, all) && batches.hasNext(); step++) {
                    progress.checkpoint();
                    Batch batch = batches.next();
                    // Dropout draws from a generator that the whole program shares: what drew before must not matter.
                    Nd4j.getRandom().setSeed(epochSeed * 1_000_003 + step - before + 1);
                    float[][] logits = program.train(batch.pixels(), batch.size(), settings.precision(),
                            gradient(batch));
                    double batchLoss = Loss.crossEntropy(logits, batch.labels());
                    regularisers.addGradients(settings.l1(), settings.orthogonality());
                    clearZeros.run();
                    descent.update(schedule.learningRateAt(step, perEpoch, all));
                    if (!Double.isFinite(batchLoss)) {
                        return null;
                    }
                    loss += batchLoss * batch.size();
                    seen += batch.size();
                    pictures += batch.size();
                    right += right(logits, batch.labels());
                    progress.update((step + 1) / (double) all,
                            String.format(Locale.ROOT, "Epoch %d of %d: loss %.3f, accuracy %.1f %%", number, epochs(),
                                    loss / seen, 100.0 * right / seen));
                }
            }
            // A ReLU takes NaN for 0, so the loss alone does not tell.
            if (!Double.isFinite(program.parameters().sumNumber().doubleValue())) {
                return null;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new TrainingState.Epoch(number, loss / seen, right / (double) seen, validation(), seconds);
        }

        /** NaN where nobody asks. */
        private double validation() {
            if (!validates && settings.patience() == 0) {
                return Double.NaN;
            }
            Evaluation evaluation = input.evaluate(data.part(Part.VALIDATION), silent(progress));
            listener.validated(evaluation);
            return evaluation.accuracy(classes.of(data.classNames()));
        }

        @Override
        public void close() {
            input.close();
        }
    }

    /** What an epoch goes through; as many by every seed. */
    private Pictures drawn(long epochSeed) {
        Pictures all = data.part(Part.TRAINING);
        return classes.allAlike() ? all
                : new PictureSubset(List.of(all), classes.pictures(data, Integer.MAX_VALUE, epochSeed));
    }

    /** Of the loss of a batch by the logits. */
    private Program.LogitGradient gradient(Batch batch) {
        if (distillation.share() == 0) {
            return logits -> Loss.crossEntropyGradient(logits, batch.labels());
        }
        float[][] taught = teacher.infer(batch, settings.precision());
        return logits -> distillation.gradient(logits, batch.labels(), taught);
    }

    private static int right(float[][] logits, int[] labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += Evaluation.largest(logits[i]) == labels[i] ? 1 : 0;
        }
        return right;
    }

    /** Lets validation be cancelled, but keeps the training's own message. */
    private static Progress silent(Progress progress) {
        return new Progress() {
            @Override
            public void update(double fraction, String message) {
                // The training tells how far it is.
            }

            @Override
            public void checkpoint() {
                progress.checkpoint();
            }
        };
    }
}
