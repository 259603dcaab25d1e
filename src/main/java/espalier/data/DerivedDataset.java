package espalier.data;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Another data set's pictures in another size or with other classes; everything else is as it is there. */
final class DerivedDataset implements Dataset {

    private final Dataset original;
    private final List<String> classNames;
    private final PictureSize size;
    private final UnaryOperator<Pictures> derived;

    private DerivedDataset(Dataset original, List<String> classNames, PictureSize size,
            UnaryOperator<Pictures> derived) {
        this.original = original;
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
        return original.specification();
    }

    @Override
    public String title() {
        return original.title();
    }

    @Override
    public List<String> classNames() {
        return classNames;
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
