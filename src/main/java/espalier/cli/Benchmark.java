package espalier.cli;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.explain.CamMethod;
import espalier.explain.Explanations;
import espalier.importance.ClassAwareScores;
import espalier.network.BenchmarkNetworks;
import espalier.network.Network;
import espalier.training.Momentum;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A kind of work whose speed is measured, done as the script that measures PyTorch does it. */
enum Benchmark {

    /** One step of SGD with momentum and cross entropy, 64 pictures. */
    TRAIN(64) {
        @Override
        Runnable on(Network network) {
            Batch batch = BenchmarkNetworks.pictures(network, pictures());
            Momentum descent = new Momentum(network, 0.9, 0);
            return () -> {
                network.program().train(batch.pixels(), batch.labels());
                descent.update(0.01);
            };
        }
    },
    /** Inference, 64 pictures. */
    FORWARD(64) {
        @Override
        Runnable on(Network network) {
            Batch batch = BenchmarkNetworks.pictures(network, pictures());
            return () -> network.infer(batch);
        }
    },
    /** Class-aware scores of all filters: 10 classes × 10 pictures. */
    SCORES(100) {
        @Override
        Runnable on(Network network) {
            int each = pictures() / network.classes();
            List<Batch> classes = IntStream.range(0, network.classes()).mapToObj(c -> {
                int[] labels = new int[each];
                Arrays.fill(labels, c);
                return BenchmarkNetworks.pictures(network, labels);
            }).toList();
            return () -> ClassAwareScores.of(network, network.description().classNames(), classes, Progress.NONE);
        }
    },
    /** One Grad-CAM of the predicted class at the last ReLU, one picture. */
    GRADCAM(1) {
        @Override
        Runnable on(Network network) {
            Batch batch = BenchmarkNetworks.pictures(network, pictures());
            String layer = "relu" + network.convolutions().size();
            int side = network.description().inputSize().height();
            return () -> Explanations.explain(network, batch, CamMethod.GRAD_CAM, layer,
                    new int[] {Explanations.PREDICTED}, Progress.NONE).get(0).map().shown(side, side);
        }

        @Override
        Set<String> networks() {
            return Set.of(BenchmarkNetworks.VGG_16_LARGE);
        }
    };

    private final int pictures;

    Benchmark(int pictures) {
        this.pictures = pictures;
    }

    /** The work, ready to be done again and again. */
    abstract Runnable on(Network network);

    /** How many pictures are worked on each time. */
    int pictures() {
        return pictures;
    }

    /** The networks that it is measured on. */
    Set<String> networks() {
        return Set.of(BenchmarkNetworks.VGG_S, BenchmarkNetworks.VGG_16);
    }

    /**
     * Does the work and measures it.
     *
     * @param warmUps how often it is done before it counts
     * @param repeat  how often it counts
     * @return the median, in milliseconds
     */
    double milliseconds(Network network, int warmUps, int repeat, Progress progress) {
        Runnable work = on(network);
        double[] milliseconds = new double[repeat];
        for (int i = -warmUps; i < repeat; i++) {
            progress.checkpoint();
            long start = System.nanoTime();
            work.run();
            if (i >= 0) {
                milliseconds[i] = (System.nanoTime() - start) / 1e6;
            }
            progress.update((i + 1.0 + warmUps) / (warmUps + repeat),
                    network.description().name() + ", " + name().toLowerCase(java.util.Locale.ROOT));
        }
        Arrays.sort(milliseconds);
        return repeat % 2 == 1 ? milliseconds[repeat / 2]
                : (milliseconds[repeat / 2 - 1] + milliseconds[repeat / 2]) / 2;
    }
}
