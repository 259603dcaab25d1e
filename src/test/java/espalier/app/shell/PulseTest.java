package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.prune.PrunePage;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import org.junit.jupiter.api.Test;

/**
 * The interface thread while a run fine-tunes on the engine: between two looks at its own clock it never works for as
 * long as a person would notice. Its processor time counts, not the time that passes, as a machine may have other work.
 */
class PulseTest extends ShellTestBase {

    /** From here on a person notices. */
    private static final double NOTICED = 100;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Double> work = new ArrayList<>();
    private long before;

    /** Notes the milliseconds of work since the last pulse. */
    private final AnimationTimer pulses = new AnimationTimer() {
        @Override
        public void handle(long now) {
            long used = threads.getCurrentThreadCpuTime();
            if (before > 0) {
                work.add((used - before) / 1e6);
            }
            before = used;
        }
    };

    @Test
    void theInterfaceIsNeverBlockedInARun() {
        // Pages are made, and their code compiled, when they are first seen.
        for (String page : shell.pages()) {
            onFx(() -> {
                session.setPage(page);
                return null;
            });
            settle();
        }
        run(1, 2);
        onFx(() -> {
            pulses.start();
            return null;
        });
        run(20, 2, 4);
        onFx(() -> {
            pulses.stop();
            return null;
        });
        assertThat(work).hasSizeGreaterThan(10);
        assertThat(work.stream().filter(milliseconds -> milliseconds > NOTICED).toList()).isEmpty();
    }

    private void run(int epochs, double... rates) {
        PruningSettings settings = PruningSettings.quick().with(PruningChoices.EPOCHS, epochs)
                .with(PruningChoices.RECOVERY_EPOCHS, epochs)
                .with(PruningChoices.RATES, Arrays.stream(rates).boxed().toList());
        int networks = onFx(() -> session.trajectory().size());
        onFx(() -> {
            session.setPage(PrunePage.TITLE);
            parts.live().wantedProperty().set(Optional.of(settings));
            return null;
        });
        await("the run's networks", () -> session.trajectory().size() == networks + rates.length);
        settle();
    }
}
