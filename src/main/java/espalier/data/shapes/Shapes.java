package espalier.data.shapes;

import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Normalisation;
import espalier.data.Picture;
import espalier.data.PictureSize;
import espalier.data.Pictures;
import espalier.data.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A data set that is painted rather than stored: ten classes of patterned shapes on textured backgrounds, 64×64, 8 000
 * pictures for training, 1 000 for validation and 2 000 for testing, the classes equally often and in turn. Forms and
 * surfaces are shared between classes on purpose, as {@link ShapeClass} lists; colours, places, sizes, turns, light and
 * backgrounds are random and say nothing of the class.
 *
 * <p>Every picture is a function of (seed, part, index), and so is its mask, which is exact: the pixels whose middle is
 * on the object.
 */
public final class Shapes implements Dataset {

    /** The seed of {@code shapes} without one. */
    public static final long DEFAULT_SEED = 1;

    private static final PictureSize SIZE = new PictureSize(ShapePainter.SIDE, ShapePainter.SIDE);
    private static final List<String> CLASS_NAMES = Arrays.stream(ShapeClass.values()).map(ShapeClass::title).toList();
    /** Measured over the 8 000 training pictures of the default seed. */
    private static final Normalisation NORMALISATION = new Normalisation(new float[] {.485f, .491f, .491f},
            new float[] {.222f, .182f, .222f});

    private final long seed;
    private final ShapePictures training;
    private final ShapePictures validation;
    private final ShapePictures test;

    /** The data set of a seed, in its usual size. */
    public Shapes(long seed) {
        this(seed, 8_000, 1_000, 2_000);
    }

    /** The data set of a seed with other numbers of pictures; those that both have are the same. */
    public Shapes(long seed, int trainingSize, int validationSize, int testSize) {
        this.seed = seed;
        this.training = new ShapePictures(seed, Part.TRAINING, trainingSize);
        this.validation = new ShapePictures(seed, Part.VALIDATION, validationSize);
        this.test = new ShapePictures(seed, Part.TEST, testSize);
    }

    @Override
    public String specification() {
        return seed == DEFAULT_SEED ? "shapes" : "shapes:" + seed;
    }

    @Override
    public String title() {
        return "Shapes";
    }

    @Override
    public List<String> classNames() {
        return CLASS_NAMES;
    }

    @Override
    public PictureSize pictureSize() {
        return SIZE;
    }

    @Override
    public Normalisation normalisation() {
        return NORMALISATION;
    }

    @Override
    public Pictures part(Part part) {
        return switch (part) {
            case TRAINING -> training;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** The pictures of one part, painted when first asked for and kept (12 kB each). */
    private static final class ShapePictures implements Pictures {

        private static final ShapeClass[] CLASSES = ShapeClass.values();

        private final long seed;
        private final Part part;
        private final AtomicReferenceArray<Picture> painted;

        ShapePictures(long seed, Part part, int size) {
            this.seed = seed;
            this.part = part;
            this.painted = new AtomicReferenceArray<>(size);
        }

        @Override
        public int size() {
            return painted.length();
        }

        @Override
        public int label(int index) {
            return index % CLASSES.length;
        }

        @Override
        public Optional<Picture> picture(int index) {
            Picture picture = painted.get(index);
            if (picture == null) {
                picture = ShapePainter.paint(CLASSES[label(index)], Seeds.random(seed, part.ordinal(), index));
                painted.set(index, picture);
            }
            return Optional.of(picture);
        }

        @Override
        public boolean quick(int index) {
            return painted.get(index) != null;
        }

        @Override
        public String title(int index) {
            return part.name().toLowerCase(Locale.ROOT) + " " + index;
        }

        @Override
        public Optional<boolean[]> mask(int index) {
            return Optional.of(ShapePainter.mask(CLASSES[label(index)], Seeds.random(seed, part.ordinal(), index)));
        }
    }
}
