package espalier.app.explain;

import espalier.app.OpenNetwork;
import espalier.basics.Figures;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Picture;
import espalier.data.PictureFile;
import espalier.data.PictureSize;
import espalier.data.Pictures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Which pictures are shown: a few of a part of the data, in turn or at random, and the person's own. Belongs to one
 * thread, the FX thread; pictures are decoded in the background.
 */
public final class PictureChooser {

    /** Any class. */
    public static final int ALL_CLASSES = -1;

    private final Executor background;
    private final Executor fx;
    private final Consumer<Throwable> report;
    private final PredictionScan scan;
    private final ObservableList<OpenNetwork> networks;

    private final ObjectProperty<Dataset> data = new SimpleObjectProperty<>(this, "data");
    private final ObjectProperty<Part> part = new SimpleObjectProperty<>(this, "part", Part.TEST);
    private final IntegerProperty ofClass = new SimpleIntegerProperty(this, "ofClass", ALL_CLASSES);
    private final BooleanProperty onlyChanged = new SimpleBooleanProperty(this, "onlyChanged");
    private final IntegerProperty count = new SimpleIntegerProperty(this, "count", 3);
    private final ReadOnlyDoubleWrapper scanned = new ReadOnlyDoubleWrapper(this, "scanned", Double.NaN);
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper(this, "summary", "");
    private final ObservableList<ShownPicture> shown = FXCollections.observableArrayList();
    private final List<ShownPicture> own = new ArrayList<>();
    private List<ShownPicture> fromData = List.of();
    private int[] candidates = new int[0];
    private int position;
    private int loading;
    private final Random random = new Random(1);

    /**
     * A chooser without data.
     *
     * @param networks   whose predictions are compared, the unpruned first
     * @param background decodes pictures
     * @param fx         runs what changes properties
     * @param report     told of failures
     */
    public PictureChooser(ObservableList<OpenNetwork> networks, Explainer explainer, Executor background, Executor fx,
            Consumer<Throwable> report) {
        this.networks = networks;
        this.background = background;
        this.fx = fx;
        this.report = report;
        this.scan = new PredictionScan(explainer, background, fx);
        data.addListener(change -> changeData());
        for (Observable filter : List.of(part, ofClass, onlyChanged)) {
            filter.addListener(change -> choose());
        }
        networks.addListener((Observable change) -> {
            if (onlyChanged.get()) {
                choose();
            }
        });
        count.addListener(change -> load());
    }

    /** The pictures' data set; null while none is open. */
    public ObjectProperty<Dataset> dataProperty() {
        return data;
    }

    /** The part that pictures are taken from. */
    public ObjectProperty<Part> partProperty() {
        return part;
    }

    /** The class of the pictures, or {@link #ALL_CLASSES}. */
    public IntegerProperty ofClassProperty() {
        return ofClass;
    }

    /** Whether only those are shown whose prediction is not the same at all rates. */
    public BooleanProperty onlyChangedProperty() {
        return onlyChanged;
    }

    /** How many are shown at once. */
    public IntegerProperty countProperty() {
        return count;
    }

    /** How much of the search for changed predictions is done, 0 to 1; NaN when none goes on. */
    public ReadOnlyDoubleProperty scannedProperty() {
        return scanned.getReadOnlyProperty();
    }

    /** What is shown of how many, in words. */
    public ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /** The pictures to show: the person's own first. */
    public ObservableList<ShownPicture> shown() {
        return shown;
    }

    /** The set after this one; after the last, the first. */
    public void next() {
        step(room());
    }

    /** The set before this one. */
    public void previous() {
        step(-room());
    }

    /** A set from a random place. */
    public void shuffle() {
        if (candidates.length > 0) {
            for (int i = candidates.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int index = candidates[i];
                candidates[i] = candidates[other];
                candidates[other] = index;
            }
            position = 0;
            load();
        }
    }

    /** Shows one's own picture above the others. */
    public void open(Path file, PictureSize size) {
        CompletableFuture.supplyAsync(() -> PictureFile.readOwn(file, size), background)
                .whenCompleteAsync((picture, failure) -> {
                    if (failure == null) {
                        ShownPicture opened = new ShownPicture("file:" + file.toAbsolutePath(),
                                file.getFileName().toString(), -1, picture, Optional.empty());
                        add(opened);
                    } else {
                        report.accept(failure);
                    }
                }, fx);
    }

    /** Shows a picture above the others, as one's own. */
    void add(ShownPicture picture) {
        own.removeIf(other -> other.id().equals(picture.id()));
        own.add(0, picture);
        load();
    }

    /** Takes away a picture of one's own. */
    public void close(ShownPicture picture) {
        if (own.remove(picture)) {
            load();
        }
    }

    /** Whether a picture is the person's own. */
    public boolean isOwn(ShownPicture picture) {
        return own.contains(picture);
    }

    private void changeData() {
        own.clear();
        fromData = List.of();
        show();
        if (ofClass.get() != ALL_CLASSES) {
            ofClass.set(ALL_CLASSES);
        } else {
            choose();
        }
    }

    private void choose() {
        scan.stop();
        scanned.set(Double.NaN);
        position = 0;
        if (data.get() == null) {
            candidates = new int[0];
            load();
        } else if (onlyChanged.get()) {
            Pictures pictures = pictures();
            scanned.set(0);
            PictureSize size = data.get().pictureSize();
            List<OpenNetwork> fitting = networks.stream()
                    .filter(network -> network.description().inputSize().equals(size)).toList();
            scan.start(pictures, fitting, new PredictionScan.Listener() {
                @Override
                public void progress(double fraction) {
                    scanned.set(fraction);
                }

                @Override
                public void done() {
                    scanned.set(Double.NaN);
                    candidates = inTurn(pictures, scan.changed(fitting));
                    load();
                }

                @Override
                public void failed(Throwable failure) {
                    scanned.set(Double.NaN);
                    report.accept(failure);
                }
            });
        } else {
            Pictures pictures = pictures();
            int[] all = new int[pictures.size()];
            Arrays.setAll(all, i -> i);
            candidates = inTurn(pictures, all);
            load();
        }
    }

    /** The pictures of the chosen class; of all classes by turns. */
    private int[] inTurn(Pictures pictures, int[] indices) {
        int label = ofClass.get();
        return pictures.inTurn(label == ALL_CLASSES ? indices
                : Arrays.stream(indices).filter(index -> pictures.label(index) == label).toArray());
    }

    private Pictures pictures() {
        return data.get().part(part.get());
    }

    private int room() {
        return Math.max(1, count.get() - own.size());
    }

    private void step(int by) {
        if (candidates.length > 0) {
            position = Math.floorMod(position + by, candidates.length);
            load();
        }
    }

    /** Decodes the set; what comes late, when another set is wanted, is not shown. */
    private void load() {
        int number = ++loading;
        if (data.get() == null || candidates.length == 0) {
            fromData = List.of();
            show();
            return;
        }
        Pictures pictures = pictures();
        String prefix = data.get().specification() + "/" + part.get() + "/";
        int[] order = candidates.clone();
        int from = position;
        int wanted = room();
        CompletableFuture.supplyAsync(() -> decode(pictures, prefix, order, from, wanted), background)
                .whenCompleteAsync((decoded, failure) -> {
                    if (number == loading) {
                        if (failure != null) {
                            report.accept(failure);
                        }
                        fromData = failure == null ? decoded : List.of();
                        show();
                    }
                }, fx);
    }

    private static List<ShownPicture> decode(Pictures pictures, String prefix, int[] order, int from, int wanted) {
        List<ShownPicture> result = new ArrayList<>();
        for (int i = 0; i < order.length && result.size() < wanted; i++) {
            int index = order[(from + i) % order.length];
            Optional<Picture> picture = pictures.picture(index);
            picture.ifPresent(sound -> result.add(new ShownPicture(prefix + index, pictures.title(index),
                    pictures.label(index), sound, pictures.mask(index))));
        }
        return result;
    }

    private void show() {
        List<ShownPicture> all = new ArrayList<>(own);
        all.addAll(fromData);
        List<ShownPicture> now = all.subList(0, Math.min(all.size(), Math.max(own.size(), count.get())));
        if (!shown.equals(now)) {
            shown.setAll(now);
        }
        summary.set(candidates.length == 0
                ? onlyChanged.get() && Double.isNaN(scanned.get()) ? "No prediction changes in these pictures" : ""
                : places());
    }

    /** Which of the candidates are shown: "7–9 of 20", "1 of 1". */
    private String places() {
        int last = (position + Math.min(room(), candidates.length) - 1) % candidates.length;
        return Figures.count(position + 1) + (last == position ? "" : "–" + Figures.count(last + 1)) + " of "
                + Figures.count(candidates.length);
    }
}
