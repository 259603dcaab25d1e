package espalier.app.train;

import espalier.app.EngineTask.Work;
import espalier.app.Networks;
import espalier.app.train.TrainingModel.Result;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.network.Description;
import espalier.training.Evaluation;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import espalier.training.TrainingStart;
import espalier.training.TrainingState;
import espalier.workspace.RecordedTraining;
import espalier.workspace.TrainingFolder;
import espalier.workspace.TrainingFolder.TrainingRecord;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;

/**
 * A training on the engine thread: written to the workspace as it goes, and told to the window as plain data.
 *
 * @param wish    what to train; empty to take up {@code stopped}
 * @param stopped the folder of a training that was stopped
 * @param keep    whether to end that with the network as it is
 * @param model   told on the FX thread
 */
record TrainingJob(Optional<TrainingWish> wish, Optional<Path> stopped, boolean keep, Networks networks,
        Workspace workspace, TrainingModel model) implements Work<Result> {

    @Override
    public Result run(Progress progress) {
        if (stopped.isPresent()) {
            try (TrainingFolder folder = workspace.resumeTraining(stopped.get())) {
                Description description = folder.description();
                Dataset data = Datasets.open(folder.content().data(), description.inputSize(),
                        description.classNames());
                return train(folder, folder.start(), data, progress);
            }
        }
        TrainingWish.Made made = wish.orElseThrow().make(networks);
        TrainingSettings settings = wish.orElseThrow().settings();
        TrainingSettings known = settings.withLearningRate(made.start().trainer(made.data(), settings).learningRate());
        try (TrainingFolder folder = workspace.newTraining(TrainingRecord.of(made.start(), made.data(), known),
                made.start().network())) {
            return train(folder, made.start(), made.data(), progress);
        }
    }

    private Result train(TrainingFolder folder, TrainingStart start, Dataset data, Progress progress) {
        List<TrainingState.Epoch> before = folder.state().map(TrainingState::epochs).orElse(List.of());
        show(shown -> shown.begun(folder.path(), data.classNames(), before));
        Telling telling = new Telling();
        RecordedTraining training = new RecordedTraining(folder, start, data, telling, networks.engine()::isClosing);
        try {
            Optional<Evaluation> test = keep ? Optional.of(training.keepAsItIs(progress)) : training.run(progress);
            return new Result(test.map(done -> folder.network()), test, folder.content().message());
        } finally {
            start.network().close();
        }
    }

    private void show(Consumer<TrainingModel> change) {
        Platform.runLater(() -> change.accept(model));
    }

    private final class Telling implements Trainer.Listener {

        private Evaluation validation;

        @Override
        public void validated(Evaluation evaluation) {
            validation = evaluation;
        }

        @Override
        public void epoch(TrainingState.Epoch epoch) {
            Evaluation now = validation;
            show(shown -> shown.epoch(epoch, now));
        }
    }
}
