package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.EngineTask.Work;
import espalier.app.Notices.Notice;
import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.concurrent.Worker;
import org.junit.jupiter.api.Test;

class EngineThreadTest extends WindowTest {

    @Test
    void long_work_runs_in_the_order_of_its_coming() {
        List<String> order = new ArrayList<>();
        EngineTask<Integer> first = submit("first", progress -> add(order, "first"));
        EngineTask<Integer> second = submit("second", progress -> add(order, "second"));
        await("the end of both",
                () -> first.getState() == Worker.State.SUCCEEDED && second.getState() == Worker.State.SUCCEEDED);
        assertThat(order).containsExactly("first", "second");
        assertThat(onFx(second::getValue)).isEqualTo(2);
        assertThat(onFx(() -> engine.tasks().size())).isZero();
    }

    @Test
    void questions_are_answered_inside_the_checkpoints_of_long_work() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        EngineTask<String> job = submit("long", progress -> {
            while (stop.getCount() > 0) {
                progress.checkpoint();
            }
            return "done";
        });
        assertThat(engine.ask(() -> 6 * 7).get(30, TimeUnit.SECONDS)).isEqualTo(42);
        stop.countDown();
        await("the end", () -> job.getState() == Worker.State.SUCCEEDED);
    }

    @Test
    void paused_work_stands_still_while_questions_are_answered() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        EngineTask<Void> job = submit("long", progress -> {
            while (true) {
                progress.update(.5, "step");
                steps.incrementAndGet();
                progress.checkpoint();
            }
        });
        await("a step", () -> steps.get() > 0);
        onFx(() -> {
            job.pause();
            return null;
        });
        int held = engine.ask(steps::get).get(30, TimeUnit.SECONDS);
        assertThat(engine.ask(steps::get).get(30, TimeUnit.SECONDS)).isBetween(held, held + 1);
        onFx(() -> {
            job.resume();
            return null;
        });
        await("more steps", () -> steps.get() > held + 1);
        onFx(job::cancel);
        await("the end", () -> job.getState() == Worker.State.CANCELLED);
    }

    @Test
    void other_work_is_done_in_a_pause_and_what_is_resumed_waits_for_it() {
        List<String> order = new ArrayList<>();
        CountDownLatch mayEnd = new CountDownLatch(1);
        EngineTask<Integer> first = submit("first", progress -> {
            while (mayEnd.getCount() > 0) {
                progress.checkpoint();
            }
            return add(order, "first");
        });
        await("its begin", first::isRunning);
        onFx(() -> {
            first.pause();
            return null;
        });
        Semaphore secondMayEnd = new Semaphore(0);
        EngineTask<Integer> second = submit("second", progress -> {
            add(order, "second begins");
            secondMayEnd.acquire();
            return add(order, "second");
        });
        await("the second", () -> order.contains("second begins"));
        assertThat(onFx(engine::running)).contains(second);
        mayEnd.countDown();
        onFx(() -> {
            first.resume();
            return null;
        });
        await("its turn", () -> first.getMessage().equals("Waiting for its turn"));
        secondMayEnd.release();
        await("the end of both",
                () -> first.getState() == Worker.State.SUCCEEDED && second.getState() == Worker.State.SUCCEEDED);
        assertThat(order).containsExactly("second begins", "second", "first");
        assertThat(onEngine(() -> 6 * 7)).isEqualTo(42);
    }

    @Test
    void the_time_left_of_work_that_goes_on_in_its_middle_counts_from_there() {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch moved = new CountDownLatch(1);
        EngineTask<Integer> job = submit("resumed", progress -> {
            progress.update(.4, "");
            moved.await();
            progress.update(.5, "");
            seen.await();
            TimeUnit.MILLISECONDS.sleep(100);
            progress.update(.75, "");
            read.await();
            return 1;
        });
        await("the first progress", () -> job.getProgress() == .4);
        moved.countDown();
        await("its move", () -> job.getProgress() == .5);
        assertThat(onFx(() -> job.secondsLeftProperty().get())).isNaN();
        seen.countDown();
        await("more", () -> job.getProgress() == .75);
        // A quarter took this long, and another is left.
        assertThat(onFx(() -> job.secondsLeftProperty().get())).isGreaterThanOrEqualTo(.1);
        read.countDown();
    }

    @Test
    void closing_in_a_pause_lets_both_works_end() throws Exception {
        List<String> ended = new ArrayList<>();
        Work<Integer> endless = progress -> {
            try {
                while (true) {
                    progress.checkpoint();
                }
            } finally {
                add(ended, "whole");
            }
        };
        EngineTask<Integer> first = submit("first", endless);
        await("its begin", first::isRunning);
        onFx(() -> {
            first.pause();
            return null;
        });
        EngineTask<Integer> second = submit("second", endless);
        await("the second", second::isRunning);
        onFx(() -> engine.shutDown()).get(30, TimeUnit.SECONDS);
        assertThat(ended).containsExactly("whole", "whole");
        await("the states",
                () -> first.getState() == Worker.State.CANCELLED && second.getState() == Worker.State.CANCELLED);
    }

    @Test
    void questions_are_answered_whenever_the_pause_came() throws Exception {
        EngineTask<Void> job = submit("long", progress -> {
            while (true) {
                progress.checkpoint();
            }
        });
        for (int i = 0; i < 300; i++) {
            onFx(() -> {
                job.pause();
                return null;
            });
            assertThat(engine.ask(() -> 6 * 7).get(30, TimeUnit.SECONDS)).isEqualTo(42);
            onFx(() -> {
                job.resume();
                return null;
            });
        }
        onFx(job::cancel);
        await("the end", () -> job.getState() == Worker.State.CANCELLED);
    }

    @Test
    void cancelled_work_is_over_only_when_it_has_ended() {
        Semaphore mayEnd = new Semaphore(0);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        EngineTask<Void> job = submit("long", progress -> {
            begun.complete(null);
            mayEnd.acquire();
            progress.checkpoint();
            return null;
        });
        begun.join();
        onFx(job::cancel);
        assertThat(onFx(() -> job.cancellingProperty().get())).isTrue();
        assertThat(onFx(job::getState)).isEqualTo(Worker.State.RUNNING);
        mayEnd.release();
        await("the end", () -> job.getState() == Worker.State.CANCELLED);
        assertThat(onFx(() -> engine.tasks().size())).isZero();
    }

    @Test
    void work_that_waits_is_cancelled_at_once_and_never_runs() {
        Semaphore mayEnd = new Semaphore(0);
        List<String> ran = new ArrayList<>();
        EngineTask<Void> first = submit("first", progress -> {
            mayEnd.acquire();
            return null;
        });
        EngineTask<Integer> second = submit("second", progress -> add(ran, "second"));
        onFx(second::cancel);
        assertThat(onFx(second::getState)).isEqualTo(Worker.State.CANCELLED);
        mayEnd.release();
        await("the end of the first", () -> first.getState() == Worker.State.SUCCEEDED);
        onEngine(() -> null);
        assertThat(ran).isEmpty();
    }

    @Test
    void failed_work_is_told_once_in_the_problems_own_words() {
        List<Notice> told = new ArrayList<>();
        onFx(() -> {
            notices.setReceiver(told::add);
            return null;
        });
        EngineTask<Void> job = submit("bad", progress -> {
            throw new Problem("The file is damaged. Take another.");
        });
        await("a notice", () -> !told.isEmpty());
        onFx(() -> {
            notices.report(job.getException());
            return null;
        });
        assertThat(told).containsExactly(new Notice(Notice.Kind.PROBLEM, "The file is damaged. Take another."));
    }

    @Test
    void shutting_down_waits_for_the_checkpoint_and_takes_no_more() throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        List<String> written = new ArrayList<>();
        EngineTask<Void> job = submit("long", progress -> {
            begun.complete(null);
            try {
                while (true) {
                    progress.checkpoint();
                }
            } finally {
                written.add("whole");
            }
        });
        begun.join();
        CompletableFuture<Void> ended = onFx(() -> engine.shutDown());
        ended.get(30, TimeUnit.SECONDS);
        assertThat(written).containsExactly("whole");
        await("the state", () -> job.getState() == Worker.State.CANCELLED);
        assertThat(engine.ask(() -> 1)).isCancelled();
        assertThat(onFx(() -> engine.submit("late", progress -> 1).getState())).isEqualTo(Worker.State.CANCELLED);
    }

    private <T> EngineTask<T> submit(String title, Work<T> work) {
        return onFx(() -> engine.submit(title, work));
    }

    private static int add(List<String> list, String entry) {
        synchronized (list) {
            list.add(entry);
            return list.size();
        }
    }
}
