package espalier.data;

import java.util.List;
import java.util.Optional;

/** Tells which pictures were left out because their files are damaged. */
public final class LeftOut {

    /** More of them than this are only counted. */
    private static final int NAMED = 5;

    private LeftOut() {
    }

    /**
     * A sentence that counts them and names the first; empty where none was left out.
     *
     * @param skipped as {@link Dataset#skipped()} gives them
     */
    public static Optional<String> sentence(List<String> skipped) {
        if (skipped.isEmpty()) {
            return Optional.empty();
        }
        String more = skipped.size() > NAMED ? "; and " + (skipped.size() - NAMED) + " more" : "";
        return Optional.of(count(skipped) + (skipped.size() == 1 ? " was" : " were") + " left out: "
                + String.join("; ", skipped.subList(0, Math.min(NAMED, skipped.size()))) + more + ".");
    }

    /** How many they are: "1 picture", "12 pictures". */
    public static String count(List<String> skipped) {
        return skipped.size() + (skipped.size() == 1 ? " picture" : " pictures");
    }
}
