package espalier.data;

import java.util.Optional;

/** A data set whose pictures are brought to another size each time they are asked for. */
final class ResizedDataset extends DerivedDataset {

    private final PictureSize size;

    ResizedDataset(Dataset original, PictureSize size) {
        super(original);
        this.size = size;
    }

    @Override
    public PictureSize pictureSize() {
        return size;
    }

    @Override
    Pictures derived(Pictures pictures) {
        return new DerivedPictures(pictures) {
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
                PictureSize before = original.pictureSize();
                return pictures.mask(index).map(mask -> Scaling.fit(mask, before.height(), before.width(), size));
            }
        };
    }
}
