package espalier.workspace;

import espalier.basics.Figures;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.training.Evaluation;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import espalier.training.TrainingStart;
import espalier.training.TrainingState;
import espalier.workspace.RunRecord.RunStatus;
import espalier.workspace.TrainingFolder.TrainingRecord;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training that is written to its folder as it goes, on the thread that owns the network, and told to somebody.
 *
 * @param folder   that was begun or taken up for it
 * @param start    what it begins with, or began with
 * @param data     in the network's picture size
 * @param listener told of every epoch when it is written
 * @param closing  whether the program closes: what is stopped then is interrupted, so that it is offered at the next
 *                     start
 */
public record RecordedTraining(TrainingFolder folder, TrainingStart start, Dataset data, Trainer.Listener listener,
        BooleanSupplier closing) {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedTraining.class);
    /** Of the work, what the evaluation on the test pictures is. */
    private static final double EVALUATION = 0.04;

    /**
     * Trains, or resumes the training where its folder has come to, and evaluates what became of it.
     *
     * @return how the network does on the test pictures; empty where the training diverged, as the folder says then
     * @throws CancellationException where it was stopped
     */
    public Optional<Evaluation> run(Progress progress) {
        TrainingSettings settings = folder.content().settings();
        folder.underWay();
        try {
            Trainer trainer = start.trainer(data, settings).validating();
            Trainer.Listener writing = new Writing();
            Progress part = progress.part(0, 1 - EVALUATION);
            Optional<TrainingState> state = folder.state();
            Trainer.End end = state.isPresent() ? trainer.resume(state.get(), part, writing)
                    : trainer.fit(part, writing);
            if (end == Trainer.End.DIVERGED) {
                folder.finish(RunStatus.DIVERGED,
                        "The loss became infinite in epoch " + (folder.content().epochs() + 1)
                                + ". Train again with a lower learning rate than "
                                + Figures.plain(settings.learningRate()) + ".");
                return Optional.empty();
            }
            return Optional.of(complete(progress.part(1 - EVALUATION, 1)));
        } catch (CancellationException e) {
            boolean closes = closing.getAsBoolean();
            folder.finish(closes ? RunStatus.INTERRUPTED : RunStatus.CANCELLED,
                    (closes ? "The window was closed" : "It was stopped") + " in epoch "
                            + (folder.content().epochs() + 1) + ".");
            throw e;
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        }
    }

    /** Ends a training that was stopped after an epoch with the network as it is. */
    public Evaluation keepAsItIs(Progress progress) {
        start.network().setParameters(folder.state().orElseThrow().parameters());
        return complete(progress);
    }

    private Evaluation complete(Progress progress) {
        TrainingRecord record = folder.content();
        Evaluation test = Evaluation.of(start.network(), data.part(Part.TEST), progress);
        folder.complete(start.described(data, record.settings(), record.epochs(), test, Optional.empty()),
                test.accuracy(), Figures.percent(test.accuracy()) + " on " + Figures.count(test.pictures())
                        + " test pictures after " + record.epochs() + (record.epochs() == 1 ? " epoch." : " epochs."));
        return test;
    }

    /** A disk that is full takes no word of it either: then the training is found as one that was interrupted. */
    private void failed(Throwable failure) {
        try {
            folder.finish(RunStatus.FAILED, failure.getMessage() == null ? "It failed." : failure.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Cannot record that a training failed", e);
            failure.addSuppressed(e);
        }
    }

    private final class Writing implements Trainer.Listener {

        @Override
        public void epoch(TrainingState.Epoch epoch) {
            // Told when it is written.
        }

        @Override
        public void reached(Supplier<TrainingState> state) {
            TrainingState now = state.get();
            folder.keep(now);
            listener.epoch(now.epochs().get(now.epochs().size() - 1));
        }

        @Override
        public void validated(Evaluation evaluation) {
            listener.validated(evaluation);
        }
    }
}
