package espalier.data;

import espalier.data.Dataset.Part;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Pictures of 16×16 in three classes, stripes of three directions on noise: whole runs on them take no time. */
public final class TinyData implements Dataset {

    private static final int SIDE = 16;

    @Override
    public String specification() {
        return "tiny";
    }

    @Override
    public String title() {
        return "Tiny";
    }

    @Override
    public List<String> classNames() {
        return List.of("across", "down", "diagonal");
    }

    @Override
    public PictureSize pictureSize() {
        return new PictureSize(SIDE, SIDE);
    }

    @Override
    public Normalisation normalisation() {
        return Normalisation.CENTRED;
    }

    @Override
    public Pictures part(Part part) {
        return new Stripes(part == Part.TRAINING ? 96 : 30, part.ordinal());
    }

    private record Stripes(int size, long seed) implements Pictures {

        @Override
        public int label(int index) {
            return index % 3;
        }

        @Override
        public Optional<Picture> picture(int index) {
            SplittableRandom random = new SplittableRandom(seed * 1000 + index);
            int phase = random.nextInt(4);
            byte[] rgb = new byte[SIDE * SIDE * 3];
            for (int i = 0; i < rgb.length; i++) {
                int row = i / 3 / SIDE;
                int column = i / 3 % SIDE;
                int along = switch (label(index)) {
                    case 0 -> row;
                    case 1 -> column;
                    default -> row + column;
                };
                rgb[i] = (byte) ((along + phase) / 2 % 2 * 90 + random.nextInt(120));
            }
            return Optional.of(new Picture(SIDE, SIDE, rgb));
        }

        @Override
        public String title(int index) {
            return "picture " + index;
        }
    }
}
