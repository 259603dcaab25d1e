package espalier.app.overview;

import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.OpenNetwork;
import espalier.app.Session;
import espalier.app.controls.Images;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.network.Network;
import espalier.training.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.image.Image;

/** Chooses test pictures of all classes, or of the selected one, and has the selected network predict them. */
final class SamplesModel {

    private static final int SHOWN = 24;
    /** Among so many pictures mistakes are sought. */
    private static final int SEARCHED = 400;

    private final Session session;
    private final Networks networks;
    private final Notices notices;
    private final ReadOnlyObjectWrapper<List<Sample>> samples = new ReadOnlyObjectWrapper<>(this, "samples", List.of());
    private final BooleanProperty busy = new SimpleBooleanProperty(this, "busy");
    private final BooleanProperty mistakesOnly = new SimpleBooleanProperty(this, "mistakesOnly");
    private CompletableFuture<List<Sample>> pending = CompletableFuture.completedFuture(List.of());
    private int round;

    SamplesModel(Session session, Networks networks, Notices notices) {
        this.session = session;
        this.networks = networks;
        this.notices = notices;
        session.selectedProperty().addListener((property, old, now) -> {
            if (old == null || now == null || !old.id().equals(now.id())) {
                update();
            }
        });
        session.dataProperty().addListener((property, old, now) -> first());
        session.selectedClassProperty().addListener((property, old, now) -> first());
        mistakesOnly.addListener((property, old, now) -> first());
        update();
    }

    /** The pictures to show. */
    ReadOnlyObjectProperty<List<Sample>> samplesProperty() {
        return samples.getReadOnlyProperty();
    }

    /** Whether others are on their way. */
    BooleanProperty busyProperty() {
        return busy;
    }

    /** Whether to show only pictures whose class the network does not tell. */
    BooleanProperty mistakesOnlyProperty() {
        return mistakesOnly;
    }

    /** Shows other pictures. */
    void next() {
        round++;
        update();
    }

    private void first() {
        round = 0;
        update();
    }

    private void update() {
        pending.cancel(false);
        Dataset data = session.getData();
        OpenNetwork open = session.getSelected();
        if (data == null) {
            samples.set(List.of());
            busy.set(false);
            return;
        }
        int wantedClass = session.getSelectedClass();
        boolean mistakes = mistakesOnly.get();
        int from = round;
        busy.set(true);
        Pictures pictures = data.part(Part.TEST);
        Callable<List<Sample>> predicted = () -> {
            Network network = open == null ? null : networks.get(open);
            int[] chosen = choose(pictures, data.classNames().size(), wantedClass, from, mistakes ? SEARCHED : SHOWN);
            List<Sample> all = predict(network, pictures, chosen);
            return mistakes ? all.stream().filter(Sample::isWrong).limit(SHOWN).toList() : all;
        };
        if (mistakes || !samples.get().isEmpty()) {
            ask(predicted, result -> busy.set(false));
        } else {
            // The first pictures wait for no network, and for no library that runs it.
            ask(() -> predict(null, pictures, choose(pictures, data.classNames().size(), wantedClass, from, SHOWN)),
                    result -> ask(predicted, again -> busy.set(false)));
        }
    }

    private void ask(Callable<List<Sample>> question, Consumer<List<Sample>> then) {
        pending = networks.engine().ask(question);
        CompletableFuture<List<Sample>> mine = pending;
        mine.whenCompleteAsync((result, failure) -> {
            if (mine == pending) {
                then.accept(result);
                samples.set(result == null ? List.of() : result);
                notices.report(failure);
            }
        }, Platform::runLater);
    }

    /** The next readable pictures, the classes in turn. */
    static int[] choose(Pictures pictures, int classes, int wantedClass, int round, int count) {
        int ofEach = wantedClass >= 0 ? count : Math.max(1, count / classes);
        List<Integer> chosen = new ArrayList<>();
        for (int c = 0; c < classes && chosen.size() < count; c++) {
            int label = c;
            if (wantedClass < 0 || wantedClass == c) {
                int[] members = IntStream.range(0, pictures.size()).filter(i -> pictures.label(i) == label).toArray();
                for (int i = 0; i < Math.min(ofEach, members.length); i++) {
                    int member = members[(int) (((long) round * ofEach + i) % members.length)];
                    if (pictures.picture(member).isPresent()) {
                        chosen.add(member);
                    }
                }
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Sample> predict(Network network, Pictures pictures, int[] chosen) {
        List<float[]> probabilities = new ArrayList<>();
        if (network != null && chosen.length > 0) {
            try (Batches batches = Batches.inOrder(pictures, chosen, network.description().normalisation(), 100)) {
                while (batches.hasNext()) {
                    Batch batch = batches.next();
                    probabilities.addAll(List.of(Loss.softmax(network.infer(batch))));
                }
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < chosen.length; i++) {
            float[] p = i < probabilities.size() ? probabilities.get(i) : null;
            int predicted = p == null ? -1 : Evaluation.largest(p);
            samples.add(new Sample(pictures.title(chosen[i]), Images.of(pictures.picture(chosen[i]).orElseThrow()),
                    pictures.label(chosen[i]), predicted, p == null ? Double.NaN : p[predicted], chosen[i]));
        }
        return samples;
    }

    /**
     * A test picture with what the network says of it.
     *
     * @param title      by which a person can find it
     * @param label      its class
     * @param predicted  the network's class; −1 where there is no network that fits
     * @param confidence the network's, 0 to 1
     * @param index      among the test pictures
     */
    record Sample(String title, Image image, int label, int predicted, double confidence, int index) {

        boolean isWrong() {
            return predicted >= 0 && predicted != label;
        }
    }
}
