package espalier.network.imports;

import espalier.basics.About;
import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.ImageNetClasses;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.engine.Backend;
import espalier.network.Description;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import espalier.network.imports.Preparation.ChannelOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network that another program wrote, read but not yet told how its pictures are prepared. Belongs to the thread of
 * networks.
 */
public final class ImportedNetwork {

    private final ForeignSource source;
    private final Path file;
    private final List<String> notes;
    private final int classes;
    private final Map<ChannelOrder, Network> rebuilt = new LinkedHashMap<>();

    private ImportedNetwork(Path file, ForeignSource source) {
        this.file = file;
        this.source = source;
        List<String> all = new ArrayList<>(source.notes());
        Description plain = new Description(name(), List.of(), source.size(),
                Preparation.pixels(new double[3], new double[] {1, 1, 1}), Map.of());
        Network network = Network.of(source.rebuilding().graph(ChannelOrder.RGB, all), plain);
        classes = network.classes();
        network.infer(new Batch(1, new float[source.size().values()], new int[1]));
        if (source.colours() == 1) {
            all.add("It was made for grey pictures: of coloured ones it sees the mean of red, green and blue.");
        }
        List<String> slow = network.program().foreignVertices();
        if (!slow.isEmpty()) {
            all.add((slow.size() == 1 ? "The layer " : "The layers ") + String.join(", ", slow)
                    + (slow.size() == 1 ? " runs" : " run") + " on DeepLearning4J's own code, slowly.");
        }
        notes = List.copyOf(all);
        rebuilt.put(ChannelOrder.RGB, network);
    }

    /**
     * Reads a DL4J zip, a Keras file or an ONNX model, and runs it once: what does not work is told here, not in use.
     *
     * @param sizeIfOpen the size of its pictures, for files that do not say it
     * @throws Problem where the file is of another kind or damaged, or has a layer that cannot be taken over
     */
    public static ImportedNetwork read(Path file, Optional<PictureSize> sizeIfOpen) {
        ForeignFile kind = ForeignFile.of(file);
        Backend.start();
        try {
            return new ImportedNetwork(file, switch (kind) {
                case DL4J -> ForeignSource.of(Dl4jReader.read(file, sizeIfOpen));
                case KERAS -> KerasReader.read(file, false, sizeIfOpen);
                case KERAS_3 -> KerasReader.read(file, true, sizeIfOpen);
                case ONNX -> OnnxReader.read(file, sizeIfOpen);
                default -> throw new Problem(kind.refusal(file));
            });
        } catch (Problem e) {
            throw e.getMessage().startsWith(file.toString()) ? e : new Problem(file + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new Problem(file
                    + " was read, but could not be rebuilt as a network for pictures: its layers do not fit together in "
                    + "a way that Espalier understands. Details are in the log.", e);
        }
    }

    /** The file's name without its ending. */
    public String name() {
        return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    /** What wrote it: "Keras 2.4.0". */
    public String program() {
        return source.program();
    }

    /** The size of the pictures that it takes. */
    public PictureSize inputSize() {
        return source.size();
    }

    /** Whether it was made for grey pictures. */
    public boolean grey() {
        return source.colours() == 1;
    }

    /** How many classes it tells apart. */
    public int classes() {
        return classes;
    }

    /** The normalisation that the file itself states; empty where it states none. */
    public Optional<Normalisation> statedNormalisation() {
        return source.normalisation();
    }

    /** The same of red, green and blue, for a network that reads its colours in this order. */
    Optional<Normalisation> statedNormalisation(ChannelOrder channels) {
        return source.normalisation().map(stated -> ofRed(stated, channels));
    }

    /**
     * What is done to pixels in all, where something else than the file states is done before they come to the network:
     * that, and then what the network itself does first.
     *
     * @param before   of red, green and blue
     * @param channels the order in which the network reads colours
     */
    public Normalisation after(Normalisation before, ChannelOrder channels) {
        return source.inside().map(own -> Preparation.both(before, ofRed(own, channels))).orElse(before);
    }

    /** Whether the network itself does something to pixels first. */
    public boolean normalisesItself() {
        return source.inside().isPresent();
    }

    private static Normalisation ofRed(Normalisation stated, ChannelOrder channels) {
        float[] mean = stated.mean();
        float[] deviation = stated.deviation();
        return channels == ChannelOrder.RGB ? stated : new Normalisation(new float[] {mean[2], mean[1], mean[0]},
                new float[] {deviation[2], deviation[1], deviation[0]});
    }

    /** The names of the classes that the file itself states; empty where it states none, or not one for each. */
    public Optional<List<String>> statedClassNames() {
        return Optional.of(source.classNames()).filter(names -> names.size() == classes);
    }

    /** The first batch norm, by whose statistics a preparation can be told from another; empty where there is none. */
    Optional<LayerInfo> firstNorm() {
        return rebuilt.get(ChannelOrder.RGB).layers().stream().filter(layer -> layer.kind() == LayerKind.BATCH_NORM)
                .findFirst();
    }

    /**
     * How little what the first batch norm reads is like what it read in training: the mean over the channels of
     * {@code (m − μ)² / σ² + (ln s² / σ²)²}, with the mean m and the variance s² of these pictures.
     */
    double surprise(Network network, Batch batch) {
        LayerInfo norm = firstNorm().orElseThrow();
        float[] values = network.activations(batch, norm.inputs().get(0));
        float[][] statistics = network.runningStatistics(norm.name());
        int channels = norm.channels();
        double total = 0;
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (int i = c; i < values.length; i += channels) {
                sum += values[i];
                squares += (double) values[i] * values[i];
                count++;
            }
            double mean = sum / count;
            double variance = Math.max(1e-9, squares / count - mean * mean);
            double trained = Math.max(1e-9, statistics[1][c]);
            total += Math.pow(mean - statistics[0][c], 2) / trained + Math.pow(Math.log(variance / trained), 2);
        }
        return total / channels;
    }

    /** What a person should know of the reading, in sentences. */
    public List<String> notes() {
        return notes;
    }

    /** Names for classes of which nothing is said: of 1 000, ImageNet's, as nearly all such networks have them. */
    public List<String> usualClasses() {
        return isLikeImageNet() ? ImageNetClasses.names()
                : IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }

    /** Whether there are as many classes as ImageNet has. */
    public boolean isLikeImageNet() {
        return classes == ImageNetClasses.names().size();
    }

    /**
     * The network as the rest of the program knows networks. Networks of the same channel order share their parameters.
     *
     * @throws Problem where there are not as many names as classes
     */
    public Network network(Preparation preparation) {
        if (preparation.classNames().size() != classes) {
            throw new Problem(file + " tells " + classes + " classes apart, but there are "
                    + preparation.classNames().size() + " names for them. Give one name for each.");
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("imported from", file.getFileName().toString());
        provenance.put("written by", source.program());
        provenance.put("colours read as",
                preparation.channels() == ChannelOrder.BGR ? "blue, green, red" : "red, green, blue");
        provenance.put("version", About.version());
        provenance.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        if (!notes.isEmpty()) {
            provenance.put("notes", String.join(" ", notes));
        }
        Description description = new Description(preparation.name(), preparation.classNames(), source.size(),
                preparation.normalisation(), provenance);
        return rebuilt
                .computeIfAbsent(preparation.channels(),
                        channels -> Network.of(source.rebuilding().graph(channels, new ArrayList<>()), description))
                .withDescription(description);
    }
}
