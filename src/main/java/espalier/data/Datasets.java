package espalier.data;

import espalier.basics.Problem;
import espalier.data.folders.FolderDataset;
import espalier.data.shapes.Shapes;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens data sets by the specification that the window, the command line and recipes use. */
public final class Datasets {

    private static final String FORMS = "Give shapes, shapes:SEED (a whole number), cifar10:FOLDER, cifar100:FOLDER or cifar100-coarse:FOLDER "
            + "(the binary versions of CIFAR-10 and CIFAR-100) or folder:FOLDER (one sub-folder of pictures per class); only:cat,dog:DATA takes "
            + "some classes of one of these.";

    private Datasets() {}

    /**
     * Opens a data set: {@code shapes}, {@code shapes:SEED}, {@code cifar10:FOLDER}, {@code cifar100:FOLDER} (its fine
     * classes), {@code cifar100-coarse:FOLDER} or {@code folder:FOLDER}; or, behind {@code only:} with names of classes
     * and a colon, the pictures of these classes alone. A name writes %, comma, = and colon as in web addresses
     * ({@code %25}, {@code %2c}, {@code %3d}, {@code %3a}); the folder behind it may hold any. Pictures have their own
     * size, those of folders {@link FolderDataset#DEFAULT_SIZE}.
     *
     * @throws Problem when the specification has none of these forms, or the folder is missing or not what it should be
     */
    public static Dataset open(String specification) {
        return open(specification, Optional.empty());
    }

    /**
     * Opens a data set as {@link #open(String)} does, with its pictures in the size that a network takes: scaled so
     * that the smaller side fits, the middle cut out.
     *
     * @throws Problem as {@link #open(String)} does
     */
    public static Dataset open(String specification, PictureSize size) {
        return open(specification, Optional.of(size));
    }

    /**
     * Opens a data set as {@link #open(String, PictureSize)} does, for a network. Where the network knows all of its
     * classes by name ({@link ClassNumbers#of}), they get the network's names and numbers, in whatever order and among
     * however many others; otherwise they stay as they are, to be taken in their own order.
     *
     * @param classNames the network's
     * @throws Problem as {@link #open(String)} does
     */
    public static Dataset open(String specification, PictureSize size, List<String> classNames) {
        return withClasses(open(specification, size), classNames);
    }

    /** A data set with the classes of a network, as {@link #open(String, PictureSize, List)} gives them. */
    public static Dataset withClasses(Dataset data, List<String> classNames) {
        if (data.classNames().equals(classNames)) {
            return data;
        }
        return ClassNumbers.of(data.classNames(), classNames).or(() -> ClassNumbers.of(data.classIds(), classNames))
                .map(numbers -> DerivedDataset.relabelled(data, classNames, numbers)).orElse(data);
    }

    /**
     * The pictures of some classes alone, which are numbered anew in the order in which they are; the same data where
     * these are all.
     *
     * @param classes the numbers of at least two of the data's
     * @throws Problem where there are fewer
     */
    public static Dataset only(Dataset data, int[] classes) {
        if (classes.length < 2) {
            throw new Problem("Of " + data.specification() + " only "
                    + (classes.length == 0 ? "no class" : "the class \"" + data.classNames().get(classes[0]) + "\"")
                    + " would be left, and nothing to tell it from. Choose two classes or more.");
        }
        return classes.length == data.classNames().size() ? data : DerivedDataset.only(data, classes);
    }

    /**
     * Checks the form of a specification, not whether its folder is there.
     *
     * @throws Problem when it has none of the forms
     */
    public static void checkForm(String specification) {
        String text = specification.strip();
        if (text.matches(DerivedDataset.ONLY + "[^:]+:.*")) {
            checkForm(text.split(":", 3)[2]);
        } else if (!text.matches("shapes(:\\s*[-+]?\\d{1,18})?|(cifar10|cifar100|cifar100-coarse|folder):.*")) {
            throw new Problem("“" + specification + "” is not a data set. " + FORMS);
        }
    }

    private static Dataset open(String specification, Optional<PictureSize> size) {
        Dataset dataset = openInOwnSize(specification, size.orElse(FolderDataset.DEFAULT_SIZE));
        return size.isEmpty() || size.get().equals(dataset.pictureSize()) ? dataset
                : DerivedDataset.resized(dataset, size.get());
    }

    private static Dataset openInOwnSize(String specification, PictureSize folderSize) {
        checkForm(specification);
        String text = specification.strip();
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1).strip();
        if (text.startsWith(DerivedDataset.ONLY)) {
            String[] parts = text.split(":", 3);
            Dataset whole = openInOwnSize(parts[2], folderSize);
            return only(whole, Stream.of(parts[1].split(","))
                    .mapToInt(name -> number(ClassWeights.decoded(name.strip()), whole)).sorted().distinct().toArray());
        }
        return switch (kind) {
            case "shapes" -> new Shapes(colon < 0 ? Shapes.DEFAULT_SEED : Long.parseLong(rest));
            case "cifar10", "cifar100", "cifar100-coarse" -> Cifar.open(version(kind), folder(specification, rest));
            default -> FolderDataset.open(folder(specification, rest), folderSize);
        };
    }

    /** The number of a class, by its id or its name. */
    private static int number(String name, Dataset data) {
        int id = data.classIds().indexOf(name);
        return id >= 0 ? id : ClassNumbers.require(name, data.classNames());
    }

    private static CifarVersion version(String kind) {
        return Stream.of(CifarVersion.values()).filter(version -> version.kind().equals(kind)).findFirst()
                .orElseThrow();
    }

    /** The specification of what a folder holds: CIFAR, by its files, or else pictures in sub-folders. */
    public static String inFolder(Path folder) {
        return Stream.of(CifarVersion.values()).filter(version -> Cifar.isIn(version, folder)).findFirst()
                .map(CifarVersion::kind).orElse("folder") + ":" + folder;
    }

    private static Path folder(String specification, String name) {
        if (name.isEmpty()) {
            throw new Problem("“" + specification + "” names no folder. " + FORMS);
        }
        Path folder;
        try {
            // No shell expands the tilde behind a colon.
            folder = name.equals("~") || name.startsWith("~/")
                    ? Path.of(System.getProperty("user.home") + name.substring(1)) : Path.of(name);
        } catch (InvalidPathException e) {
            throw new Problem("“" + name + "” cannot be the name of a folder. " + FORMS, e);
        }
        if (!Files.exists(folder)) {
            throw new Problem("There is no folder " + folder.toAbsolutePath() + ". Check the name after the colon.");
        }
        if (!Files.isDirectory(folder)) {
            throw new Problem(folder.toAbsolutePath() + " is a file. Give the folder that holds the pictures.");
        }
        return folder;
    }
}
