package espalier.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a training has come to after an epoch, and can be resumed from.
 *
 * @param epochs     that are over, one or more
 * @param parameters after the last of them
 * @param velocity   of the descent
 * @param best       the parameters after {@code bestEpoch}
 * @param bestEpoch  the epoch with the best validation accuracy, from 1; the last where that is not asked for
 */
public record TrainingState(List<Epoch> epochs, float[] parameters, float[] velocity, float[] best, int bestEpoch) {

    /**
     * One pass over the training pictures.
     *
     * @param number             from 1
     * @param loss               the mean cross entropy over the epoch's batches
     * @param accuracy           on the training pictures as augmented, while they were fitted: 0 to 1
     * @param validationAccuracy on the validation pictures after the epoch; NaN where it was not asked for
     * @param seconds            that the epoch took, without the validation
     */
    public record Epoch(int number, double loss, double accuracy, double validationAccuracy, double seconds) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What stands before the numbers in a file. */
    private record Head(String training, List<Epoch> epochs, int bestEpoch) {}

    /** Copies what could change. */
    public TrainingState {
        epochs = List.copyOf(epochs);
    }

    /**
     * Writes this, whole or not at all.
     *
     * @param training all that decides what the training comes to, in words: {@link #read} compares it
     * @throws Problem where the file cannot be written
     */
    public void write(Path file, String training) {
        AtomicFiles.write(file, out -> {
            DataOutputStream data = new DataOutputStream(out);
            byte[] head = JSON.writeValueAsBytes(new Head(training, epochs, bestEpoch));
            data.writeInt(head.length);
            data.write(head);
            for (float[] values : List.of(parameters, velocity, best == parameters ? new float[0] : best)) {
                ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
                bytes.asFloatBuffer().put(values);
                data.writeInt(values.length);
                data.write(bytes.array());
            }
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param training as it was written
     * @throws Problem where the file is of another training, damaged, or cannot be read
     */
    public static TrainingState read(Path file, String training) {
        try (DataInputStream data = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            Head head = JSON.readValue(bytes(data, data.readInt()), Head.class);
            if (!head.training.equals(training)) {
                throw new Problem(file + " holds a training with other settings, which was stopped after epoch "
                        + head.epochs.size() + ": " + head.training
                        + ". Give the same options to resume it, remove the file, or " + "write to another place.");
            }
            float[] parameters = floats(data);
            float[] velocity = floats(data);
            float[] best = floats(data);
            return new TrainingState(head.epochs, parameters, velocity, best.length == 0 ? parameters : best,
                    head.bestEpoch);
        } catch (IOException e) {
            throw new Problem("The stopped training in " + file + " cannot be read: " + AtomicFiles.reason(e)
                    + ". Remove the file to train from the beginning.", e);
        }
    }

    private static float[] floats(DataInputStream data) throws IOException {
        FloatBuffer values = ByteBuffer.wrap(bytes(data, Math.multiplyFull(data.readInt(), Float.BYTES)))
                .asFloatBuffer();
        float[] copy = new float[values.remaining()];
        values.get(copy);
        return copy;
    }

    private static byte[] bytes(DataInputStream data, long length) throws IOException {
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new IOException("it is damaged");
        }
        byte[] bytes = data.readNBytes((int) length);
        if (bytes.length < length) {
            throw new IOException("it is cut off");
        }
        return bytes;
    }
}
