package espalier.data;

import java.util.SplittableRandom;

/** Random numbers that depend on a place, such as (seed, part, index), and on nothing that was drawn before. */
public final class Seeds {

    private Seeds() {}

    /** The generator of a place. Neighbouring places have unrelated generators. */
    public static SplittableRandom random(long seed, long... place) {
        long state = scramble(seed ^ 0x6A09E667F3BCC909L);
        for (long step : place) {
            state = scramble(state * 31 + step + 1);
        }
        return new SplittableRandom(state);
    }

    /**
     * Spreads every bit over all: a generator that steps by a constant would otherwise repeat its neighbour's numbers
     * one step later. The rounds are those of a multiply-and-shift hash with odd constants.
     */
    private static long scramble(long z) {
        long mixed = (z ^ (z >>> 31)) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ (mixed >>> 29)) * 0xCA01F9DDA13C8F57L;
        return mixed ^ (mixed >>> 32);
    }
}
