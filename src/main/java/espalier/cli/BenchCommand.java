package espalier.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.engine.Precision;
import espalier.explain.CamMethod;
import espalier.explain.Explanations;
import espalier.importance.ClassAwareScores;
import espalier.network.BenchmarkNetworks;
import espalier.network.Network;
import espalier.training.Sgd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast this machine trains, infers, scores and explains. */
@Command(name = "bench",
        description = "Measures how fast this machine trains, infers, scores and explains: one line of JSON for "
                + "each measurement, the median of its repeats. Nothing else should be running.",
        footer = {"  espalier bench", "  espalier bench --net vgg-s --only train,forward",
                "  espalier bench --json speed.json",
                "  espalier bench --live vgg-s.zip --data cifar10:cifar-10-batches-bin"})
final class BenchCommand extends WorkCommand {

    /** A measurement. */
    record Measurement(String net, String work, int batch, @JsonProperty("images_per_second") double imagesPerSecond,
            double ms) {

        static Measurement of(String net, Work work, double milliseconds) {
            return new Measurement(net, word(work), work.pictures(),
                    Math.round(work.pictures() / milliseconds * 1e4) / 10.0, Math.round(milliseconds * 100) / 100.0);
        }
    }

    @Option(names = "--net", split = ",", paramLabel = "NET",
            defaultValue = BenchmarkNetworks.VGG_S + "," + BenchmarkNetworks.VGG_16,
            description = "vgg-s, vgg-16, or both (the default): with batch norm, for pictures of " + "32×32.")
    private List<String> nets;

    @Option(names = "--only", split = ",", paramLabel = "WORK", defaultValue = "train,forward,scores,gradcam",
            description = "Some of train (a step with momentum, 64 pictures), forward (inference of 64), scores (of all filters by "
                    + "10 classes × 10 pictures) and gradcam (one map of one picture of 224×224 by VGG-16 with dense layers of "
                    + "4096). The default is all.")
    private List<String> only;

    @Option(names = "--bf16",
            description = "Trains and infers in bfloat16, where the processor has instructions for it; scores and "
                    + "maps are always of single precision.")
    private boolean bfloat16;

    @Option(names = "--live", paramLabel = "FILE",
            description = "Instead: live pruning of this network as the window does it. From a new place of the slider, in milliseconds, "
                    + "until the network is cut and compensated, until its accuracy on 500 validation pictures, fewer in large networks, is known, and until "
                    + "the maps of a page of pictures are there; and once, what is gathered when the network is opened. "
                    + "Medians of --repeat places from ×1.5 to ×16 MACs.")
    private Path live;

    @Option(names = "--data", paramLabel = "DATA",
            description = "The pictures for --live: shapes, cifar10:FOLDER, cifar100:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "10",
            description = "How often each is measured; the default is " + "${DEFAULT-VALUE}.")
    private int repeat;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "5",
            description = "How often each is done before, uncounted, "
                    + "for Java to compile what it needs; the default is ${DEFAULT-VALUE}.")
    private int warmUps;

    @Override
    void work() {
        require(repeat >= 1, "--repeat", repeat, "1 or more");
        require(warmUps >= 0, "--warm-up", warmUps, "0 or more");
        Precision precision = bfloat16 ? Precision.BFLOAT16 : Precision.FLOAT32;
        Set<Work> works = works();
        Set<String> networks = networks(works);
        if (live != null || data != null) {
            measureLive();
            return;
        }
        startEngine();
        if (precision.here() != precision) {
            throw new Problem(
                    "This processor has no instructions for bfloat16 (AVX512-BF16 or AMX). Leave --bf16 out.");
        }
        List<Measurement> measurements = new ArrayList<>();
        for (String name : networks) {
            try (Network network = BenchmarkNetworks.create(name)) {
                works.stream().filter(work -> work.networks().contains(name)).forEach(work -> {
                    Measurement measurement = Measurement.of(name, work,
                            work.milliseconds(network, precision, warmUps, repeat, progress()));
                    measurements.add(measurement);
                    terminal().line(Json.line(measurement));
                });
            }
        }
        report(measurements);
    }

    private void measureLive() {
        if (live == null || data == null) {
            throw wrongUse("--live and --data belong together: the network and its pictures.");
        }
        requireData(data);
        startEngine();
        try (Network network = Network.read(live)) {
            LiveBench.Times times = new LiveBench(network, dataFor(network, live, data)).measure(warmUps, repeat,
                    progress());
            terminal().line(Json.line(times));
            report(times);
        }
    }

    private Set<Work> works() {
        for (String word : only) {
            require(Arrays.stream(Work.values()).anyMatch(work -> word(work).equals(word)), "--only", word,
                    "train, forward, scores or gradcam");
        }
        return Arrays.stream(Work.values()).filter(work -> only.contains(word(work)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those asked for, and those that a work is only measured on. */
    private Set<String> networks(Set<Work> works) {
        Set<String> small = Work.TRAIN.networks();
        nets.forEach(net -> require(small.contains(net), "--net", net, "vgg-s or vgg-16"));
        return works.stream().flatMap(work -> work.networks().equals(small) ? nets.stream() : work.networks().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String word(Work work) {
        return work.name().toLowerCase(Locale.ROOT);
    }

    /** A kind of work whose speed is measured, done as the script that measures PyTorch does it. */
    private enum Work {

        /** One step of SGD with momentum and cross entropy, 64 pictures. */
        TRAIN(64) {
            @Override
            Runnable on(Network network, Precision precision) {
                Batch batch = BenchmarkNetworks.pictures(network, pictures());
                Sgd descent = new Sgd(network, 0.9, 0);
                return () -> {
                    network.program().train(batch.pixels(), batch.labels(), precision);
                    descent.update(0.01);
                };
            }
        },
        /** Inference, 64 pictures. */
        FORWARD(64) {
            @Override
            Runnable on(Network network, Precision precision) {
                Batch batch = BenchmarkNetworks.pictures(network, pictures());
                return () -> network.infer(batch, precision);
            }
        },
        /** Class-aware scores of all filters: 10 classes × 10 pictures. */
        SCORES(100) {
            @Override
            Runnable on(Network network, Precision precision) {
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
            Runnable on(Network network, Precision precision) {
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

        Work(int pictures) {
            this.pictures = pictures;
        }

        /** The work, ready to be done again and again. */
        abstract Runnable on(Network network, Precision precision);

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
         * @param precision in which it trains and infers
         * @param warmUps   how often it is done before it counts
         * @param repeat    how often it counts
         * @return the median, in milliseconds
         */
        double milliseconds(Network network, Precision precision, int warmUps, int repeat, Progress progress) {
            Runnable work = on(network, precision);
            double[] milliseconds = new double[repeat];
            for (int i = -warmUps; i < repeat; i++) {
                progress.checkpoint();
                long start = System.nanoTime();
                work.run();
                if (i >= 0) {
                    milliseconds[i] = (System.nanoTime() - start) / 1e6;
                }
                progress.update((i + 1.0 + warmUps) / (warmUps + repeat),
                        network.description().name() + ", " + name().toLowerCase(Locale.ROOT));
            }
            Arrays.sort(milliseconds);
            return repeat % 2 == 1 ? milliseconds[repeat / 2]
                    : (milliseconds[repeat / 2 - 1] + milliseconds[repeat / 2]) / 2;
        }
    }
}
