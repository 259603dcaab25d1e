package espalier.training;

import espalier.data.Batches.Augmentation;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.engine.Loss;
import espalier.engine.Precision;
import espalier.engine.Program;
import espalier.network.Network;

/**
 * How long this machine takes for a picture of a training: measured from a few steps, in seconds.
 *
 * @param front     forward through what stays as it is; 0 where all is trained
 * @param step      a training step of the rest
 * @param inference forward through the rest
 * @param reported  forward through all in single precision, in which the test is evaluated
 * @param keeps     whether each picture goes through the front once, where pictures are not changed
 */
public record TrainingTime(double front, double step, double inference, double reported, boolean keeps) {

    /** Measures on a copy of the network, on pictures of zeros. */
    public static TrainingTime of(TrainingStart start, Dataset data, TrainingSettings settings) {
        if (start.front().isEmpty()) {
            Pace pace = Pace.of(start.network(), settings.precision());
            return new TrainingTime(0, pace.training(), pace.inference(), pace.reported(), false);
        }
        try (Network copy = start.network().copy();
                TrainingInput input = new TrainingInput(copy, start.front(),
                        settings.withAugmentation(Augmentation.NONE));
                Program front = copy.program().upTo(start.front().value())) {
            int size = Math.max(1, Math.min(settings.batchSize(), Pace.pictures(copy)));
            float[] pixels = new float[size * copy.description().inputSize().values()];
            int[] labels = new int[size];
            float[] values = front.values(pixels, size, settings.precision());
            Program rest = input.trained();
            return new TrainingTime(Pace.seconds(() -> front.values(pixels, size, settings.precision())) / size,
                    Pace.seconds(() -> rest.train(values, size, settings.precision(),
                            logits -> Loss.crossEntropyGradient(logits, labels))) / size,
                    Pace.seconds(() -> rest.infer(values, size, settings.precision())) / size,
                    Pace.seconds(() -> copy.program().infer(pixels, size, Precision.FLOAT32)) / size,
                    input.keeps(data.part(Part.TRAINING)));
        }
    }

    /** How many seconds a training takes, with its evaluations. */
    public double seconds(Dataset data, TrainingSettings settings) {
        int all = data.part(Part.TRAINING).size();
        double perEpoch = settings.picturesPerEpoch() == 0 ? all : Math.min(all, settings.picturesPerEpoch());
        double validation = data.part(Part.VALIDATION).size();
        boolean once = keeps && settings.augmentation().equals(Augmentation.NONE);
        double throughFront = once ? all + validation
                : settings.epochs() * perEpoch + (keeps ? validation : settings.epochs() * validation);
        return throughFront * front + settings.epochs() * (perEpoch * step + validation * inference)
                + data.part(Part.TEST).size() * reported;
    }
}
