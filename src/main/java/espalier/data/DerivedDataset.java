package espalier.data;

import java.util.List;
import java.util.Optional;

/** Another data set's pictures seen in another way; what a kind does not change is the other's. */
abstract class DerivedDataset implements Dataset {

    final Dataset original;

    DerivedDataset(Dataset original) {
        this.original = original;
    }

    /** A part's pictures as this data set shows them. */
    abstract Pictures derived(Pictures pictures);

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
        return original.classNames();
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
        return derived(original.part(part));
    }

    @Override
    public List<String> skipped() {
        return original.skipped();
    }

    /** Other pictures; what is not overridden is theirs. */
    abstract static class DerivedPictures implements Pictures {

        final Pictures pictures;

        DerivedPictures(Pictures pictures) {
            this.pictures = pictures;
        }

        @Override
        public int size() {
            return pictures.size();
        }

        @Override
        public int label(int index) {
            return pictures.label(index);
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
