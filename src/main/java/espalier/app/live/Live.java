package espalier.app.live;

import espalier.basics.Figures;
import espalier.pruning.LivePruning.Estimate;
import espalier.pruning.RateOf;
import espalier.pruning.Removal;
import java.util.Optional;

/**
 * What is known of the network at the slider's place; plain data.
 *
 * @param rateOf          what its rate compares
 * @param removal         what goes, known at once
 * @param estimate        on as many validation pictures as were looked at; empty while it is not cut yet
 * @param unpruned        the unpruned network on as many
 * @param imagesPerSecond measured, in batches of 64; NaN while it is not known
 */
public record Live(RateOf rateOf, Removal removal, Optional<Estimate> estimate, Optional<Estimate> unpruned,
        double imagesPerSecond) {

    static Live cut(RateOf rateOf, Removal removal) {
        return new Live(rateOf, removal, Optional.empty(), Optional.empty(), Double.NaN);
    }

    Live with(Estimate own, Estimate before) {
        return new Live(rateOf, removal, Optional.of(own), Optional.of(before), imagesPerSecond);
    }

    Live with(double measured) {
        return new Live(rateOf, removal, estimate, unpruned, measured);
    }

    /** Before ÷ after. */
    public double rate() {
        return removal.rate(rateOf);
    }

    /** "×4.0", "×4.0 MACs". */
    public String title() {
        return ("×" + Figures.fixed(rate(), rate() < 1.995 ? 2 : 1) + " " + rateOf.unit()).strip();
    }

    /** "71.8 % ± 2.0 (unpruned 82.3)"; empty while it is not known. */
    public String accuracy() {
        return estimate
                .map(own -> Figures.percent(own.accuracy()) + " ± " + Figures.fixed(100 * own.margin(), 1) + unpruned
                        .map(before -> " (unpruned " + Figures.fixed(100 * before.accuracy(), 1) + ")").orElse(""))
                .orElse("");
    }

    /** "19.1 k parameters · 9.29 M MACs · 6 100 pictures/s", the last where it is known. */
    public String cost() {
        return Figures.large(removal.after().parameters()) + " parameters · " + Figures.large(removal.after().macs())
                + " MACs" + (Double.isNaN(imagesPerSecond) ? ""
                        : " · " + Figures.count(Math.round(imagesPerSecond / 100) * 100.0) + " pictures/s");
    }

    /** By class, right predictions now less before, −1 to 1; NaN where there is no picture, none while not known. */
    public double[] changes() {
        if (estimate.isEmpty() || unpruned.isEmpty()) {
            return new double[0];
        }
        double[] changes = estimate.get().evaluation().perClass().clone();
        for (int c = 0; c < changes.length; c++) {
            changes[c] -= unpruned.get().evaluation().perClass()[c];
        }
        return changes;
    }
}
