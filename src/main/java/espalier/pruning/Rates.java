package espalier.pruning;

/** Compression rates as text. */
public final class Rates {

    private Rates() {}

    /** A rate without needless zeros: 2, 2.5. */
    public static String text(double rate) {
        return rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate);
    }
}
