package espalier.training;

import espalier.basics.About;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Pictures;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Front;
import espalier.network.Head;
import espalier.network.Network;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the training of a network of one's own begins with: an architecture, or another network with a new head.
 *
 * @param network   to be fitted, in place
 * @param beginning what it is
 * @param front     what stays as it is
 * @param origin    where it comes from, for its provenance; in order
 */
public record TrainingStart(Network network, Beginning beginning, Front front, Map<String, String> origin) {

    /** Copies what could change. */
    public TrainingStart {
        origin = Collections.unmodifiableMap(new LinkedHashMap<>(origin));
    }

    /**
     * An architecture with random weights.
     *
     * @param name for a person
     * @param seed of the weights
     * @throws Problem where there is no such architecture, or it cannot be trained on these pictures
     */
    public static TrainingStart of(String architecture, String name, Dataset data, long seed) {
        require(data);
        Network network = Architectures.create(architecture,
                new Description(name, data.classNames(), data.pictureSize(), data.normalisation(), Map.of()), seed);
        return new TrainingStart(network, Beginning.NEW, Front.NONE, Map.of("architecture", architecture));
    }

    /**
     * Another network's layers with a new last one: transfer learning.
     *
     * @param base   stays as it is; its normalisation is taken over
     * @param freeze which part is not trained, as {@link Front#of} reads it
     * @param name   for a person
     * @param data   in the network's picture size
     * @param seed   of the new layer's weights
     * @throws Problem where its head cannot be replaced, there is no such layer, or it cannot be trained on these
     *                     pictures
     */
    public static TrainingStart of(Network base, String freeze, String name, Dataset data, long seed) {
        require(data);
        Network changed = Head.anew(base, data.classNames(), seed);
        Description description = base.description();
        Front front = Front.of(changed, freeze);
        Map<String, String> origin = new LinkedHashMap<>();
        origin.put("transfer from", description.name() + " (" + base.fingerprint() + ")");
        origin.put("frozen", words(front));
        Network network = changed.withDescription(new Description(name, data.classNames(), description.inputSize(),
                description.normalisation(), Map.of()));
        return new TrainingStart(network, Beginning.NEW_HEAD, front, origin);
    }

    /** What stays as it is, in words: "up to fire9/concat (25 convolutions)". */
    public static String words(Front front) {
        return front.isEmpty() ? "nothing" : "up to " + front.value() + " (" + front.convolutions()
                + (front.convolutions() == 1 ? " convolution)" : " convolutions)");
    }

    /** A training of it. */
    public Trainer trainer(Dataset data, TrainingSettings settings) {
        return new Trainer(network, data, settings).from(beginning).freezing(front);
    }

    /**
     * The network under what is to be known of how it came about.
     *
     * @param settings with the learning rate that was used
     * @param command  that does the same again
     */
    public Network described(Dataset data, TrainingSettings settings, int epochs, Evaluation test,
            Optional<String> command) {
        Map<String, String> provenance = new LinkedHashMap<>();
        command.ifPresent(text -> provenance.put("command", text));
        provenance.putAll(origin);
        provenance.put("data", data.specification());
        provenance.put("settings", settings.toString());
        provenance.put("seed", Long.toString(settings.seed()));
        provenance.put("epochs", Integer.toString(epochs));
        provenance.put("test accuracy", String.format(Locale.ROOT, "%.4f", test.accuracy()));
        provenance.put("version", About.version());
        provenance.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return network.withDescription(network.description().with(network.description().name(), provenance));
    }

    /** Every class has to be learnt, and there has to be something to see by how it went. */
    private static void require(Dataset data) {
        List<String> names = data.classNames();
        Pictures training = data.part(Part.TRAINING);
        boolean[] met = new boolean[names.size()];
        IntStream.range(0, training.size()).forEach(i -> met[training.label(i)] = true);
        for (int c = 0; c < met.length; c++) {
            if (!met[c]) {
                throw new Problem(data.title() + " has no training picture of \"" + names.get(c)
                        + "\", so that class cannot be learnt. Add pictures, or take the class out.");
            }
        }
        for (Part part : new Part[] {Part.VALIDATION, Part.TEST}) {
            if (data.part(part).size() == 0) {
                throw new Problem(data.title() + " has too few pictures to set some aside for "
                        + (part == Part.TEST ? "the test" : "validation")
                        + ": give each class at least three, better thirty or more.");
            }
        }
    }
}
