package espalier.data;

import java.util.List;
import java.util.Optional;

/** A data set whose classes have the numbers and names that a network gives them; the network may know more classes. */
final class RelabelledDataset implements Dataset {

    private final Dataset original;
    private final List<String> classNames;
    private final int[] numbers;

    /** @param numbers for each class of {@code original}, its number among {@code classNames} */
    RelabelledDataset(Dataset original, List<String> classNames, int[] numbers) {
        this.original = original;
        this.classNames = List.copyOf(classNames);
        this.numbers = numbers;
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
        return original.pictureSize();
    }

    @Override
    public Normalisation normalisation() {
        return original.normalisation();
    }

    @Override
    public Pictures part(Part part) {
        return new RelabelledPictures(original.part(part));
    }

    @Override
    public List<String> skipped() {
        return original.skipped();
    }

    private final class RelabelledPictures implements Pictures {

        private final Pictures pictures;

        RelabelledPictures(Pictures pictures) {
            this.pictures = pictures;
        }

        @Override
        public int size() {
            return pictures.size();
        }

        @Override
        public int label(int index) {
            return numbers[pictures.label(index)];
        }

        @Override
        public Optional<Picture> picture(int index) {
            return pictures.picture(index);
        }

        @Override
        public boolean quick(int index) {
            return pictures.quick(index);
        }

        @Override
        public String title(int index) {
            return pictures.title(index);
        }

        @Override
        public Optional<boolean[]> mask(int index) {
            return pictures.mask(index);
        }
    }
}
