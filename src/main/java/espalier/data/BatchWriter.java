package espalier.data;

import espalier.data.Batches.Augmentation;
import java.util.List;
import java.util.SplittableRandom;

/** Turns pictures into a batch: flip, crop and normalisation in one pass over the pixels. */
final class BatchWriter {

    private final float[][] normalised;
    private final Augmentation augmentation;
    private final long seed;

    /** @param seed with a picture's position, decides how it is augmented */
    BatchWriter(Normalisation normalisation, Augmentation augmentation, long seed) {
        this.augmentation = augmentation;
        this.seed = seed;
        // The same values as Normalisation.apply gives, looked up instead of computed.
        this.normalised = new float[3][256];
        Picture everyValue = new Picture(1, 256, new byte[3 * 256]);
        for (int i = 0; i < 3 * 256; i++) {
            everyValue.rgb()[i] = (byte) (i / 3);
        }
        float[] values = new float[3 * 256];
        normalisation.apply(everyValue, values, 0);
        for (int i = 0; i < values.length; i++) {
            normalised[i % 3][i / 3] = values[i];
        }
    }

    Batch write(List<PictureStream.Item> items) {
        Picture first = items.get(0).picture();
        int values = first.rgb().length;
        float[] pixels = new float[items.size() * values];
        int[] labels = new int[items.size()];
        for (int i = 0; i < labels.length; i++) {
            PictureStream.Item item = items.get(i);
            if (item.picture().height() != first.height() || item.picture().width() != first.width()) {
                throw new IllegalStateException("Pictures of two sizes in one batch");
            }
            labels[i] = item.label();
            write(item, pixels, i * values);
        }
        return new Batch(labels.length, pixels, labels);
    }

    private void write(PictureStream.Item item, float[] pixels, int offset) {
        SplittableRandom random = Seeds.random(seed, item.position());
        boolean flip = augmentation.flip() && random.nextBoolean();
        int padding = augmentation.cropPadding();
        int down = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
        int right = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
        Picture picture = item.picture();
        byte[] rgb = picture.rgb();
        int height = picture.height();
        int width = picture.width();
        float[] red = normalised[0];
        float[] green = normalised[1];
        float[] blue = normalised[2];
        // What is outside the picture stays 0. Only the columns and rows that have a source are visited.
        for (int row = Math.max(0, -down); row < Math.min(height, height - down); row++) {
            int to = offset + row * width * 3;
            int from = (row + down) * width * 3;
            for (int column = Math.max(0, -right); column < Math.min(width, width - right); column++) {
                int shifted = column + right;
                int source = from + 3 * (flip ? width - 1 - shifted : shifted);
                int target = to + 3 * column;
                pixels[target] = red[rgb[source] & 0xFF];
                pixels[target + 1] = green[rgb[source + 1] & 0xFF];
                pixels[target + 2] = blue[rgb[source + 2] & 0xFF];
            }
        }
    }
}
