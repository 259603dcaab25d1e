package espalier.app.live;

import espalier.app.Networks;
import espalier.app.OpenNetwork;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.compensation.Compensation;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.Ranking;
import espalier.network.Network;
import espalier.network.Throughput;
import espalier.pruning.FilterGroups;
import espalier.pruning.LivePruning;
import espalier.pruning.LivePruning.Cuts;
import espalier.pruning.LivePruning.Estimate;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningSettings;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.pruning.Removal;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Evaluation;
import espalier.workspace.Recipe;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.RunRecord.RunStatus;
import espalier.workspace.Workspace;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the live network needs of the engine. All of it is called on the engine thread. */
final class LiveWork {

    private final Networks networks;
    private StatisticsKey gatheredFor;
    private LivePruning pruning;
    private RankingKey rankedFor;
    private Ranking ranking;

    /** What decides on statistics. */
    private record StatisticsKey(String network, String data, ClassWeights weights, long seed) {}

    /** What decides on a ranking besides. */
    private record RankingKey(StatisticsKey statistics, String criterion, Criterion.Request request) {}

    /**
     * What pruning starts from.
     *
     * @param settings of parameters or MACs
     */
    record Start(OpenNetwork unpruned, Dataset data, PruningSettings settings) {

        private StatisticsKey key() {
            return new StatisticsKey(unpruned.id(), data.specification(), settings.classes().weights(),
                    settings.seed());
        }
    }

    /**
     * What came of getting ready.
     *
     * @param cuts    empty where it is not possible
     * @param problem why, in a sentence
     */
    record Ready(Optional<Cuts> cuts, String problem) {}

    /**
     * A network that was cut.
     *
     * @param network  at hand under this id until the next
     * @param estimate on as many validation pictures as were looked at
     * @param unpruned the unpruned network on the same
     * @param pictures that there are
     */
    record Pruned(OpenNetwork network, Estimate estimate, Estimate unpruned, int pictures) {}

    LiveWork(Networks networks) {
        this.networks = networks;
    }

    /** Looks at the unpruned network and ranks its filters, as far as that was not done before. */
    Ready prepare(Start start, Progress progress) {
        try {
            Network network = networks.get(start.unpruned());
            StatisticsKey key = start.key();
            if (!key.equals(gatheredFor)) {
                forget();
                pruning = LivePruning.of(network, start.data(), start.settings(), progress.part(0, .7));
                gatheredFor = key;
            }
            Criterion.Request request = start.settings().request(start.settings().seed());
            RankingKey ranked = new RankingKey(key, start.settings().ranking().criterion(), request);
            if (!ranked.equals(rankedFor)) {
                rankedFor = null;
                ranking = Criteria.named(ranked.criterion()).rank(network, start.data(), request, progress.part(.7, 1));
                rankedFor = ranked;
            }
            return new Ready(Optional.of(new Cuts(network, ranking, start.settings())), "");
        } catch (Problem e) {
            return new Ready(Optional.empty(), e.getMessage());
        }
    }

    /** Frees all that was gathered. */
    void forget() {
        gatheredFor = null;
        pruning = null;
        rankedFor = null;
        ranking = null;
        networks.clearLive();
    }

    /** Cuts, compensates and evaluates on the first pictures. */
    Pruned prune(String id, Start start, FilterGroups groups, Removal removal, RateOf of, Progress progress) {
        progress.checkpoint();
        Network smaller = pruning.without(groups, removal.groups(), start.settings().tuning().compensation(), progress);
        try {
            Estimate estimate = pruning.evaluate(smaller, Optional.empty(), pruning.atOnce(), progress);
            Estimate before = pruning.unpruned(pruning.atOnce(), progress);
            OpenNetwork open = OpenNetwork.live(id, start.unpruned(), smaller, removal.rate(of), of);
            networks.putLive(id, smaller);
            return new Pruned(open, estimate, before, pruning.pictures());
        } catch (RuntimeException e) {
            smaller.close();
            throw e;
        }
    }

    /**
     * What is to be expected of the network without some groups, on the first pictures.
     *
     * @return empty where the unpruned network was not looked at for this start
     */
    Optional<Estimate> expect(Start start, Set<Integer> removed, Progress progress) {
        progress.checkpoint();
        if (!start.key().equals(gatheredFor)) {
            return Optional.empty();
        }
        PruningSettings settings = start.settings();
        FilterGroups groups = FilterGroups.trace(networks.get(start.unpruned()),
                settings.protection().shortcutWidths());
        return Optional.of(removed.isEmpty() ? pruning.unpruned(pruning.atOnce(), progress)
                : pruning.estimate(groups, removed, settings.tuning().compensation(), pruning.atOnce(), progress));
    }

    /** The same network on more pictures. */
    Pruned more(Pruned known, Progress progress) {
        progress.checkpoint();
        int pictures = known.estimate().asked() + pruning.atOnce();
        Estimate estimate = pruning.evaluate(networks.get(known.network()), Optional.of(known.estimate()), pictures,
                progress);
        return new Pruned(known.network(), estimate, pruning.unpruned(pictures, progress), known.pictures());
    }

    /** Pictures a second. */
    double speed(OpenNetwork network, Progress progress) {
        progress.checkpoint();
        return Throughput.imagesPerSecond(networks.get(network), progress);
    }

    /**
     * Writes the network at a place as a run that can be repeated: pruned in one shot, compensated, not fine-tuned.
     *
     * @param start with settings that repeat it
     */
    OpenNetwork keep(Start start, FilterGroups groups, Removal removal, Workspace workspace, Progress progress) {
        PruningSettings settings = start.settings();
        RateOf of = settings.rateOf();
        Network unpruned = networks.get(start.unpruned());
        LivePruning own = start.key().equals(gatheredFor) ? pruning
                : LivePruning.of(unpruned, start.data(), settings, progress.part(0, .3));
        double[] weights = settings.classes().weights().of(start.data().classNames());
        // As it was written down it does not say what each class's pictures were taken for, which weights need.
        Evaluation before = start.unpruned().test()
                .filter(known -> settings.classes().weights().allAlike() || known.confusion().length > 0)
                .orElseGet(() -> test(start, unpruned, progress.part(.3, .6)));
        double speed = Double.isNaN(start.unpruned().imagesPerSecond()) ? Throughput.imagesPerSecond(unpruned, progress)
                : start.unpruned().imagesPerSecond();
        try (Network smaller = own.without(groups, removal.groups(), settings.tuning().compensation(),
                progress.part(.6, .7))) {
            Evaluation after = test(start, smaller, progress.part(.7, .95));
            PruningStep last = settings.tuning().compensation() == Compensation.Mode.NONE ? PruningStep.CUT
                    : PruningStep.COMPENSATED;
            Milestone first = new Milestone(1, 1, unpruned.cost(), groups.widthsWithout(Set.of()), before, speed,
                    unpruned, of, 0, Map.of(),
                    settings.classes().weights().allAlike() ? before.accuracy() : before.accuracy(weights));
            Milestone kept = new Milestone(settings.goal().rates().get(0), removal.rate(of), smaller.cost(),
                    groups.widthsWithout(removal.groups()), after, Throughput.imagesPerSecond(smaller, progress),
                    smaller, of, 0, Map.of(last, after.accuracy()), after.accuracy(weights));
            return write(first, kept, workspace, Recipe.prune(start.unpruned().file().toAbsolutePath().toString(),
                    start.data().specification(), settings.with(PruningChoices.NO_FINE_TUNING, true)));
        }
    }

    private static OpenNetwork write(Milestone first, Milestone kept, Workspace workspace, Recipe recipe) {
        try (RunFolder folder = workspace.newRun(recipe)) {
            folder.saveMilestone(first);
            MilestoneRecord written = folder.saveMilestone(kept);
            folder.finish(RunStatus.COMPLETE, "Kept from live pruning, without fine-tuning.");
            return OpenNetwork.of(folder.networkId(written), kept, recipe.settings().ranking().criterion(),
                    folder.file(written));
        }
    }

    private static Evaluation test(Start start, Network network, Progress progress) {
        return Evaluation.of(network, start.data().part(Part.TEST), progress);
    }
}
