package espalier.pruning;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.compensation.Compensation;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.network.Network;
import espalier.training.Distillation;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The steps, and how the network recovers from each. What an older recipe lacks is as it was then.
 *
 * @param sharePerIteration the most that one iteration removes, 0 to 1: of the filters (class-aware pruning paper:
 *                              0.1), or where single weights go, of those that are left ("Less is More": 0.5)
 * @param tolerance         how much validation accuracy may be lost, 0 to 1, before the run stops and returns to the
 *                              last good network; 1 to go on whatever is lost
 * @param compensation      what is fitted anew by least squares after each removal, before fine-tuning
 * @param fineTuning        after each iteration
 * @param recovery          after the iteration that reaches a rate, instead of {@code fineTuning}
 * @param budget            the pictures of fine-tuning for each rate in all, from the network that it begins with: the
 *                              rate before, or the unpruned one where each rate is reached in one shot. The recovery
 *                              has most of them then, and epochs and their pictures are not used; 0 where those decide.
 *                              Never more than that many: whole batches are taken
 * @param noFineTuning      whether networks are evaluated as they are cut, whatever the others say
 * @param distillation      how much of fine-tuning is learnt from the unpruned network's answers
 * @param perDoubling       whether the recovery's epochs are for each doubling of the rate since the one before, so
 *                              that more is spent where more goes; not used where a threshold or a budget decides
 */
public record Tuning(double sharePerIteration, double tolerance, Compensation.Mode compensation,
        TrainingSettings fineTuning, TrainingSettings recovery,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int budget,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean noFineTuning, Distillation distillation,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean perDoubling) {

    /** Of what is left of a budget, what an iteration takes before the last: many short restarts waste it. */
    static final double ON_THE_WAY = 0.05;

    /** Checks ranges. */
    public Tuning {
        compensation = compensation == null ? Compensation.Mode.NONE : compensation;
        distillation = distillation == null ? Distillation.NONE : distillation;
        if (!(sharePerIteration > 0 && sharePerIteration <= 1)) {
            throw new Problem("The share of filters per iteration is " + sharePerIteration
                    + "; it must be above 0 and at most 1, for example 0.1.");
        }
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new Problem("The tolerance " + tolerance + " must be between 0 and 1.");
        }
        if (budget < 0) {
            throw new Problem("The budget is " + budget
                    + " pictures; it must be above 0, or 0 where epochs say how many there are.");
        }
    }

    /** In words, a part for each of fine-tuning, its amount and its objective. */
    public List<String> words() {
        if (noFineTuning) {
            return List.of("no fine-tuning");
        }
        List<String> words = new ArrayList<>();
        if (budget > 0) {
            words.add(budget + " pictures of fine-tuning for each rate");
        }
        if (sharePerIteration < 1 && (budget > 0 || fineTuning.epochs() > 0)) {
            words.add("after an iteration " + (budget > 0 ? fineTuning.method() : fineTuning));
        }
        words.add("at a rate "
                + (budget > 0 ? recovery.method() : recovery + (perDoubling ? ", as often as the rate doubles" : "")));
        if (distillation.share() > 0) {
            words.add(String.format(Locale.ROOT,
                    "%.0f %% of the loss from the unpruned network's answers at temperature %s",
                    100 * distillation.share(), Figures.plain(distillation.temperature())));
        }
        return words;
    }

    /**
     * The same with the learning rates that suit a network and as many steps as there are, in the place of those that
     * are 0.
     */
    Tuning suiting(Network network, Dataset data, ClassWeights classes) {
        return new Tuning(sharePerIteration, tolerance, compensation,
                suited(fineTuning, ON_THE_WAY, network, data, classes), suited(recovery, 1, network, data, classes),
                budget, noFineTuning, distillation, perDoubling);
    }

    private TrainingSettings suited(TrainingSettings settings, double share, Network network, Dataset data,
            ClassWeights classes) {
        Trainer trainer = new Trainer(network, data, settings).forClasses(classes).learningFrom(network, distillation);
        if (budget > 0) {
            trainer.within((long) (share * budget));
        }
        return settings.withLearningRate(trainer.learningRate());
    }

    /**
     * The recovery at a rate.
     *
     * @param times how many times the rate is that of the network before
     */
    TrainingSettings recovery(double times) {
        return perDoubling && recovery.epochs() > 0
                ? recovery.withEpochs((int) Math.max(1, Math.round(recovery.epochs() * Math.log(times) / Math.log(2))))
                : recovery;
    }

    /** Whether a budget, or that there is none, decides how much fine-tuning there is, and not its epochs. */
    @JsonIgnore
    public boolean isLimited() {
        return noFineTuning || budget > 0;
    }
}
