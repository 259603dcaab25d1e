package espalier.survey;

import espalier.data.Batch;
import espalier.data.Picture;
import espalier.data.Pictures;
import espalier.network.Description;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Pictures that networks are compared on.
 *
 * @param titles   names for a person
 * @param pictures all of one size
 * @param labels   the true class of each
 * @param objects  where the object is, {@code [height × width]}, where that is known
 */
public record SurveyPictures(List<String> titles, List<Picture> pictures, int[] labels,
        List<Optional<boolean[]>> objects) {

    /**
     * The first pictures, classes in turn; those of damaged files are left out.
     *
     * @param most how many at most
     */
    public static SurveyPictures first(Pictures all, int most) {
        int[] indices = new int[all.size()];
        Arrays.setAll(indices, i -> i);
        return of(all, all.inTurn(indices), most);
    }

    /** Chosen pictures; those of damaged files are left out. */
    public static SurveyPictures of(Pictures all, int[] indices) {
        return of(all, indices, indices.length);
    }

    private static SurveyPictures of(Pictures all, int[] indices, int most) {
        List<String> titles = new ArrayList<>();
        List<Picture> pictures = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<Optional<boolean[]>> objects = new ArrayList<>();
        for (int i = 0; i < indices.length && pictures.size() < most; i++) {
            int index = indices[i];
            all.picture(index).ifPresent(picture -> {
                titles.add(all.title(index));
                pictures.add(picture);
                labels.add(all.label(index));
                objects.add(all.mask(index));
            });
        }
        return new SurveyPictures(List.copyOf(titles), List.copyOf(pictures),
                labels.stream().mapToInt(Integer::intValue).toArray(), List.copyOf(objects));
    }

    /** How many. */
    public int size() {
        return pictures.size();
    }

    /** Whether it is known of any picture where the object is. */
    public boolean hasObjects() {
        return objects.stream().anyMatch(Optional::isPresent);
    }

    /**
     * The pictures as a network takes them.
     *
     * @throws espalier.basics.Problem where they have another size
     */
    public Batch batch(Description description) {
        return description.batch(pictures, labels);
    }
}
