package espalier.network.imports;

import espalier.data.Normalisation;
import java.util.List;

/**
 * What a foreign network's file does not say and must be known to use it.
 *
 * @param name          for a person
 * @param classNames    in the order of the network's outputs
 * @param normalisation what is done to red, green and blue first
 * @param channels      the order in which the network was taught to read them
 */
public record Preparation(String name, List<String> classNames, Normalisation normalisation, ChannelOrder channels) {

    /** Copies what could change. */
    public Preparation {
        classNames = List.copyOf(classNames);
    }

    /**
     * The normalisation {@code (value − mean) / deviation} of values 0 to 255.
     *
     * @param mean      red, green, blue
     * @param deviation red, green, blue; never 0
     */
    public static Normalisation pixels(double[] mean, double[] deviation) {
        float[] m = new float[3];
        float[] d = new float[3];
        for (int c = 0; c < 3; c++) {
            m[c] = (float) (mean[c] / 255);
            d[c] = (float) (deviation[c] / 255);
        }
        return new Normalisation(m, d);
    }

    /**
     * Both of two normalisations: what the first gives is what the second takes for values 0 to 255, as a network's own
     * rescaling layer does.
     */
    public static Normalisation both(Normalisation first, Normalisation second) {
        float[] mean = new float[3];
        float[] deviation = new float[3];
        for (int c = 0; c < 3; c++) {
            mean[c] = first.mean()[c] + 255 * second.mean()[c] * first.deviation()[c];
            deviation[c] = 255 * first.deviation()[c] * second.deviation()[c];
        }
        return new Normalisation(mean, deviation);
    }

    /** The order in which a network was taught to read the colours of a pixel. */
    public enum ChannelOrder {
        /** Red, green, blue: what most networks read. */
        RGB,
        /** Blue, green, red: networks that come from Caffe or OpenCV. */
        BGR
    }
}
