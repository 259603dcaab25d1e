package espalier.importance;

import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Pictures;
import java.util.stream.IntStream;

/** The pictures by which filters are scored: the first training pictures of each class that can be read. */
public final class ScoringPictures {

    private ScoringPictures() {}

    /**
     * Their indices in the training part, class by class.
     *
     * @throws Problem when a class has no training picture that can be read
     */
    public static int[] indices(Dataset data, int picturesPerClass) {
        return IntStream.range(0, data.classNames().size())
                .flatMap(label -> IntStream.of(indices(data, label, picturesPerClass))).toArray();
    }

    /** The same of one class. */
    static int[] indices(Dataset data, int label, int count) {
        Pictures pictures = data.part(Part.TRAINING);
        int[] indices = IntStream.range(0, pictures.size()).filter(i -> pictures.label(i) == label)
                .filter(i -> pictures.picture(i).isPresent()).limit(count).toArray();
        if (indices.length == 0) {
            throw new Problem("There is no training picture of the class \"" + data.classNames().get(label) + "\" in "
                    + data.specification() + ", so filters cannot be scored for it. Add some.");
        }
        return indices;
    }
}
