package espalier.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Small pictures whose every value is the picture's index; label {@code index % 3}. */
final class FakePictures implements Pictures {

    final AtomicInteger decoded = new AtomicInteger();
    private final int size;
    private final boolean quick;
    private final Set<Integer> damaged;

    FakePictures(int size, boolean quick, Integer... damaged) {
        this.size = size;
        this.quick = quick;
        this.damaged = Set.of(damaged);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int label(int index) {
        return index % 3;
    }

    @Override
    public Optional<Picture> picture(int index) {
        decoded.incrementAndGet();
        if (damaged.contains(index)) {
            return Optional.empty();
        }
        byte[] rgb = new byte[2 * 2 * 3];
        Arrays.fill(rgb, (byte) index);
        return Optional.of(new Picture(2, 2, rgb));
    }

    @Override
    public boolean quick(int index) {
        return quick;
    }

    @Override
    public String title(int index) {
        return "picture " + index;
    }
}
