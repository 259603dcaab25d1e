package espalier.app.filters;

import espalier.app.FilterDecisions.Decision;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.controls.Bars;
import espalier.app.filters.FiltersViewModel.LayerView;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.importance.Filter;
import espalier.importance.FilterResponses;
import espalier.importance.FilterResponses.ResponseMap;
import espalier.importance.FilterValue;
import espalier.importance.KernelWeights;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Network;
import espalier.pruning.FilterGroups;
import espalier.pruning.FilterGroups.FilterGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

/** What the inspector shows of one filter. */
final class InspectorViewModel {

    /** The pictures that are shown. */
    static final int MOST_PICTURES = 10;
    /** Bars of classes that are shown, the strongest, where there are more classes. */
    private static final int MOST_BARS = 12;
    /** Layers of a group that are named. */
    private static final int MOST_LAYERS = 8;

    private final Session session;
    private final SelectedScores selectedScores;
    private final Notices notices;
    private final FiltersViewModel page;
    private final FilterProbe probe;
    private final ReadOnlyObjectWrapper<Optional<Filter>> filter = new ReadOnlyObjectWrapper<>(this, "filter",
            Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<KernelWeights>> weights = new ReadOnlyObjectWrapper<>(this, "weights",
            Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<List<Excited>>> pictures = new ReadOnlyObjectWrapper<>(this,
            "pictures", Optional.empty());
    private final IntegerProperty picture = new SimpleIntegerProperty(this, "picture", -1);
    private final ReadOnlyObjectWrapper<Optional<ResponseMap>> map = new ReadOnlyObjectWrapper<>(this, "map",
            Optional.empty());
    private final ReadOnlyObjectWrapper<List<Bars.Bar>> profile = new ReadOnlyObjectWrapper<>(this, "profile",
            List.of());
    private final ObjectProperty<Decision> decision = new SimpleObjectProperty<>(this, "decision");
    private int asked;

    /**
     * A picture that excites the filter.
     *
     * @param index     in the training part
     * @param picture   itself
     * @param className of its true class
     * @param title     by which a person finds it
     * @param peak      the filter's largest response on it
     */
    record Excited(int index, Picture picture, String className, String title, float peak) {}

    InspectorViewModel(Session session, SelectedScores selectedScores, Notices notices, FiltersViewModel page,
            FilterProbe probe) {
        this.session = session;
        this.selectedScores = selectedScores;
        this.notices = notices;
        this.page = page;
        this.probe = probe;
        page.layerProperty().addListener(change -> showFilter());
        page.shownProperty().addListener(change -> showProfile());
        session.selectedFilterProperty().addListener(change -> showFilter());
        session.decisions().allProperty().addListener(change -> showDecision());
        picture.addListener(change -> showMap());
        decision.addListener((property, old, now) -> filter.get()
                .ifPresent(of -> session.decisions().decide(session.getSelected().id(), of, now)));
        showFilter();
    }

    /** The chosen filter. */
    ReadOnlyObjectProperty<Optional<Filter>> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    /** Its weights; empty while they are fetched. */
    ReadOnlyObjectProperty<Optional<KernelWeights>> weightsProperty() {
        return weights.getReadOnlyProperty();
    }

    /** The pictures that excite it most, the strongest first; empty while they are sought. */
    ReadOnlyObjectProperty<Optional<List<Excited>>> picturesProperty() {
        return pictures.getReadOnlyProperty();
    }

    /** The training picture over which its response is shown, or −1. */
    IntegerProperty pictureProperty() {
        return picture;
    }

    /** Its response over that picture; empty while it is computed. */
    ReadOnlyObjectProperty<Optional<ResponseMap>> mapProperty() {
        return map.getReadOnlyProperty();
    }

    /** Its shown value for each class; the strongest where there are many classes. */
    ReadOnlyObjectProperty<List<Bars.Bar>> profileProperty() {
        return profile.getReadOnlyProperty();
    }

    /** What was decided of it; null where the threshold decides. */
    ObjectProperty<Decision> decisionProperty() {
        return decision;
    }

    /** Has the live network be the open one without the filters that the person removed, and no others. */
    void whatIf() {
        page.thresholdProperty().set(0);
        page.moveLive(true);
    }

    /** "#17 of conv4" */
    String title() {
        return filter.get().map(of -> "#" + of.index() + " of " + of.layer()).orElse("");
    }

    /** "3.4 of 10 classes" */
    String score() {
        return scores().map(of -> FiltersViewModel.number(of.scores()[index()]) + " of " + page.classes() + " classes")
                .orElse("");
    }

    /** Where it stands: "no. 12 in its layer". */
    String rank() {
        return scores().map(of -> {
            int[] order = FilterSort.SCORE.order(of, FilterValue.SHARE, -1);
            int place = IntStream.range(0, order.length).filter(i -> order[i] == index()).findFirst().orElseThrow() + 1;
            return "no. " + place + " in its layer";
        }).orElse("");
    }

    /** What becomes of it and why, in a sentence. */
    String fate() {
        if (filter.get().isEmpty() || page.groupsProperty().get() == null) {
            return "";
        }
        FilterGroup group = page.groupsProperty().get().of(filter.get().get());
        if (!group.isPrunable()) {
            return "Cannot be removed: " + group.reason() + ".";
        }
        String along = group.filters().size() == 1 ? ""
                : " Goes only together with " + group.othersThan(filter.get().get()) + ": their outputs are "
                        + page.groupsProperty().get().joint() + ".";
        if (decision.get() == Decision.KEEP) {
            return "Stays, as you decided." + along;
        }
        boolean goes = page.removalProperty().get().removes(filter.get().get().layer(), index());
        if (decision.get() == Decision.REMOVE) {
            return (goes ? "Goes, as you decided." : "Stays: it is the last of its layer.") + along;
        }
        return (goes ? "Goes at " : "Stays at ") + page.decider() + "." + along;
    }

    /** The layers whose parameters it takes with it: "conv3 ⇒ norm3 ⇒ conv4 in"; empty while that is not known. */
    String chain() {
        FilterGroups groups = page.groupsProperty().get();
        return filter.get().isEmpty() || groups == null ? "" : groups.chain(groups.of(filter.get().get()), MOST_LAYERS);
    }

    private int index() {
        return filter.get().orElseThrow().index();
    }

    private Optional<LayerScores> scores() {
        return filter.get().isEmpty() ? Optional.empty() : page.layerProperty().get().map(LayerView::scores);
    }

    private void showFilter() {
        int index = session.getSelectedFilter();
        Optional<LayerView> layer = page.layerProperty().get().filter(of -> index >= 0 && index < of.info().channels());
        asked++;
        weights.set(Optional.empty());
        pictures.set(Optional.empty());
        picture.set(-1);
        filter.set(layer.map(of -> new Filter(of.name(), index)));
        showProfile();
        showDecision();
        Dataset data = session.getData();
        if (layer.isPresent() && data != null) {
            OpenNetwork network = session.getSelected();
            String name = layer.get().name();
            answer(probe.weights(network, name, index), found -> weights.set(Optional.of(found)));
            answer(probe.responses(network, data, name).thenApply(found -> excited(found, data, index)), found -> {
                pictures.set(Optional.of(found));
                picture.set(found.isEmpty() ? -1 : found.get(0).index());
            });
        }
    }

    private void showProfile() {
        profile.set(scores().map(of -> bars(of, index())).orElse(List.of()));
    }

    private void showDecision() {
        decision.set(filter.get().map(of -> session.decisions().of(session.getSelected().id()).get(of)).orElse(null));
    }

    private void showMap() {
        map.set(Optional.empty());
        int index = picture.get();
        if (index >= 0 && filter.get().isPresent()) {
            answer(probe.map(session.getSelected(), session.getData(), filter.get().get().layer(), index(), index),
                    found -> {
                        if (picture.get() == index) {
                            map.set(found);
                        }
                    });
        }
    }

    /** Takes an answer on the FX thread, unless another filter was chosen meanwhile. */
    private <T> void answer(CompletableFuture<T> answer, Consumer<T> taker) {
        int mine = asked;
        answer.whenCompleteAsync((found, failure) -> {
            notices.report(failure);
            if (found != null && mine == asked) {
                taker.accept(found);
            }
        }, Platform::runLater);
    }

    private static List<Excited> excited(FilterResponses responses, Dataset data, int filter) {
        List<Excited> result = new ArrayList<>();
        for (int index : responses.strongest(filter, MOST_PICTURES)) {
            data.part(Part.TRAINING).picture(index)
                    .ifPresent(picture -> result.add(
                            new Excited(index, picture, data.classNames().get(data.part(Part.TRAINING).label(index)),
                                    data.part(Part.TRAINING).title(index), responses.peak(filter, index))));
        }
        return result;
    }

    private List<Bars.Bar> bars(LayerScores of, int index) {
        float[][] values = page.shownProperty().get().of(of);
        double[] column = IntStream.range(0, values.length).mapToDouble(c -> values[c][index]).toArray();
        return bars(selectedScores.get().classNames(), column, page.shownProperty().get(), MOST_BARS);
    }

    /**
     * A bar for each class, or for the classes with the largest values where there are more.
     *
     * @param values by class
     */
    static List<Bars.Bar> bars(List<String> names, double[] values, FilterValue shown, int most) {
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        double scale = shown == FilterValue.SHARE || !(largest > 0) ? 1 : largest;
        IntStream classes = IntStream.range(0, names.size());
        if (names.size() > most) {
            classes = classes.boxed().sorted(Comparator.comparingDouble((Integer c) -> -Math.abs(values[c])))
                    .limit(most).mapToInt(Integer::intValue);
        }
        return classes.mapToObj(c -> new Bars.Bar(c, names.get(c), Double.isNaN(values[c]) ? 0 : values[c] / scale,
                shown.text(values[c]))).toList();
    }

    /**
     * Asks the engine thread what the window wants to know of single filters, in questions so short that nothing else
     * waits for them, and remembers the answers. Belongs to the FX thread.
     */
    static final class FilterProbe {

        private final Networks networks;
        private final Map<String, CompletableFuture<FilterResponses>> responses = new HashMap<>();
        private CompletableFuture<?> latest = CompletableFuture.completedFuture(null);

        FilterProbe(Networks networks) {
            this.networks = networks;
        }

        /** A filter's weights. */
        CompletableFuture<KernelWeights> weights(OpenNetwork open, String layer, int filter) {
            return ask(open, network -> KernelWeights.of(network, layer, filter));
        }

        /**
         * How the layer's filters respond to training pictures of all classes; remembered. A layer that is asked for
         * while another one's answer is being made goes first: that one is given up.
         */
        CompletableFuture<FilterResponses> responses(OpenNetwork open, Dataset data, String layer) {
            String key = open.id() + " " + data.specification() + " " + layer;
            CompletableFuture<FilterResponses> known = responses.get(key);
            if (known != null && !known.isCompletedExceptionally()) {
                return known;
            }
            latest.cancel(false);
            CompletableFuture<FilterResponses> answer = new CompletableFuture<>();
            latest = answer;
            responses.put(key, answer);
            further(open, ask(open, network -> new FilterResponses(network, data, layer)), answer);
            return answer;
        }

        /** One part after the other, each a question of its own. */
        private void further(OpenNetwork open, CompletableFuture<FilterResponses> part,
                CompletableFuture<FilterResponses> answer) {
            part.whenComplete((found, failure) -> {
                if (failure != null) {
                    answer.completeExceptionally(failure);
                } else if (found.isComplete()) {
                    answer.complete(found);
                } else if (!answer.isDone()) {
                    further(open, ask(open, network -> {
                        found.lookFurther(network);
                        return found;
                    }), answer);
                }
            });
        }

        /** A filter's response over a training picture; empty where the picture cannot be read. */
        CompletableFuture<Optional<ResponseMap>> map(OpenNetwork open, Dataset data, String layer, int filter,
                int picture) {
            return ask(open, network -> data.part(Part.TRAINING).picture(picture)
                    .map(pixels -> FilterResponses.map(network, layer, filter, pixels)));
        }

        private <T> CompletableFuture<T> ask(OpenNetwork open, Function<Network, T> question) {
            return networks.engine().ask(() -> question.apply(networks.get(open)));
        }
    }
}
