package espalier.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts pictures in an order in which few show many classes. */
public final class PicturesInTurn {

    private PicturesInTurn() {}

    /** The same pictures, the first of each class first, then the second of each, and so on. */
    public static int[] of(Pictures pictures, int[] indices) {
        int classes = Arrays.stream(indices).map(pictures::label).max().orElse(-1) + 1;
        List<List<Integer>> byClass = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            byClass.add(new ArrayList<>());
        }
        for (int index : indices) {
            byClass.get(pictures.label(index)).add(index);
        }
        int[] result = new int[indices.length];
        for (int turn = 0, filled = 0; filled < result.length; turn++) {
            for (List<Integer> members : byClass) {
                if (turn < members.size()) {
                    result[filled++] = members.get(turn);
                }
            }
        }
        return result;
    }
}
