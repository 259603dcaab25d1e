package espalier.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Which pictures of CIFAR, and which of their labels. */
public enum CifarVersion {
    /** Ten classes. */
    TEN("cifar10", "CIFAR-10", "cifar-10-batches-bin", "cifar-10-binary.tar.gz", Normalisation.CIFAR10, 10),
    /** The hundred fine classes of CIFAR-100. */
    HUNDRED("cifar100", "CIFAR-100", "cifar-100-binary", "cifar-100-binary.tar.gz", Normalisation.CIFAR100, 20, 100),
    /** Its twenty coarse classes, five fine ones each. */
    HUNDRED_COARSE("cifar100-coarse", "CIFAR-100, coarse classes", "cifar-100-binary", "cifar-100-binary.tar.gz",
            Normalisation.CIFAR100, 20, 100);

    private static final List<String> TEN_NAMES = words("airplane automobile bird cat deer dog frog horse ship truck");
    private static final List<String> COARSE_NAMES = words("aquatic_mammals fish flowers food_containers "
            + "fruit_and_vegetables household_electrical_devices household_furniture insects large_carnivores "
            + "large_man-made_outdoor_things large_natural_outdoor_scenes large_omnivores_and_herbivores "
            + "medium_mammals non-insect_invertebrates people reptiles small_mammals trees vehicles_1 vehicles_2");
    private static final List<String> FINE_NAMES = words("apple aquarium_fish baby bear beaver bed bee beetle bicycle "
            + "bottle bowl boy bridge bus butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud "
            + "cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house "
            + "kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse "
            + "mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine "
            + "possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake spider "
            + "squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train trout "
            + "tulip turtle wardrobe whale willow_tree wolf woman worm");

    private final String kind;
    private final String title;
    private final String folder;
    private final String archive;
    private final Normalisation normalisation;
    private final int[] labels;

    CifarVersion(String kind, String title, String folder, String archive, Normalisation normalisation, int... labels) {
        this.kind = kind;
        this.title = title;
        this.folder = folder;
        this.archive = archive;
        this.normalisation = normalisation;
        this.labels = labels;
    }

    /** What stands before the colon of its specification. */
    public String kind() {
        return kind;
    }

    /** Its name for a person. */
    public String title() {
        return title;
    }

    /** What suits these pictures when a network brings none. */
    Normalisation normalisation() {
        return normalisation;
    }

    /** How many classes each of a record's labels tells apart. */
    int[] labels() {
        return labels;
    }

    /** Which of a record's labels counts. */
    int label() {
        return this == HUNDRED ? 1 : 0;
    }

    String remedy() {
        return " Unpack the official archive " + archive + " again and give the folder " + folder + ".";
    }

    /** The files for training, the one for testing, and that with the names of the classes. */
    List<String> training() {
        return this == TEN ? IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList()
                : List.of("train.bin");
    }

    String test() {
        return this == TEN ? "test_batch.bin" : "test.bin";
    }

    String names() {
        return switch (this) {
            case TEN -> "batches.meta.txt";
            case HUNDRED -> "fine_label_names.txt";
            case HUNDRED_COARSE -> "coarse_label_names.txt";
        };
    }

    List<String> knownNames() {
        return switch (this) {
            case TEN -> TEN_NAMES;
            case HUNDRED -> FINE_NAMES;
            case HUNDRED_COARSE -> COARSE_NAMES;
        };
    }

    /** The files' folder: the one given, or the one that the archive makes in it. */
    Path home(Path given) {
        Path inside = given.resolve(folder);
        return Files.exists(given.resolve(test())) || !Files.isDirectory(inside) ? given : inside;
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }
}
