package espalier.cli;

import espalier.data.Batches.Augmentation;
import espalier.data.PictureSize;
import espalier.engine.Precision;
import espalier.training.TrainingSettings;
import espalier.training.TrainingSettings.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@link TrainingSettings}; their defaults are the papers' objective and a short schedule. */
final class TrainingOptions {

    private static final TrainingSettings STANDARD = TrainingSettings.TRAIN;
    private static final TrainingSettings TRANSFER = TrainingSettings.TRANSFER;

    @Option(names = "--epochs", paramLabel = "N", description = "The most epochs (${DEFAULT-VALUE}); with --from 30.")
    private int epochs = STANDARD.epochs();

    @Option(names = "--pictures", paramLabel = "N",
            description = "Training pictures in an epoch, drawn anew each time; 0 for all (${DEFAULT-VALUE}).")
    private int pictures = STANDARD.picturesPerEpoch();

    @Option(names = "--batch", paramLabel = "N", description = "Pictures in a step (${DEFAULT-VALUE}); with --from 32.")
    private int batch = STANDARD.batchSize();

    @Option(names = "--learning-rate", paramLabel = "X",
            description = "The learning rate at its highest (${DEFAULT-VALUE}; with --from one that suits the network and the "
                    + "number of steps).")
    private double learningRate = STANDARD.learningRate();

    @Option(names = "--momentum", paramLabel = "X", description = "Momentum, 0 to below 1 (${DEFAULT-VALUE}).")
    private double momentum = STANDARD.momentum();

    @Option(names = "--weight-decay", paramLabel = "X",
            description = "Weight decay of all parameters (${DEFAULT-VALUE}).")
    private double weightDecay = STANDARD.weightDecay();

    @Option(names = "--l1", paramLabel = "X",
            description = "λ1: the factor of the sum of all parameters' absolute values (${DEFAULT-VALUE}; with --from 0).")
    private double l1 = STANDARD.l1();

    @Option(names = "--orthogonality", paramLabel = "X",
            description = "λ2: the factor of 3×3 kernels' distance from orthogonality (${DEFAULT-VALUE}; with "
                    + "--from 0).")
    private double orthogonality = STANDARD.orthogonality();

    @Option(names = "--schedule", paramLabel = "NAME", converter = Schedules.class, completionCandidates = Names.class,
            description = "How the learning rate changes: ${COMPLETION-CANDIDATES} (cosine).")
    private Schedule schedule = STANDARD.schedule();

    @Option(names = "--patience", paramLabel = "N",
            description = "Stops after so many epochs without a better validation accuracy and takes the best weights; 0 goes "
                    + "through all epochs (${DEFAULT-VALUE}).")
    private int patience = STANDARD.patience();

    @Option(names = "--seed", paramLabel = "N",
            description = "Of the first weights, the order of pictures and their changes (${DEFAULT-VALUE}).")
    private long seed = STANDARD.seed();

    @Option(names = "--precision", paramLabel = "NAME", converter = Precisions.class,
            description = "The numbers in which the training computes: float32; bfloat16, twice as fast where the processor has "
                    + "instructions for it; or fastest, whichever that is here (fastest).")
    private Precision precision = STANDARD.precision();

    @Option(names = "--augmentation", negatable = true,
            description = "Mirrors and shifts training pictures at random, or with --no-augmentation takes them as they are; with "
                    + "--from they are taken as they are unless this is given or all layers are trained.")
    private Boolean augmentation;

    /** The settings that the options make. */
    TrainingSettings settings(WorkCommand command) {
        command.require(epochs >= 1, "--epochs", epochs, "1 or more");
        command.require(pictures >= 0, "--pictures", pictures, "0 or more");
        command.require(batch >= 1, "--batch", batch, "1 or more");
        command.require(learningRate > 0, "--learning-rate", learningRate, "above 0");
        command.require(momentum >= 0 && momentum < 1, "--momentum", momentum, "at least 0 and below 1");
        command.require(weightDecay >= 0, "--weight-decay", weightDecay, "0 or more");
        command.require(l1 >= 0, "--l1", l1, "0 or more");
        command.require(orthogonality >= 0, "--orthogonality", orthogonality, "0 or more");
        command.require(patience >= 0, "--patience", patience, "0 or more");
        return new TrainingSettings(epochs, pictures, batch, learningRate, momentum, weightDecay, l1, orthogonality,
                schedule, Boolean.FALSE.equals(augmentation) ? Augmentation.NONE : STANDARD.augmentation(), patience,
                seed, precision);
    }

    /**
     * The settings for a network with a new head: what is not given is as that wants it.
     *
     * @param freezes whether part of it stays as it is
     */
    TrainingSettings transfer(WorkCommand command, PictureSize size, boolean freezes) {
        TrainingSettings given = settings(command);
        boolean changes = augmentation == null ? !freezes : augmentation;
        return new TrainingSettings(command.given("--epochs") ? epochs : TRANSFER.epochs(), pictures,
                command.given("--batch") ? batch : TRANSFER.batchSize(),
                command.given("--learning-rate") ? learningRate : TRANSFER.learningRate(), momentum, weightDecay,
                command.given("--l1") ? l1 : TRANSFER.l1(),
                command.given("--orthogonality") ? orthogonality : TRANSFER.orthogonality(), schedule,
                changes ? Augmentation.of(size) : Augmentation.NONE, patience, seed, given.precision());
    }

    /** Schedules in small letters. */
    static final class Names implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return list().iterator();
        }

        static List<String> list() {
            return Arrays.stream(Schedule.values()).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
        }
    }

    /** Reads a precision in any letters. */
    static final class Precisions implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String value) {
            return Arrays.stream(Precision.values()).filter(precision -> precision.name().equalsIgnoreCase(value))
                    .findFirst().orElseThrow(() -> new TypeConversionException(
                            "\"" + value + "\" is none of fastest, float32, bfloat16"));
        }
    }

    /** Reads a schedule in any letters. */
    static final class Schedules implements ITypeConverter<Schedule> {
        @Override
        public Schedule convert(String value) {
            return Arrays.stream(Schedule.values()).filter(schedule -> schedule.name().equalsIgnoreCase(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + value + "\" is none of " + Names.list()));
        }
    }
}
