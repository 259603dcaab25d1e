package espalier.data;

import java.util.Arrays;

/**
 * What is done to a pixel before a network sees it: {@code (value / 255 − mean) / deviation}, per colour.
 *
 * @param mean      red, green, blue; in the scale 0 to 1
 * @param deviation red, green, blue; in the scale 0 to 1, never 0
 */
public record Normalisation(float[] mean, float[] deviation) {

    /** The usual values for CIFAR-10 (class-aware pruning paper, section on experiments). */
    public static final Normalisation CIFAR10 = new Normalisation(new float[] {.4915f, .4821f, .4464f},
            new float[] {.2470f, .2435f, .2616f});

    /** The means and deviations of CIFAR-100's training pictures. */
    public static final Normalisation CIFAR100 = new Normalisation(new float[] {.5071f, .4865f, .4409f},
            new float[] {.2673f, .2564f, .2762f});

    /** Pixels of mean one half scaled to about −2 … 2: for pictures whose statistics are not known. */
    public static final Normalisation CENTRED = new Normalisation(new float[] {.5f, .5f, .5f},
            new float[] {.25f, .25f, .25f});

    /** Writes {@code picture}, normalised, as {@code [height, width, 3]} into {@code target} from {@code offset} on. */
    public void apply(Picture picture, float[] target, int offset) {
        byte[] rgb = picture.rgb();
        float[] scale = new float[3];
        float[] shift = new float[3];
        for (int c = 0; c < 3; c++) {
            scale[c] = 1f / (255f * deviation[c]);
            shift[c] = -mean[c] / deviation[c];
        }
        for (int i = 0; i < rgb.length; i += 3) {
            target[offset + i] = (rgb[i] & 0xFF) * scale[0] + shift[0];
            target[offset + i + 1] = (rgb[i + 1] & 0xFF) * scale[1] + shift[1];
            target[offset + i + 2] = (rgb[i + 2] & 0xFF) * scale[2] + shift[2];
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Normalisation that && Arrays.equals(mean, that.mean)
                && Arrays.equals(deviation, that.deviation);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
    }

    @Override
    public String toString() {
        return "mean " + Arrays.toString(mean) + ", deviation " + Arrays.toString(deviation);
    }
}
