package espalier.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import espalier.network.BenchmarkNetworks;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast this machine trains, infers, scores and explains. */
@Command(name = "bench",
        description = "Measures how fast this machine trains, infers, scores and explains: one line of JSON for "
                + "each measurement, the median of its repeats. Nothing else should be running.",
        footer = {"  espalier bench", "  espalier bench --net vgg-s --only train,forward",
                "  espalier bench --json speed.json"})
final class BenchCommand extends WorkCommand {

    /** A measurement. */
    record Measurement(String net, String work, int batch, @JsonProperty("images_per_second") double imagesPerSecond,
            double ms) {

        static Measurement of(String net, Benchmark work, double milliseconds) {
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
        Set<Benchmark> works = works();
        Set<String> networks = networks(works);
        startEngine();
        List<Measurement> measurements = new ArrayList<>();
        for (String name : networks) {
            try (Network network = BenchmarkNetworks.create(name)) {
                works.stream().filter(work -> work.networks().contains(name)).forEach(work -> {
                    Measurement measurement = Measurement.of(name, work,
                            work.milliseconds(network, warmUps, repeat, progress()));
                    measurements.add(measurement);
                    terminal().line(Json.line(measurement));
                });
            }
        }
        report(measurements);
    }

    private Set<Benchmark> works() {
        for (String word : only) {
            require(Arrays.stream(Benchmark.values()).anyMatch(work -> word(work).equals(word)), "--only", word,
                    "train, forward, scores or gradcam");
        }
        return Arrays.stream(Benchmark.values()).filter(work -> only.contains(word(work)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those asked for, and those that a work is only measured on. */
    private Set<String> networks(Set<Benchmark> works) {
        Set<String> small = Benchmark.TRAIN.networks();
        nets.forEach(net -> require(small.contains(net), "--net", net, "vgg-s or vgg-16"));
        return works.stream().flatMap(work -> work.networks().equals(small) ? nets.stream() : work.networks().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String word(Benchmark work) {
        return work.name().toLowerCase(Locale.ROOT);
    }
}
