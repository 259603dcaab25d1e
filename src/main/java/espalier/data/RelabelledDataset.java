package espalier.data;

import java.util.List;

/** A data set whose classes have the numbers and names that a network gives them; the network may know more classes. */
final class RelabelledDataset extends DerivedDataset {

    private final List<String> classNames;
    private final int[] numbers;

    /** @param numbers for each class of {@code original}, its number among {@code classNames} */
    RelabelledDataset(Dataset original, List<String> classNames, int[] numbers) {
        super(original);
        this.classNames = List.copyOf(classNames);
        this.numbers = numbers;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    Pictures derived(Pictures pictures) {
        return new DerivedPictures(pictures) {
            @Override
            public int label(int index) {
                return numbers[pictures.label(index)];
            }
        };
    }
}
