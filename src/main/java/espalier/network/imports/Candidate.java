package espalier.network.imports;

import espalier.data.Normalisation;
import java.util.List;

/**
 * A usual way to prepare pictures.
 *
 * @param name          for a person
 * @param normalisation of red, green, blue
 * @param channels      the order in which the network then reads them
 */
public record Candidate(String name, Normalisation normalisation, ChannelOrder channels) {

    private static final double[] ONE = {1, 1, 1};
    private static final Normalisation RAW = Preparation.pixels(new double[3], ONE);
    private static final Normalisation UNIT = Preparation.pixels(new double[3], new double[] {255, 255, 255});
    private static final Normalisation SYMMETRIC = Preparation.pixels(new double[] {127.5, 127.5, 127.5},
            new double[] {127.5, 127.5, 127.5});
    private static final Normalisation CAFFE = Preparation.pixels(new double[] {123.68, 116.779, 103.939}, ONE);

    /** The ways that networks for pictures were trained with, the most usual first. */
    public static final List<Candidate> USUAL = List
            .of(new Candidate("0 to 1", UNIT, ChannelOrder.RGB),
                    new Candidate("0 to 255, as they are", RAW, ChannelOrder.RGB),
                    new Candidate("−1 to 1", SYMMETRIC, ChannelOrder.RGB),
                    new Candidate("CIFAR-10's mean and deviation",
                            Preparation.pixels(new double[] {125.307, 122.95, 113.865},
                                    new double[] {62.9932, 62.0887, 66.7048}),
                            ChannelOrder.RGB),
                    new Candidate("ImageNet's mean and deviation",
                            Preparation.pixels(new double[] {123.675, 116.28, 103.53},
                                    new double[] {58.395, 57.12, 57.375}),
                            ChannelOrder.RGB),
                    new Candidate("minus ImageNet's mean, blue first (Caffe)", CAFFE, ChannelOrder.BGR),
                    new Candidate("minus ImageNet's mean", CAFFE, ChannelOrder.RGB),
                    new Candidate("0 to 1, blue first", UNIT, ChannelOrder.BGR),
                    new Candidate("0 to 255, blue first", RAW, ChannelOrder.BGR));
}
