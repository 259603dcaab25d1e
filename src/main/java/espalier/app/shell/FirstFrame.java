package espalier.app.shell;

import espalier.app.SelectedScores;
import java.lang.management.ManagementFactory;
import javafx.animation.AnimationTimer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what is slow begin when the window has been drawn, and logs how long that took from the start of Java: to the
 * first frame, and to the first that has the heat map of the network that is open.
 */
final class FirstFrame extends AnimationTimer {

    private static final Logger LOG = LoggerFactory.getLogger(FirstFrame.class);
    /** Pulses from a change to its being seen: the first has it drawn, the second waits for that to be done. */
    private static final int SEEN = 3;

    private final SelectedScores selectedScores;
    private final Runnable then;
    private final long startOfJava = ManagementFactory.getRuntimeMXBean().getStartTime();
    private int pulses;
    private int pulsesWithScores;

    /** @param then is run once, after the first frame */
    FirstFrame(SelectedScores selectedScores, Runnable then) {
        this.selectedScores = selectedScores;
        this.then = then;
    }

    @Override
    public void handle(long now) {
        if (selectedScores.get() != null) {
            pulsesWithScores++;
        }
        if (pulsesWithScores == SEEN) {
            LOG.info("First frame with the heat map {} ms after the start of Java", sinceStart());
            stop();
        }
        if (++pulses == SEEN) {
            LOG.info("First frame {} ms after the start of Java", sinceStart());
            then.run();
        }
    }

    private long sinceStart() {
        return System.currentTimeMillis() - startOfJava;
    }
}
