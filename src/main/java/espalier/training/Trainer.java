package espalier.training;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Part;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.engine.Program;
import espalier.network.Network;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Stochastic gradient descent with momentum and weight decay on the papers' objective. The order of pictures, their changes and
 * dropout follow from the seed, the epoch and the step alone: on one machine the same training gives the same weights. Changes the network in place; its best
 * weights, by validation accuracy, are those that it ends with where early stopping is on.
 */
public final class Trainer {

    private final Network network;
    private final Dataset data;
    private final TrainingSettings settings;
    private boolean keepsZeros;

    /** @throws espalier.basics.Problem when the network's classes or picture size are not the data's */
    public Trainer(Network network, Dataset data, TrainingSettings settings) {
        Compatibility.check(network, data);
        this.network = network;
        this.data = data;
        this.settings = settings;
    }

    /**
     * Keeps the weights of convolutions that are exactly zero at exactly zero: the masks of an unstructured pruned network. Their
     * gradients are cleared, so that neither momentum nor the terms that pull at parameters can move them.
     */
    public Trainer keepingZeros() {
        keepsZeros = true;
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

    /**
     * Fits the network.
     *
     * @param progress asked before every batch; when it cancels, the network keeps the weights that it has then
     */
    public End fit(Progress progress, TrainingListener listener) {
        Pictures pictures = data.part(Part.TRAINING);
        Program program = network.program();
        Regularisers regularisers = new Regularisers(program);
        Masks masks = new Masks(keepsZeros ? network.zeroMasks() : List.of(), program.gradients());
        Momentum descent = new Momentum(network, settings.momentum(), settings.weightDecay());
        float[] lastGood = network.parameters();
        float[] best = lastGood;
        double bestAccuracy = Double.NEGATIVE_INFINITY;
        int bestEpoch = 0;
        long steps = 0;
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            long epochSeed = settings.seed() * 1_000_003 + epoch;
            long start = System.nanoTime();
            double loss = 0;
            int right = 0;
            int seen = 0;
            try (Batches batches = Batches.shuffled(pictures, network.description().normalisation(),
                    settings.batchSize(), settings.augmentation(), epochSeed)) {
                int count = steps(batches);
                for (int number = 1; number <= count && batches.hasNext(); number++) {
                    progress.checkpoint();
                    Batch batch = batches.next();
                    // Dropout draws from a generator that the whole program shares: what drew before must not matter.
                    Nd4j.getRandom().setSeed(epochSeed * 1_000_003 + number);
                    float[][] logits = program.train(batch.pixels(), batch.labels());
                    double batchLoss = Loss.crossEntropy(logits, batch.labels());
                    regularisers.addGradients(settings.l1(), settings.orthogonality());
                    masks.clearGradients();
                    descent.update(settings.learningRateAt(steps++, count));
                    // The parameters too: a ReLU takes NaN for 0, so the loss alone does not tell.
                    if (!Double.isFinite(batchLoss + program.parameters().sumNumber().doubleValue())) {
                        network.setParameters(lastGood);
                        return End.DIVERGED;
                    }
                    loss += batchLoss * batch.size();
                    seen += batch.size();
                    right += right(logits, batch.labels());
                    progress.update((epoch - 1 + number / (double) count) / settings.epochs(), String.format(Locale.ROOT,
                            "Epoch %d of %d: loss %.3f, accuracy %.1f %%", epoch, settings.epochs(), loss / seen,
                            100.0 * right / seen));
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double validation = settings.patience() > 0
                    ? Evaluation.of(network, data.part(Part.VALIDATION), silent(progress)).accuracy() : Double.NaN;
            listener.epoch(new TrainingListener.Epoch(epoch, loss / seen, right / (double) seen, validation, seconds));
            lastGood = network.parameters();
            if (validation > bestAccuracy) {
                bestAccuracy = validation;
                best = lastGood;
                bestEpoch = epoch;
            } else if (settings.patience() > 0 && epoch - bestEpoch >= settings.patience()) {
                network.setParameters(best);
                return End.PATIENCE;
            }
        }
        if (settings.patience() > 0) {
            network.setParameters(best);
        }
        return End.EPOCHS;
    }

    private int steps(Batches batches) {
        int all = batches.count();
        return settings.picturesPerEpoch() == 0 ? all
                : Math.min(all, Math.max(1, settings.picturesPerEpoch() / settings.batchSize()));
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
