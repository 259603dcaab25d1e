package espalier.data;

import java.util.List;
import java.util.Optional;

/** A data set whose pictures are brought to another size each time they are asked for. */
final class ResizedDataset implements Dataset {

    private final Dataset original;
    private final PictureSize size;

    ResizedDataset(Dataset original, PictureSize size) {
        this.original = original;
        this.size = size;
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
        return original.classNames();
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
        return new ResizedPictures(original.part(part));
    }

    @Override
    public List<String> skipped() {
        return original.skipped();
    }

    private final class ResizedPictures implements Pictures {

        private final Pictures pictures;

        ResizedPictures(Pictures pictures) {
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
            return pictures.picture(index).map(picture -> Scaling.fit(picture, size));
        }

        @Override
        public boolean quick(int index) {
            return false; // Scaling takes time: worth several threads.
        }

        @Override
        public String title(int index) {
            return pictures.title(index);
        }

        @Override
        public Optional<boolean[]> mask(int index) {
            PictureSize before = original.pictureSize();
            return pictures.mask(index).map(mask -> Scaling.fit(mask, before.height(), before.width(), size));
        }
    }
}
