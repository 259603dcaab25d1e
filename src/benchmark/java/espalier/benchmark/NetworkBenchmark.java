package espalier.benchmark;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.engine.Precision;
import espalier.importance.ClassAwareScores;
import espalier.importance.NetworkScores;
import espalier.network.BenchmarkNetworks;
import espalier.network.Network;
import espalier.pruning.FilterGroups;
import espalier.training.Sgd;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * What a pruning run spends its time on, at 32×32: milliseconds for a batch of 64, for all scores, for cutting a
 * network in half.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 4)
public class NetworkBenchmark {

    private static final int BATCH = 64;
    private static final int CLASSES = 10;

    /** One of {@link BenchmarkNetworks}. */
    @Param({BenchmarkNetworks.VGG_S, BenchmarkNetworks.VGG_16})
    public String net;

    private Network network;
    private Batch batch;
    private List<Batch> byClass;
    private Sgd descent;
    private Set<Integer> halfOfTheGroups;

    /** Makes the network and its pictures. */
    @Setup
    public void make(Measured measured) {
        network = measured.create(net);
        batch = BenchmarkNetworks.pictures(network, BATCH);
        byClass = IntStream.range(0, CLASSES).mapToObj(c -> BenchmarkNetworks.pictures(network,
                IntStream.generate(() -> c).limit(ClassAwareScores.PICTURES_PER_CLASS).toArray())).toList();
        descent = new Sgd(network, 0.9, 0);
        halfOfTheGroups = FilterGroups.trace(network).all().stream().filter(FilterGroup::isPrunable)
                .map(FilterGroup::id).filter(id -> id % 2 == 0).collect(Collectors.toSet());
    }

    /** A step of training: forward, backward, momentum. */
    @Benchmark
    public float[][] train() {
        float[][] logits = network.program().train(batch.pixels(), batch.labels(), Precision.FLOAT32);
        descent.update(0.01);
        return logits;
    }

    /** Inference. */
    @Benchmark
    public float[][] forward() {
        return network.infer(batch);
    }

    /** Class-aware scores of all filters by 10 pictures of each class. */
    @Benchmark
    public NetworkScores scores() {
        return ClassAwareScores.of(network, network.description().classNames(), byClass, Progress.NONE);
    }

    /** Cutting half of the filters out: groups are traced, and a smaller network is made. */
    @Benchmark
    public Network surgery() {
        return FilterGroups.trace(network).without(network, halfOfTheGroups);
    }
}
