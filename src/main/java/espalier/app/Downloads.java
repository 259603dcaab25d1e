package espalier.app;

import espalier.basics.Progress;
import espalier.data.download.PublicData;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * Public data sets that the person has fetched, one at a time, on a thread of their own: the engine goes on with its
 * work meanwhile. Belongs to the FX thread.
 */
public final class Downloads {

    /** Brings a data set into a folder: {@link PublicData#get}, unless a test has another. */
    @FunctionalInterface
    public interface Source {

        /** Gives the specification that opens the data. */
        String get(PublicData data, Path into, Progress progress);
    }

    private final Notices notices;
    private final Opener opener;
    private final Path home;
    private final ReadOnlyObjectWrapper<PublicData> current = new ReadOnlyObjectWrapper<>(this, "current");
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(this, "fraction");
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper(this, "message", "");
    private Source source = PublicData::get;
    private Progress.Control control;

    /**
     * Nothing is being fetched yet.
     *
     * @param home where data are put unless the person chooses another folder
     */
    public Downloads(Notices notices, Opener opener, Path home) {
        this.notices = notices;
        this.opener = opener;
        this.home = home;
    }

    /** Has another source bring the data. */
    public void setSource(Source another) {
        source = another;
    }

    /** Where data are put unless the person chooses another folder. */
    public Path home() {
        return home;
    }

    /** What is being fetched; null where nothing is. */
    public ReadOnlyObjectProperty<PublicData> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** How far it is, 0 to 1. */
    public ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    /** What is being done, for a person. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    /** Opens data that were fetched before; false where they are not in the usual place. */
    public boolean open(PublicData data) {
        data.in(home).ifPresent(opener::data);
        return data.in(home).isPresent();
    }

    /**
     * Begins to fetch data into a folder, and offers to open them when they are there; does nothing while others are.
     */
    public void get(PublicData data, Path into) {
        if (current.get() != null) {
            return;
        }
        AtomicReference<Shown> latest = new AtomicReference<>();
        Progress.Control mine = new Progress.Control((share, words) -> {
            // Thousands of updates a second are not shown one by one.
            if (latest.getAndSet(new Shown(share, words)) == null) {
                Platform.runLater(() -> show(latest.getAndSet(null)));
            }
        });
        control = mine;
        fraction.set(0);
        message.set("Asking " + data.archive().address().getHost());
        current.set(data);
        Thread thread = new Thread(() -> fetch(data, into, mine), "download");
        thread.setDaemon(true);
        thread.start();
    }

    /** What there is to show of the work. */
    private record Shown(double fraction, String message) {}

    private void show(Shown shown) {
        fraction.set(shown.fraction);
        message.set(shown.message);
    }

    private void fetch(PublicData data, Path into, Progress progress) {
        try {
            String specification = source.get(data, into, progress);
            notices.offer(data.title() + " is in " + into.resolve(data.archive().folder()) + ".",
                    new Notices.Notice.Action("Open it", () -> opener.data(specification)));
        } catch (CancellationException e) {
            notices.tell(data.title() + " is not fetched further. What came is kept for the next time.");
        } catch (RuntimeException | Error e) {
            notices.report(e);
        } finally {
            Platform.runLater(() -> current.set(null));
        }
    }

    /** Stops what is being fetched; what came is kept. */
    public void cancel() {
        if (control != null) {
            control.cancel();
        }
    }
}
