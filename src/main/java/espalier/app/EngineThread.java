package espalier.app;

import espalier.app.EngineTask.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javafx.beans.Observable;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.concurrent.Worker;

/**
 * The thread on which networks are read, run, trained and pruned: neither DL4J's graphs nor the compiled programs may
 * be used by two at a time. Long work queues and is shown; short questions are answered before the next long work, and
 * inside the checkpoints of the one that runs, so that pages stay alive through a run of minutes. While long work is
 * paused its thread sleeps, and another takes its place for all other work until it is resumed.
 */
public final class EngineThread implements AutoCloseable {

    private static final Set<Worker.State> OVER = EnumSet.of(Worker.State.SUCCEEDED, Worker.State.FAILED,
            Worker.State.CANCELLED);

    private final Deque<Question<?>> questions = new ArrayDeque<>();
    private final Deque<EngineTask<?>> jobs = new ArrayDeque<>();
    private final ObservableList<EngineTask<?>> tasks = FXCollections
            .observableArrayList(task -> new Observable[] {task.pausedProperty(), task.runningProperty()});
    private final ObservableList<EngineTask<?>> tasksView = FXCollections.unmodifiableObservableList(tasks);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final EngineTask.Owner owner = new Owner();
    /** Paused at a checkpoint, or resumed and waiting for what runs meanwhile. */
    private final Set<EngineTask<?>> held = new HashSet<>();
    /** Those of resumed work, in order; each goes on as soon as nothing else runs. */
    private final Deque<Thread> resumed = new ArrayDeque<>();
    /** The one that may use networks now. */
    private Thread thread;
    private EngineTask<?> current;
    private boolean closed;

    /** Starts the thread; it does nothing until it is asked. */
    public EngineThread() {
        begin();
    }

    private void begin() {
        thread = new Thread(this::work, "engine");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Long work: shown to the person with its progress, and can be paused and cancelled. Runs when those before it have
     * ended. Failures are reported by {@link Notices}. Called on the FX thread.
     *
     * @param title of the work for a person: "Pruning VGG-S to ×8"
     */
    public <T> EngineTask<T> submit(String title, Work<T> work) {
        EngineTask<T> task = new EngineTask<>(owner, title, work);
        boolean accepted;
        synchronized (this) {
            accepted = !closed;
            if (accepted) {
                jobs.add(task);
                notifyAll();
            }
        }
        if (accepted) {
            FxThread.later(() -> watch(task));
        } else {
            task.cancel();
        }
        return task;
    }

    /**
     * Short work, of less than about a second: answered at the next checkpoint of the long work that runs, or at once.
     * A question whose future was cancelled before its turn is passed over. The future completes on the engine thread.
     */
    public <T> CompletableFuture<T> ask(Callable<T> work) {
        Question<T> question = new Question<>(work, new CompletableFuture<>());
        synchronized (this) {
            if (!closed) {
                questions.add(question);
                notifyAll();
                return question.future;
            }
        }
        question.future.cancel(false);
        return question.future;
    }

    /**
     * The long work that runs, is paused or waits, in order of its coming; told of when one of them is paused, resumed
     * or begins, too. Belongs to the FX thread, and cannot be changed.
     */
    public ObservableList<EngineTask<?>> tasks() {
        return tasksView;
    }

    /** The long work that is being done: others wait for it; empty where none is, or all of it is paused. */
    public Optional<EngineTask<?>> running() {
        // Work that was resumed waits for what was begun in its pause.
        return tasks.stream().filter(task -> task.isRunning() && !task.pausedProperty().get())
                .max(Comparator.comparingInt(tasks::indexOf));
    }

    /** Whether the work was cancelled because the window closes. From any thread. */
    public synchronized boolean isClosing() {
        return closed;
    }

    /** Whether the caller is on the engine thread. */
    public synchronized boolean isEngineThread() {
        return Thread.currentThread() == thread;
    }

    /**
     * Cancels what runs and waits, and takes no more.
     *
     * @return completes when the thread has ended: then no file is being written any more
     */
    public CompletableFuture<Void> shutDown() {
        List<EngineTask<?>> toCancel;
        List<Question<?>> unanswered;
        synchronized (this) {
            closed = true;
            toCancel = new ArrayList<>(jobs);
            toCancel.addAll(held);
            if (current != null) {
                toCancel.add(current);
            }
            unanswered = new ArrayList<>(questions);
            questions.clear();
            notifyAll();
        }
        toCancel.forEach(EngineTask::cancel);
        unanswered.forEach(question -> question.future.cancel(false));
        return ended;
    }

    /** {@link #shutDown} that waits for the end. Not for the FX thread, which never waits. */
    @Override
    public void close() {
        shutDown().join();
    }

    /** Only those that waited when the checkpoint was reached, so that a stream of them does not starve the job. */
    private void answerWaiting() {
        int waiting;
        synchronized (this) {
            waiting = questions.size();
        }
        for (int i = 0; i < waiting; i++) {
            Question<?> next;
            synchronized (this) {
                next = questions.poll();
            }
            if (next != null) {
                next.settle();
            }
        }
    }

    /** The caller sleeps while its work is paused; another thread does what else there is to do. */
    private synchronized void sleepWhile(BooleanSupplier paused, Runnable waits) {
        if (!paused.getAsBoolean()) {
            return;
        }
        EngineTask<?> mine = current;
        Thread self = thread;
        held.add(mine);
        current = null;
        begin();
        while (paused.getAsBoolean()) {
            await();
        }
        resumed.add(self);
        notifyAll();
        if (current != null) {
            waits.run();
        }
        while (thread != self) {
            await();
        }
        held.remove(mine);
        current = mine;
    }

    private void watch(EngineTask<?> task) {
        if (!OVER.contains(task.getState())) {
            tasks.add(task);
            task.stateProperty().addListener((state, old, now) -> {
                if (OVER.contains(now)) {
                    tasks.remove(task);
                }
            });
        }
    }

    private void work() {
        for (Runnable next = take(); next != null; next = take()) {
            next.run();
            finished();
        }
    }

    /** Null where this thread is done: another goes on, or the window closes. */
    private synchronized Runnable take() {
        while (questions.isEmpty() && resumed.isEmpty() && jobs.isEmpty() && !(closed && held.isEmpty())) {
            await();
        }
        if (!questions.isEmpty()) {
            return questions.poll()::settle;
        }
        if (!resumed.isEmpty()) {
            thread = resumed.poll();
            notifyAll();
            return null;
        }
        current = jobs.poll();
        if (current == null) {
            ended.complete(null);
        }
        return current;
    }

    private synchronized void finished() {
        current = null;
    }

    @SuppressWarnings("WaitNotInLoop") // Whoever waits looks again at what there is to do.
    private synchronized void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            // Nobody has reason to interrupt this thread; what it waits for still counts.
        }
    }

    /** What a task asks of this thread. */
    private final class Owner implements EngineTask.Owner {

        @Override
        public boolean withdraw(EngineTask<?> task) {
            synchronized (EngineThread.this) {
                return jobs.remove(task) || (closed && task != current && !held.contains(task));
            }
        }

        @Override
        public void wake() {
            synchronized (EngineThread.this) {
                EngineThread.this.notifyAll();
            }
        }

        @Override
        public void checkpoint(BooleanSupplier paused, Runnable waits) {
            answerWaiting();
            sleepWhile(paused, waits);
        }
    }

    private record Question<T>(Callable<T> work, CompletableFuture<T> future) {

        void settle() {
            if (future.isDone()) {
                return;
            }
            try {
                future.complete(work.call());
            } catch (CancellationException e) {
                future.cancel(false);
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        }
    }
}
