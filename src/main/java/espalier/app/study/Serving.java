package espalier.app.study;

import espalier.app.Notices;
import espalier.study.Answer;
import espalier.study.Study;
import espalier.study.web.StudyServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

/**
 * One study, served to participants or not, and how it stands. Off until it is started. Properties belong to the FX
 * thread.
 */
final class Serving {

    /**
     * How a study stands.
     *
     * @param present  participants who did something within the last minutes; 0 while it is not served
     * @param networks how many answers there are to questions about these rates
     */
    record Status(Study.State state, int present, Map<List<Double>, Integer> networks) {

        /** The share of all answers that are here, 0 to 1. */
        double fraction() {
            return state.answers() / (double) Math.max(1, state.answers() + state.missing());
        }
    }

    private final Path folder;
    private final Notices notices;
    private final Executor background;
    private final ObjectProperty<InetAddress> address = new SimpleObjectProperty<>(this, "address",
            InetAddress.getLoopbackAddress());
    private final IntegerProperty port = new SimpleIntegerProperty(this, "port", 0);
    private final ReadOnlyObjectWrapper<StudyServer> server = new ReadOnlyObjectWrapper<>(this, "server");
    private final ReadOnlyObjectWrapper<Status> status = new ReadOnlyObjectWrapper<>(this, "status");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
    private final ReadOnlyBooleanWrapper here = new ReadOnlyBooleanWrapper(this, "here");
    /** Whether the status is asked for, and not here yet: forty participants need no more. */
    private final AtomicBoolean looking = new AtomicBoolean();
    /** Held while it is served, or somebody takes part at this machine; null else. */
    private Study study;
    private int holders;

    Serving(Path folder, Notices notices, Executor background) {
        this.folder = folder;
        this.notices = notices;
        this.background = background;
    }

    /** The address of this machine that participants reach; at first the one that only this machine does. */
    ObjectProperty<InetAddress> addressProperty() {
        return address;
    }

    /** 0 for any that is free. */
    IntegerProperty portProperty() {
        return port;
    }

    /** What serves it; null while nothing does. */
    ReadOnlyObjectProperty<StudyServer> serverProperty() {
        return server.getReadOnlyProperty();
    }

    /** Whether it is being taken up or given back. */
    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Whether somebody takes part at this machine. */
    ReadOnlyBooleanProperty hereProperty() {
        return here.getReadOnlyProperty();
    }

    /** Whether anybody can take part now, here or elsewhere. */
    boolean isOpen() {
        return server.get() != null || here.get();
    }

    /** How the study stands; null while that is not known. */
    ReadOnlyObjectProperty<Status> statusProperty() {
        return status.getReadOnlyProperty();
    }

    /** Takes the study up and lets participants in. */
    void start() {
        if (server.get() != null || busy.get()) {
            return;
        }
        busy.set(true);
        InetAddress at = address.get();
        int number = port.get();
        CompletableFuture.supplyAsync(() -> {
            Study held = hold();
            try {
                return StudyServer.start(held, at, number);
            } catch (RuntimeException e) {
                release();
                throw e;
            }
        }, background).whenCompleteAsync((begun, failure) -> {
            busy.set(false);
            if (failure == null) {
                server.set(begun);
                look();
            } else {
                notices.report(failure);
            }
        }, Platform::runLater);
    }

    /**
     * Takes the study up for participants at this machine, beside those who come by the network.
     *
     * @return completes on the FX thread, without a value where the study cannot be taken up, which is told; whoever
     *         has it calls {@link #leaveHere} at the end
     */
    CompletableFuture<Optional<Study>> takePartHere() {
        here.set(true);
        return CompletableFuture.supplyAsync(this::hold, background).handleAsync((held, failure) -> {
            if (failure != null) {
                here.set(false);
                notices.report(failure);
            }
            return Optional.ofNullable(held);
        }, Platform::runLater);
    }

    /**
     * Nobody takes part at this machine any more.
     *
     * @return done when the study is free for others, if it is not served
     */
    CompletableFuture<Void> leaveHere() {
        here.set(false);
        return CompletableFuture.runAsync(() -> {
            release();
            look();
        }, background);
    }

    private synchronized Study hold() {
        if (holders == 0) {
            study = Study.open(folder);
            study.onAnswer(answer -> look());
        }
        holders++;
        return study;
    }

    private synchronized void release() {
        if (--holders == 0) {
            study.close();
            study = null;
        }
    }

    /**
     * Lets nobody in any more; what was answered is kept, and another day goes on with it.
     *
     * @return done when the folder is free for others
     */
    CompletableFuture<Void> stop() {
        StudyServer served = server.get();
        if (served == null) {
            return CompletableFuture.completedFuture(null);
        }
        server.set(null);
        busy.set(true);
        return CompletableFuture.runAsync(() -> {
            served.close();
            release();
            Platform.runLater(() -> {
                busy.set(false);
                look();
            });
        }, background);
    }

    /** Takes in answers from elsewhere; on any thread but the FX thread, as it writes each to the disk. */
    int merge(List<Answer> answers) {
        synchronized (this) {
            if (study != null) {
                return study.merge(answers);
            }
        }
        try (Study opened = Study.open(folder)) {
            return opened.merge(answers);
        }
    }

    /** Has the status looked at anew, from any thread. */
    void look() {
        if (looking.compareAndSet(false, true)) {
            CompletableFuture.supplyAsync(this::read, background).whenCompleteAsync((now, failure) -> {
                if (failure == null) {
                    status.set(now);
                } else {
                    notices.report(failure);
                }
            }, Platform::runLater);
        }
    }

    private Status read() {
        looking.set(false);
        Study.State state;
        List<Answer> answers;
        synchronized (this) {
            answers = study == null ? Study.answers(folder) : study.answers();
            state = study == null ? null : study.state();
        }
        Map<List<Double>, Integer> networks = new LinkedHashMap<>();
        answers.forEach(answer -> networks.merge(answer.question().rates(), 1, Integer::sum));
        if (state == null) {
            var content = Study.read(folder);
            int wanted = content.pictures().size() * content.design().networks().size() * content.design().answers();
            state = new Study.State(answers.size(), Math.max(0, wanted - answers.size()),
                    (int) answers.stream().map(Answer::participant).distinct().count());
        }
        StudyServer served = server.get();
        return new Status(state, served == null ? 0 : served.present(), networks);
    }
}
