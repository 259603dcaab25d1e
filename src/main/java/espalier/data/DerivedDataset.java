package espalier.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Another data set's pictures in another size, with other classes or of some alone; all else is as it is there. */
final class DerivedDataset implements Dataset {

    /** What stands in front of a specification where only some classes' pictures are taken. */
    static final String ONLY = "only:";

    /** As many classes are named in a title. */
    private static final int NAMES_IN_TITLE = 3;

    private final Dataset original;
    private final String specification;
    private final String title;
    private final List<String> classNames;
    private final PictureSize size;
    private final UnaryOperator<Pictures> derived;

    private DerivedDataset(Dataset original, List<String> classNames, PictureSize size,
            UnaryOperator<Pictures> derived) {
        this(original, original.specification(), original.title(), classNames, size, derived);
    }

    private DerivedDataset(Dataset original, String specification, String title, List<String> classNames,
            PictureSize size, UnaryOperator<Pictures> derived) {
        this.original = original;
        this.specification = specification;
        this.title = title;
        this.classNames = List.copyOf(classNames);
        this.size = size;
        this.derived = derived;
    }

    /**
     * The classes have the numbers and names that a network gives them; the network may know more classes.
     *
     * @param numbers for each class of {@code original}, its number among {@code classNames}
     */
    static Dataset relabelled(Dataset original, List<String> classNames, int[] numbers) {
        return new DerivedDataset(original, classNames, original.pictureSize(),
                pictures -> new DerivedPictures(pictures) {
                    @Override
                    public int label(int index) {
                        return numbers[pictures.label(index)];
                    }
                });
    }

    /**
     * The pictures of some classes alone, which are numbered anew.
     *
     * @param classes the numbers of these, in their new order
     */
    static Dataset only(Dataset original, int[] classes) {
        List<String> names = IntStream.of(classes).mapToObj(original.classNames()::get).toList();
        int[] numbers = new int[original.classNames().size()];
        Arrays.fill(numbers, -1);
        IntStream.range(0, classes.length).forEach(i -> numbers[classes[i]] = i);
        boolean again = original.specification().startsWith(ONLY);
        // Some of some are some of all.
        String whole = again ? original.specification().split(":", 3)[2] : original.specification();
        String title = (again ? original.title().replaceFirst(": [^:]*$", "") : original.title()) + ": "
                + (names.size() <= NAMES_IN_TITLE ? String.join(", ", names) : names.size() + " classes");
        return new DerivedDataset(original,
                ONLY + names.stream().map(ClassWeights::encoded).collect(Collectors.joining(",")) + ":" + whole, title,
                names, original.pictureSize(), all -> {
                    int[] indices = IntStream.range(0, all.size()).filter(i -> numbers[all.label(i)] >= 0).toArray();
                    return new DerivedPictures(new PictureSubset(List.of(all), indices)) {
                        @Override
                        public int label(int index) {
                            return numbers[super.label(index)];
                        }
                    };
                });
    }

    /** The pictures are brought to another size each time they are asked for. */
    static Dataset resized(Dataset original, PictureSize size) {
        PictureSize before = original.pictureSize();
        return new DerivedDataset(original, original.classNames(), size, pictures -> new DerivedPictures(pictures) {
            @Override
            public Optional<Picture> picture(int index) {
                return pictures.picture(index).map(picture -> Scaling.fit(picture, size));
            }

            @Override
            public boolean quick(int index) {
                return false; // Scaling takes time: worth several threads.
            }

            @Override
            public Optional<boolean[]> mask(int index) {
                return pictures.mask(index).map(mask -> Scaling.fit(mask, before.height(), before.width(), size));
            }
        });
    }

    @Override
    public String specification() {
        return specification;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    /** Those of the original, unless the classes are others. */
    @Override
    public List<String> classIds() {
        return original.classNames().equals(classNames) ? original.classIds() : classNames;
    }

    @Override
    public PictureSize pictureSize() {
        return size;
    }

    @Override
    public Normalisation normalisation() {
        return original.normalisation();
    }

    @Override
    public Pictures part(Part part) {
        return derived.apply(original.part(part));
    }

    @Override
    public List<String> skipped() {
        return original.skipped();
    }

    /** Other pictures; what is not overridden is theirs. */
    private abstract static class DerivedPictures implements Pictures {

        private final Pictures original;

        DerivedPictures(Pictures original) {
            this.original = original;
        }

        @Override
        public int size() {
            return original.size();
        }

        @Override
        public int label(int index) {
            return original.label(index);
        }

        @Override
        public Optional<Picture> picture(int index) {
            return original.picture(index);
        }

        @Override
        public boolean quick(int index) {
            return original.quick(index);
        }

        @Override
        public String title(int index) {
            return original.title(index);
        }

        @Override
        public Optional<boolean[]> mask(int index) {
            return original.mask(index);
        }
    }
}
