package espalier.data.download;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Datasets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Data sets that can be fetched from their public homes. Checksums are those that TensorFlow Datasets publishes. */
public enum PublicData {

    /** Ten classes, by Krizhevsky, Nair and Hinton. */
    CIFAR_10("CIFAR-10", "60 000 pictures of 32×32 pixels, ten classes", "https://www.cs.toronto.edu/~kriz/cifar.html",
            new Archive(URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), 170_052_171,
                    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", "cifar-10-batches-bin",
                    184_500_000)),
    /** A hundred classes in twenty groups, by the same. */
    CIFAR_100("CIFAR-100", "60 000 pictures of 32×32 pixels, a hundred classes in twenty groups",
            "https://www.cs.toronto.edu/~kriz/cifar.html",
            new Archive(URI.create("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"), 168_513_733,
                    "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec", "cifar-100-binary",
                    184_600_000)),
    /** Ten of ImageNet's classes that are told apart easily, by fast.ai. */
    IMAGENETTE("Imagenette", "13 394 photographs of ImageNet in ten classes, the smaller side of 160 pixels",
            "https://github.com/fastai/imagenette",
            new Archive(URI.create("https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-160.tgz"), 98_948_031,
                    "88daccb09b6fce93f45e6c09ddeb269cce705549e6bff322092a2a5a11489863", "imagenette2-160",
                    150_000_000));

    private final String title;
    private final String content;
    private final String home;
    private final Archive archive;

    PublicData(String title, String content, String home, Archive archive) {
        this.title = title;
        this.content = content;
        this.home = home;
        this.archive = archive;
    }

    /** The one that a person names: "cifar-10"; empty where there is none of that name. */
    public static Optional<PublicData> of(String name) {
        return Stream.of(values()).filter(data -> plain(data.title).equals(plain(name))).findFirst();
    }

    /** The names by which {@link #of} knows them, for a sentence. */
    public static String names() {
        return Stream.of(values()).map(PublicData::key).collect(Collectors.joining(", "));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** How it is called on the command line: {@code cifar-10}. */
    public String key() {
        return title.toLowerCase(Locale.ROOT);
    }

    /** Its name for a person: "CIFAR-10". */
    public String title() {
        return title;
    }

    /** What it is, for a person: how many pictures of what. */
    public String content() {
        return content;
    }

    /** The page of those who made it. */
    public String home() {
        return home;
    }

    /** What is fetched. */
    public Archive archive() {
        return archive;
    }

    /** How much is fetched, and how much it is on the disk then, for a person. */
    public String size() {
        return Figures.bytes(archive.bytes()) + " to fetch, " + Figures.bytes(archive.unpackedBytes()) + " on the disk";
    }

    /** The specification of the data in a folder into which they were brought; empty where they are not there. */
    public Optional<String> in(Path into) {
        Path folder = into.resolve(archive.folder());
        return Files.exists(folder) ? Optional.of(Datasets.inFolder(folder)) : Optional.empty();
    }

    /**
     * Brings the data into a folder of their own in {@code into}, unless they are there. What was fetched before an
     * interruption is kept for the next time.
     *
     * @return the specification that opens them
     * @throws Problem                                    when they cannot be had, or something else is in their place
     * @throws java.util.concurrent.CancellationException when the progress is cancelled
     */
    public String get(Path into, Progress progress) {
        if (in(into).isEmpty()) {
            archive.get(into, title, progress);
        }
        Path folder = into.resolve(archive.folder());
        try {
            String specification = in(into).orElseThrow();
            Datasets.open(specification);
            return specification;
        } catch (Problem e) {
            throw new Problem("The folder " + folder + " is there, but is not " + title + " as a whole: "
                    + e.getMessage() + " Move it away to fetch it again.", e);
        }
    }
}
