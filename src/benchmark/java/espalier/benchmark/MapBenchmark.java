package espalier.benchmark;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.explain.CamMethod;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.MapLayers;
import espalier.network.BenchmarkNetworks;
import espalier.network.Network;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each method for class activation maps, for the predicted class of one picture at the usual layer: milliseconds for a
 * map.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
public class MapBenchmark {

    /** One of {@link BenchmarkNetworks}. */
    @Param({BenchmarkNetworks.VGG_S, BenchmarkNetworks.VGG_16, BenchmarkNetworks.VGG_16_LARGE})
    public String net;

    /** The method; without a choice all there are. */
    @Param
    public CamMethod method;

    private Network network;
    private Batch picture;
    private String layer;

    /** Makes the network and its picture. */
    @Setup
    public void make(Measured measured) {
        network = measured.create(net);
        picture = BenchmarkNetworks.pictures(network, 1);
        layer = MapLayers.usual(network);
    }

    /** A map from a picture. */
    @Benchmark
    public List<Explanation> map() {
        return Explanations.explain(network, picture, method, layer, new int[] {Explanations.PREDICTED}, Progress.NONE);
    }

    /** Inference of the same picture alone, to compare with. */
    @Benchmark
    public float[][] forward() {
        return network.infer(picture);
    }
}
